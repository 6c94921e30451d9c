// Runs models in process, for their unit tests.
//
//   const auto run = sdk::testing::RunModel<OwnerLoad>(R"({"min_leads": 2})", {{"leads", leads}});
//   ASSERT_TRUE(run.ok()) << run.error;
//   EXPECT_THAT(run["load"].Text("owner"), ElementsAre("dana"));
//
//   const auto trained = sdk::testing::TrainModel<Scores>("{}", {{"leads", leads}});
//   const auto applied = sdk::testing::ApplyModel<Scores>("{}", trained.bytes, {{"leads", leads}});
//
// The model meets what it meets in the server: the functions of the C ABI, batches that begin
// inside of their buffers, outputs that are read after its instance is gone. Tables, filters and
// expressions are the server's: a test gives the rows as the model sees them.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <time.h>

#include "madad/abi/ext/artifact.h"
#include "madad/abi/ext/tasks.h"
#include "madad/abi/host.h"
#include "madad/abi/plugin.h"
#include "madad/sdk/arrow.h"
#include "madad/sdk/call.h"
#include "madad/sdk/instance.h"
#include "madad/sdk/json_value.h"
#include "madad/sdk/model.h"
#include "madad/sdk/reader.h"
#include "madad/sdk/testing/table.h"
#include "madad/sdk/testing/table_stream.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk::testing {

// The rows of each input, by its name in the shape. One of previous rows may be left out: there
// are none.
using Inputs = std::map<std::string, Table>;

struct RunOptions {
  size_t threads = 1;            // of the host's pool; 0: a host that has none
  size_t batch_rows = 1000;      // of the inputs
  std::optional<int64_t> as_of;  // microseconds since 1970 UTC
  // Of the catalog's zone, the whole year round.
  std::chrono::seconds utc_offset{0};
  // The call is cancelled once the model has asked that often whether it is; negative: never.
  int64_t cancel_after = -1;
  // The deadline, from the start; negative: it has passed already.
  std::optional<std::chrono::nanoseconds> timeout;
  // Inputs that fail where their rows end, and what they say.
  std::map<std::string, std::string> failures;
};

// What came of a run.
struct RunResult {
  int32_t code = MADAD_OK;  // MADAD_*
  uint32_t source = MADAD_SOURCE_PLUGIN;
  std::string error;
  std::map<std::string, Table> outputs;  // by name in the shape; none after an error
  std::vector<std::pair<double, std::string>> progress;
  std::vector<std::pair<LogLevel, std::string>> log;

  bool ok() const { return code == MADAD_OK; }
  // Returns an output. Errors: std::out_of_range when there is none.
  const Table& operator[](const std::string& output) const { return outputs.at(output); }
};

// What came of a training.
struct TrainResult {
  int32_t code = MADAD_OK;  // MADAD_*
  uint32_t source = MADAD_SOURCE_PLUGIN;
  std::string error;
  std::string bytes;  // the artifact; none after an error
  Json report;        // as JSON
  bool replaces = false;
  std::string reason;
  std::vector<std::pair<double, std::string>> progress;
  std::vector<std::pair<LogLevel, std::string>> log;

  bool ok() const { return code == MADAD_OK; }
};

namespace detail {

// The host of one run.
class FakeHost {
 public:
  explicit FakeHost(const RunOptions& options)
      : options_(options),
        tasks_{sizeof(madad_tasks), static_cast<uint32_t>(options.threads), &RunTasks},
        host_{sizeof(madad_host), MADAD_ABI_MINOR, this, &GetExtension} {}
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;

  const madad_host* host() const { return &host_; }
  madad_call MakeCall() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    const int64_t now_ns = int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
    return {sizeof(madad_call),
            0,
            this,
            options_.timeout ? now_ns + options_.timeout->count() : INT64_MAX,
            &Cancelled,
            &Log,
            &Progress,
            {nullptr, 0},
            options_.as_of.value_or(INT64_MIN),
            {kZone, sizeof(kZone) - 1},
            &LocalDays};
  }

  RunResult result;

