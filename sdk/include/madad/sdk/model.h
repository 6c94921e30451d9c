// Models: classes that read relations and make tables.
//
//   class OwnerLoad {
//    public:
//     static void Declare(sdk::ModelSpec<OwnerLoad>& m);       // label, parameters
//     void Shape(sdk::Shape& s) const;                         // what it reads and makes
//     void Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out);
//   };
//   p.Model<OwnerLoad>("example.owner_load");
//
// plugins/example has a whole one. A model that learns has, instead of Compute:
//
//     sdk::Trained Train(const sdk::Call& call, sdk::Readers& in, std::string_view previous);
//     void Apply(const sdk::Call& call, std::string_view artifact, sdk::Readers& in,
//                sdk::Writers& out);
#pragma once

#include <concepts>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "madad/sdk/call.h"
#include "madad/sdk/error.h"
#include "madad/sdk/instance.h"
#include "madad/sdk/json.h"
#include "madad/sdk/params.h"
#include "madad/sdk/reader.h"
#include "madad/sdk/shape.h"
#include "madad/sdk/trained.h"
#include "madad/sdk/writer.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {

// The builder of one declared model of the class `M`.
template <typename M>
class ModelSpec {
 public:
  explicit ModelSpec(std::string id) : id_(std::move(id)) {}

  // The name shown to people, in English or in another language ("he").
  ModelSpec& Label(std::string text) { return Label("en", std::move(text)); }
  ModelSpec& Label(const std::string& language, std::string text) {
    labels_[language] = std::move(text);
    return *this;
  }
  // What it does, and how corner cases count.
  ModelSpec& Description(std::string text) {
    description_ = std::move(text);
    return *this;
  }

  // Adds a parameter, kept in `member`, whose value in a default-constructed `M` is its default.
  // Returns it to be filled in. Types: bool, int64_t, double, std::string, sdk::Duration,
  // sdk::Json, and a std::vector or std::optional of one of them.
  template <typename T>
  sdk::Param<T>& Param(std::string name, T M::*member, std::string description) {
    auto made = std::make_unique<detail::TypedMember<M, T>>(
        sdk::Param<T>(std::move(name), std::move(description)), member);
    sdk::Param<T>& param = made->param;
    members_.push_back(std::move(made));
    return param;
  }

  const std::string& id() const { return id_; }
  void WriteTo(detail::JsonWriter& json) const;
  // Sets the members of `model` from `parameters`.
  // Errors: MADAD_INVALID_ARGUMENT, naming the parameter.
  void Bind(const Json& parameters, M& model) const;

 private:
  void WriteSchema(detail::JsonWriter& json) const;
  const detail::Member<M>* Find(const std::string& name) const;

  std::string id_, description_;
  std::map<std::string, std::string> labels_;
  std::vector<std::unique_ptr<detail::Member<M>>> members_;
};

template <typename M>
void ModelSpec<M>::WriteTo(detail::JsonWriter& json) const {
  json.BeginObject();
  json.Member("id", id_);
  json.Member("description", description_);
  json.Member("labels", labels_);
  json.Key("parameters");
  WriteSchema(json);
  json.EndObject();
}

template <typename M>
void ModelSpec<M>::WriteSchema(detail::JsonWriter& json) const {
  const M defaults;
  std::vector<std::string> required;
  json.BeginObject();
  json.Member("type", "object");
  json.Key("properties");
  json.BeginObject();
  for (const auto& member : members_) {
    json.Key(member->name());
    member->WriteTo(json, defaults);
    if (member->required()) required.push_back(member->name());
  }
  json.EndObject();
  detail::WriteTexts(json, "required", required);
  json.Key("additionalProperties");
  json.Bool(false);
  json.EndObject();
}

template <typename M>
const detail::Member<M>* ModelSpec<M>::Find(const std::string& name) const {
  for (const auto& member : members_) {
    if (member->name() == name) return member.get();
  }
  return nullptr;
}

