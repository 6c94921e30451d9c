// Models and their instances behind the C ABI, whatever their class.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "madad/abi/arrow.h"
#include "madad/abi/ext/artifact.h"
#include "madad/abi/host.h"
#include "madad/abi/plugin.h"
#include "madad/sdk/arrow.h"
#include "madad/sdk/call.h"
#include "madad/sdk/error.h"
#include "madad/sdk/export.h"
#include "madad/sdk/json.h"
#include "madad/sdk/json_reader.h"
#include "madad/sdk/reader.h"
#include "madad/sdk/shape.h"
#include "madad/sdk/trained.h"
#include "madad/sdk/writer.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk::detail {

using Streams = std::vector<Owned<ArrowArrayStream>>;

// A configured model.
class Instance {
 public:
  virtual ~Instance() = default;

  const sdk::Shape& shape() const { return shape_; }
  // The shape in JSON; the same text at every call.
  const std::string& shape_json() const { return shape_json_; }

  // Computes the outputs into `out`, which has room for as many streams as the shape has outputs:
  // with `artifact` when the model learns, else without.
  // Errors: exceptions; then nothing is in `out`.
  void Run(const madad_call* call, const std::string_view* artifact, Streams in,
           ArrowArrayStream* out, size_t n_out) const;

  // Returns what the model learns from `in`. Errors: exceptions.
  sdk::Trained Learn(const madad_call* call, Streams in, std::string_view previous) const;

 protected:
  explicit Instance(const madad_host* host) : host_(host) {}
  // Called once, at the end of the construction.
  void SetShape(sdk::Shape shape) {
    shape_ = std::move(shape);
    shape_json_ = shape_.ToJson();
  }
  // Of the two kinds of models, the functions of one are there.
  virtual void Compute(const Call& call, Readers& in, Writers& out) const = 0;
  virtual sdk::Trained Train(const Call& call, Readers& in, std::string_view previous) const = 0;
  virtual void Apply(const Call& call, std::string_view artifact, Readers& in,
                     Writers& out) const = 0;

 private:
  // Runs `body` over a call; an input that fails because the call is over is no error of its own.
  template <typename Body>
  void Under(const madad_call* raw_call, Body&& body) const;
  Readers OpenInputs(Streams in) const;
  Writers OpenOutputs(Readers& in) const;
  Writer OpenOutput(const sdk::Output& output, Readers& in) const;
  static std::unique_ptr<Column> OpenColumn(const OutputColumn& column, Readers& in);

  const madad_host* host_;
  sdk::Shape shape_;
  std::string shape_json_;
};

template <typename Body>
void Instance::Under(const madad_call* raw_call, Body&& body) const {
  const Call call(host_, raw_call);
  try {
    body(call);
  } catch (const Error& e) {
    if (e.source() == MADAD_SOURCE_DOWNSTREAM) call.Check();
    throw;
  }
}

inline void Instance::Run(const madad_call* raw_call, const std::string_view* artifact, Streams in,
                          ArrowArrayStream* out, size_t n_out) const {
  if (n_out != shape_.outputs().size()) {
    throw Error(MADAD_INTERNAL, "the host asks for " + std::to_string(n_out) +
                                    " outputs, the model has " +
                                    std::to_string(shape_.outputs().size()));
  }
  Under(raw_call, [&](const Call& call) {
    Readers readers = OpenInputs(std::move(in));
    Writers writers = OpenOutputs(readers);
    if (artifact != nullptr) {
      Apply(call, *artifact, readers, writers);
    } else {
      Compute(call, readers, writers);
    }
    std::vector<std::vector<std::unique_ptr<Column>>> tables;
    for (Writer& writer : writers.all()) tables.push_back(writer.Take());
    Streams made(n_out);
    for (size_t i = 0; i < n_out; ++i) TableStream::Export(std::move(tables[i]), made[i].get());
    for (size_t i = 0; i < n_out; ++i) made[i].MoveTo(&out[i]);
  });
}

inline sdk::Trained Instance::Learn(const madad_call* raw_call, Streams in,
                                    std::string_view previous) const {
  sdk::Trained trained;
  Under(raw_call, [&](const Call& call) {
    Readers readers = OpenInputs(std::move(in));
    trained = Train(call, readers, previous);
  });
  if (trained.bytes.empty()) throw Error(MADAD_INTERNAL, "the training made an empty artifact");
  return trained;
}

inline Readers Instance::OpenInputs(Streams in) const {
  if (in.size() != shape_.inputs().size()) {
    throw Error(MADAD_INTERNAL, "the host gives " + std::to_string(in.size()) +
                                    " inputs, the model has " +
                                    std::to_string(shape_.inputs().size()));
  }
  std::vector<Reader> readers;
  for (size_t i = 0; i < in.size(); ++i) {
    readers.emplace_back(shape_.inputs()[i].name(), in[i].get());
  }
  return Readers(std::move(readers));
}

inline Writers Instance::OpenOutputs(Readers& in) const {
  std::vector<Writer> writers;
  for (const sdk::Output& output : shape_.outputs()) writers.push_back(OpenOutput(output, in));
  return Writers(std::move(writers));
}

inline Writer Instance::OpenOutput(const sdk::Output& output, Readers& in) const {
  std::vector<std::unique_ptr<Column>> columns;
  for (const OutputColumn& column : output.columns()) columns.push_back(OpenColumn(column, in));
  if (columns.empty()) {
    throw Error(MADAD_INTERNAL, "output '" + output.name() + "' has no columns in the shape");
  }
  return Writer(output.name(), std::move(columns));
}