 private:
  static FakeHost& Of(void* ctx) { return *static_cast<FakeHost*>(ctx); }

  static const void* GetExtension(void* ctx, const char* id) {
    const bool has_tasks = Of(ctx).options_.threads > 0;
    return has_tasks && std::string_view(id) == MADAD_EXT_TASKS ? &Of(ctx).tasks_ : nullptr;
  }
  static void RunTasks(void* ctx, size_t count, void (*task)(void*, size_t), void* arg) {
    std::atomic<size_t> next = 0;
    const auto work = [&] {
      for (size_t i = next++; i < count; i = next++) task(arg, i);
    };
    std::vector<std::jthread> threads;
    for (size_t i = 1; i < Of(ctx).options_.threads; ++i) threads.emplace_back(work);
    work();
  }
  static int32_t Cancelled(void* ctx) {
    FakeHost& host = Of(ctx);
    const bool counts = host.options_.cancel_after >= 0;
    return counts && host.asked_++ >= host.options_.cancel_after ? 1 : 0;
  }
  static void LocalDays(void* ctx, const int64_t* instants_us, size_t n, int32_t* days) {
    using namespace std::chrono;
    for (size_t i = 0; i < n; ++i) {
      const microseconds local = microseconds(instants_us[i]) + Of(ctx).options_.utc_offset;
      days[i] = static_cast<int32_t>(floor<std::chrono::days>(local).count());
    }
  }
  static void Log(void* ctx, int32_t level, madad_str text) {
    const std::lock_guard lock(Of(ctx).mutex_);
    Of(ctx).result.log.emplace_back(static_cast<LogLevel>(level), std::string(text.ptr, text.len));
  }
  static void Progress(void* ctx, double fraction, madad_str text) {
    const std::lock_guard lock(Of(ctx).mutex_);
    Of(ctx).result.progress.emplace_back(
        fraction, text.ptr == nullptr ? "" : std::string(text.ptr, text.len));
  }

  static constexpr char kZone[] = "Test/Zone";

  const RunOptions options_;
  const madad_tasks tasks_;
  const madad_host host_;
  std::atomic<int64_t> asked_ = 0;
  std::mutex mutex_;  // guards `result` while the model runs
};

[[noreturn]] inline void WrongTest(const std::string& input, const std::string& problem) {
  throw std::invalid_argument("the test's input '" + input + "' " + problem);
}

// True when `a` comes after `b`; nulls are last.
inline bool IsAfter(const Value& a, const Value& b) {
  const bool a_null = std::holds_alternative<std::monostate>(a);
  const bool b_null = std::holds_alternative<std::monostate>(b);
  return a_null || b_null ? a_null && !b_null : a > b;
}

// Throws unless the rows are in the order that the shape asks for.
inline void CheckOrder(const Input& input, const Table& table) {
  for (size_t i = 1; i < table.rows(); ++i) {
    for (const std::string& name : input.order()) {
      const std::vector<Value>& values = table.At(name).values;
      if (IsAfter(values[i - 1], values[i])) {
        WrongTest(input.name(),
                  "is not in the order of '" + name + "' at row " + std::to_string(i));
      }
      if (values[i - 1] != values[i]) break;
    }
  }
}

// Returns the table with its columns in the shape's order; throws when they are not the shape's.
inline Table Arrange(const Input& input, const Table& table) {
  Table arranged;
  for (const auto& column : input.columns()) {
    const Table::Column* found = nullptr;
    for (const Table::Column& other : table.columns()) {
      if (other.name == column.name) found = &other;
    }
    if (found == nullptr && column.optional) continue;
    if (found == nullptr) WrongTest(input.name(), "lacks the column '" + column.name + "'");
    if (!column.type.empty() && column.type != sdk::detail::TypeName(found->type)) {
      WrongTest(input.name(), "has a column '" + column.name + "' that is not " + column.type);
    }
    arranged.Add(*found);
  }
  if (arranged.columns().size() != table.columns().size()) {
    WrongTest(input.name(), "has a column that the model does not read");
  }
  CheckOrder(input, arranged);
  return arranged;
}