template <typename M>
void ModelSpec<M>::Bind(const Json& parameters, M& model) const {
  if (!parameters.IsObject()) {
    throw Error(MADAD_INVALID_ARGUMENT, "parameters are no JSON object", MADAD_SOURCE_CONFIG);
  }
  for (const auto& [name, value] : parameters.members()) {
    const detail::Member<M>* member = Find(name);
    if (member == nullptr) {
      std::string names;
      for (const auto& other : members_) names += (names.empty() ? "" : ", ") + other->name();
      throw Error(MADAD_INVALID_ARGUMENT,
                  "there is no parameter '" + name + "'; there are: " + names, MADAD_SOURCE_CONFIG);
    }
    member->Bind(value, model);
  }
  for (const auto& member : members_) {
    if (!member->required() || parameters.Find(member->name()) != nullptr) continue;
    throw Error(MADAD_INVALID_ARGUMENT, "parameter '" + member->name() + "' is required",
                MADAD_SOURCE_CONFIG);
  }
}

// A model whose tables need nothing but what it reads.
template <typename M>
concept ComputedModel = requires(M model, const Call& call, Readers& in, Writers& out) {
  model.Compute(call, in, out);
};

// A model that learns: the host keeps what Train made, and Apply makes tables with it.
template <typename M>
concept TrainedModel = requires(M model, const Call& call, Readers& in, Writers& out,
                                std::string_view bytes) {
  { model.Train(call, in, bytes) } -> std::same_as<Trained>;
  model.Apply(call, bytes, in, out);
};

namespace detail {

template <typename M>
class TypedInstance final : public Instance {
 public:
  TypedInstance(const madad_host* host, M model) : Instance(host), model_(std::move(model)) {
    sdk::Shape shape;
    model_.Shape(shape);
    if constexpr (TrainedModel<M>) shape.Trained();
    SetShape(std::move(shape));
  }

 private:
  // Every computation starts from the configured object: what one leaves in its members, another
  // does not see.
  void Compute(const Call& call, Readers& in, Writers& out) const override {
    if constexpr (ComputedModel<M>) {
      M model = model_;
      model.Compute(call, in, out);
    } else {
      Refuse("is applied with an artifact, it has no compute");
    }
  }
  Trained Train(const Call& call, Readers& in, std::string_view previous) const override {
    if constexpr (TrainedModel<M>) {
      M model = model_;
      return model.Train(call, in, previous);
    } else {
      Refuse("does not learn");
    }
  }
  void Apply(const Call& call, std::string_view artifact, Readers& in,
             Writers& out) const override {
    if constexpr (TrainedModel<M>) {
      M model = model_;
      model.Apply(call, artifact, in, out);
    } else {
      Refuse("does not learn");
    }
  }
  [[noreturn]] static void Refuse(const char* why) {
    throw Error(MADAD_UNIMPLEMENTED, std::string("the model ") + why);
  }

  const M model_;
};

template <typename M>
class TypedModel final : public Model {
  static_assert(std::default_initializable<M> && std::copy_constructible<M>,
                "a model can be made without arguments, and copied");
  static_assert(ComputedModel<M> != TrainedModel<M>,
                "a model has either Compute(call, in, out), or Train(call, in, previous), which "
                "returns sdk::Trained, and Apply(call, artifact, in, out)");

 public:
  explicit TypedModel(std::string id) : spec_(std::move(id)) { M::Declare(spec_); }

  const std::string& id() const override { return spec_.id(); }
  void WriteTo(JsonWriter& json) const override { spec_.WriteTo(json); }
  std::unique_ptr<Instance> Create(const madad_host* host, const Json& parameters) const override {
    M model;
    spec_.Bind(parameters, model);
    return std::make_unique<TypedInstance<M>>(host, std::move(model));
  }

 private:
  ModelSpec<M> spec_;
};

}  // namespace detail
}  // namespace madad::sdk
#pragma GCC visibility pop