inline std::unique_ptr<Column> Instance::OpenColumn(const OutputColumn& column, Readers& in) {
  if (!column.like.empty()) {
    const size_t point = column.like.find('.');
    const std::string name = point == column.like.npos ? "" : column.like.substr(point + 1);
    Reader& input = in[std::string_view(column.like).substr(0, point)];
    return MakeColumn(column.name, input.TypeOf(name), input.ScaleOf(name));
  }
  const int64_t scale = column.scale < 0 ? 0 : column.scale;
  return MakeColumn(column.name, TypeNamed(column.type), static_cast<int32_t>(scale));
}

// A model that a plugin declares.
class Model {
 public:
  virtual ~Model() = default;
  virtual const std::string& id() const = 0;
  // Writes it as sdk/doc/describe.md has it.
  virtual void WriteTo(JsonWriter& json) const = 0;
  // Returns an instance with `parameters`, an object; those that are not there have their defaults.
  // Errors: exceptions; MADAD_INVALID_ARGUMENT names the parameter.
  virtual std::unique_ptr<Instance> Create(const madad_host* host,
                                           const Json& parameters) const = 0;
};

// A plugin's models by id.
using Models = std::map<std::string, std::unique_ptr<Model>, std::less<>>;

// The model functions of the C ABI.
inline Instance* InstanceOf(madad_instance* instance) {
  return reinterpret_cast<Instance*>(instance);
}

inline std::string_view ViewOf(madad_str text) {
  return text.ptr == nullptr ? std::string_view() : std::string_view(text.ptr, text.len);
}

inline int32_t CreateInstance(const Models& models, const madad_host* host, madad_str id,
                              madad_str config, madad_instance** out, madad_error* error) noexcept {
  return Guard(error, [&] {
    const auto model = models.find(ViewOf(id));
    if (model == models.end()) {
      throw Error(MADAD_NOT_FOUND, "the plugin has no model '" + std::string(ViewOf(id)) + "'");
    }
    const Json parameters = config.len == 0 ? Json(Json::Object()) : Json::Parse(ViewOf(config));
    Instance* made = model->second->Create(host, parameters).release();
    *out = reinterpret_cast<madad_instance*>(made);
  });
}

inline void DestroyInstance(madad_instance* instance) noexcept {
  Guard(nullptr, [&] { delete InstanceOf(instance); });
}

inline int32_t ShapeOfInstance(madad_instance* instance, madad_str* out,
                               madad_error* error) noexcept {
  return Guard(error, [&] {
    const std::string& json = InstanceOf(instance)->shape_json();
    *out = {json.data(), json.size()};
  });
}

// Takes over the `n` streams of an input: first of all, so that they are released whatever happens.
inline Streams TakeInputs(ArrowArrayStream* in, size_t n) {
  Streams inputs;
  try {
    inputs.resize(n);
  } catch (...) {
    for (size_t i = 0; i < n; ++i) in[i].release(&in[i]);
    throw;
  }
  for (size_t i = 0; i < n; ++i) inputs[i] = Owned<ArrowArrayStream>(&in[i]);
  return inputs;
}

inline int32_t ComputeInstance(madad_instance* instance, const madad_call* call,
                               ArrowArrayStream* in, size_t n_in, ArrowArrayStream* out,
                               size_t n_out, madad_error* error) noexcept {
  return Guard(error, [&] {
    Streams inputs = TakeInputs(in, n_in);
    InstanceOf(instance)->Run(call, nullptr, std::move(inputs), out, n_out);
  });
}

// The functions of models that learn.
struct TrainedView : madad_trained {
  sdk::Trained made;
};

inline int32_t TrainInstance(madad_instance* instance, const madad_call* call, ArrowArrayStream* in,
                             size_t n_in, madad_str previous, const madad_trained** out,
                             madad_error* error) noexcept {
  return Guard(error, [&] {
    Streams inputs = TakeInputs(in, n_in);
    auto view = std::make_unique<TrainedView>();
    view->made = InstanceOf(instance)->Learn(call, std::move(inputs), ViewOf(previous));
    const sdk::Trained& made = view->made;
    static_cast<madad_trained&>(*view) = {
        sizeof(madad_trained),
        made.verdict == Verdict::kReplace ? MADAD_VERDICT_REPLACE : MADAD_VERDICT_KEEP,
        {made.bytes.data(), made.bytes.size()},
        {made.report.data(), made.report.size()},
        {made.reason.data(), made.reason.size()}};
    *out = view.release();
  });
}

inline void ReleaseTrained(const madad_trained* trained) noexcept {
  delete static_cast<const TrainedView*>(trained);
}

inline int32_t ApplyInstance(madad_instance* instance, const madad_call* call, madad_str artifact,
                             ArrowArrayStream* in, size_t n_in, ArrowArrayStream* out, size_t n_out,
                             madad_error* error) noexcept {
  return Guard(error, [&] {
    Streams inputs = TakeInputs(in, n_in);
    const std::string_view bytes = ViewOf(artifact);
    InstanceOf(instance)->Run(call, &bytes, std::move(inputs), out, n_out);
  });
}

}  // namespace madad::sdk::detail
#pragma GCC visibility pop