// No rows of the output that the input is the last run's rows of.
inline Table NoPreviousRows(const Input& input, const Shape& shape) {
  Table table;
  for (const Output& output : shape.outputs()) {
    if (output.name() != input.previous()) continue;
    for (const auto& column : input.columns()) {
      for (const auto& made : output.columns()) {
        if (made.name != column.value) continue;
        const auto scale = static_cast<int32_t>(std::max<int64_t>(0, made.scale));
        table.Add({column.name, sdk::detail::TypeNamed(made.type), scale, false, {}});
      }
    }
  }
  return table;
}

// The rows of an input; throws when the test gives none that it has to.
inline Table RowsOf(const Input& input, const Shape& shape, const Inputs& inputs) {
  const auto table = inputs.find(input.name());
  if (table != inputs.end()) return Arrange(input, table->second);
  if (input.previous().empty()) WrongTest(input.name(), "is missing");
  return Arrange(input, NoPreviousRows(input, shape));
}

inline sdk::detail::Streams MakeStreams(const Shape& shape, const Inputs& inputs,
                                        const RunOptions& options) {
  sdk::detail::Streams streams;
  size_t given = 0;
  for (const Input& input : shape.inputs()) {
    given += inputs.count(input.name());
    const auto failure = options.failures.find(input.name());
    TableStream::Export(
        std::make_unique<TableStream>(RowsOf(input, shape, inputs), options.batch_rows,
                                      failure == options.failures.end() ? "" : failure->second),
        streams.emplace_back().get());
  }
  if (inputs.size() != given) {
    throw std::invalid_argument("the test has an input that the model does not read");
  }
  return streams;
}

inline Table ReadTable(std::string name, ArrowArrayStream* stream) {
  Reader reader(std::move(name), stream);
  std::vector<Table::Column> columns;
  for (const std::string& column : reader.columns()) {
    columns.push_back({column, reader.TypeOf(column), reader.ScaleOf(column), false, {}});
  }
  while (reader.Next()) {
    for (Table::Column& column : columns) {
      const AnyView view = reader.Any(column.name);
      for (size_t i = 0; i < reader.rows(); ++i) column.values.push_back(view.Value(i));
    }
  }
  Table table;
  for (Table::Column& column : columns) table.Add(std::move(column));
  return table;
}

struct DestroyInstance {
  void operator()(madad_instance* instance) const { sdk::detail::DestroyInstance(instance); }
};
using OwnedInstance = std::unique_ptr<madad_instance, DestroyInstance>;

inline madad_error NoError() { return {sizeof(madad_error), MADAD_OK, MADAD_SOURCE_PLUGIN, ""}; }

// Makes an instance of `M`; null after an error, which is then in `result`.
template <typename M, typename Result>
OwnedInstance MakeInstance(std::string_view parameters, const madad_host* host, Result& result) {
  sdk::detail::Models models;
  models.emplace("model", std::make_unique<sdk::detail::TypedModel<M>>("model"));
  madad_instance* instance = nullptr;
  madad_error error = NoError();
  result.code = sdk::detail::CreateInstance(
      models, host, {"model", 5}, {parameters.data(), parameters.size()}, &instance, &error);
  result.source = error.source;
  result.error = error.message;
  return OwnedInstance(instance);
}

// The inputs as the ABI hands them over.
inline std::vector<ArrowArrayStream> RawInputs(const Shape& shape, const Inputs& inputs,
                                               const RunOptions& options) {
  sdk::detail::Streams in = MakeStreams(shape, inputs, options);
  std::vector<ArrowArrayStream> raw(in.size());
  for (size_t i = 0; i < in.size(); ++i) in[i].MoveTo(&raw[i]);
  return raw;
}

// Computes and destroys `owned`, by the artifact unless it is null, then reads what it made.
inline RunResult RunInstance(OwnedInstance owned, const std::string_view* artifact,
                             const Inputs& inputs, const RunOptions& options, FakeHost& host) {
  madad_instance* instance = owned.get();
  const Shape& shape = sdk::detail::InstanceOf(instance)->shape();
  std::vector<std::string> names;
  for (const Output& output : shape.outputs()) names.push_back(output.name());
  std::vector<ArrowArrayStream> raw = RawInputs(shape, inputs, options);
  std::vector<ArrowArrayStream> out(names.size());
  const madad_call call = host.MakeCall();
  madad_error error = NoError();
  const int32_t code =
      artifact == nullptr
          ? sdk::detail::ComputeInstance(instance, &call, raw.data(), raw.size(), out.data(),
                                         out.size(), &error)
          : sdk::detail::ApplyInstance(instance, &call, {artifact->data(), artifact->size()},
                                       raw.data(), raw.size(), out.data(), out.size(), &error);
  owned.reset();
  if (code != MADAD_OK) {
    host.result.code = code;
    host.result.source = error.source;
    host.result.error = error.message;
    return host.result;
  }
  for (size_t i = 0; i < out.size(); ++i) {
    host.result.outputs[names[i]] = ReadTable(names[i], &out[i]);
  }
  return host.result;
}

}  // namespace detail

// Makes an instance of the model class `M` with `parameters`, a JSON object, and runs it over
// `inputs`. What the model throws is in the result.
// Errors: std::invalid_argument when the inputs are not those that the model's shape asks for.
template <typename M>
RunResult RunModel(std::string_view parameters, const Inputs& inputs,
                   const RunOptions& options = {}) {
  detail::FakeHost host(options);
  RunResult failed;
  detail::OwnedInstance instance = detail::MakeInstance<M>(parameters, host.host(), failed);
  if (instance == nullptr) return failed;
  return detail::RunInstance(std::move(instance), nullptr, inputs, options, host);
}

// The same of a model that learns, by `artifact`.
template <typename M>
RunResult ApplyModel(std::string_view parameters, std::string_view artifact, const Inputs& inputs,
                     const RunOptions& options = {}) {
  detail::FakeHost host(options);
  RunResult failed;
  detail::OwnedInstance instance = detail::MakeInstance<M>(parameters, host.host(), failed);
  if (instance == nullptr) return failed;
  return detail::RunInstance(std::move(instance), &artifact, inputs, options, host);
}

// Makes an instance of the model class `M` and trains it over `inputs`; `previous` is the artifact
// that serves, empty for none. Errors: as of RunModel.
template <typename M>
TrainResult TrainModel(std::string_view parameters, const Inputs& inputs,
                       std::string_view previous = {}, const RunOptions& options = {}) {
  detail::FakeHost host(options);
  TrainResult result;
  const detail::OwnedInstance instance = detail::MakeInstance<M>(parameters, host.host(), result);
  if (instance == nullptr) return result;
  std::vector<ArrowArrayStream> raw =
      detail::RawInputs(sdk::detail::InstanceOf(instance.get())->shape(), inputs, options);
  const madad_call call = host.MakeCall();
  const madad_trained* trained = nullptr;
  madad_error error = detail::NoError();
  result.code = sdk::detail::TrainInstance(instance.get(), &call, raw.data(), raw.size(),
                                           {previous.data(), previous.size()}, &trained, &error);
  result.source = error.source;
  result.error = error.message;
  result.progress = std::move(host.result.progress);
  result.log = std::move(host.result.log);
  if (!result.ok()) return result;
  result.bytes.assign(trained->artifact.ptr, trained->artifact.len);
  result.report = Json::Parse(sdk::detail::ViewOf(trained->report));
  result.replaces = trained->verdict == MADAD_VERDICT_REPLACE;
  result.reason = sdk::detail::ViewOf(trained->reason);
  sdk::detail::ReleaseTrained(trained);
  return result;
}

// Returns the shape of an instance of `M` with `parameters`.
// Errors: sdk::Error, as the model or its parameters throw it.
template <typename M>
Shape ShapeOf(std::string_view parameters) {
  const sdk::detail::TypedModel<M> model("model");
  return model.Create(nullptr, Json::Parse(parameters))->shape();
}

}  // namespace madad::sdk::testing
#pragma GCC visibility pop
