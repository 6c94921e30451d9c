// What a plugin declares.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "madad/sdk/dimension.h"
#include "madad/sdk/error.h"
#include "madad/sdk/instance.h"
#include "madad/sdk/json.h"
#include "madad/sdk/metric.h"
#include "madad/sdk/model.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {

// A plugin: its id, its version and what it declares.
class Plugin {
 public:
  // Starts with the id and version that madad_add_plugin() put into the file's manifest.
  Plugin(std::string id, std::string version) : id_(std::move(id)), version_(std::move(version)) {}

  // Says them in the source too; the server refuses a file whose manifest differs.
  Plugin& Id(std::string id) {
    id_ = std::move(id);
    return *this;
  }
  Plugin& Version(std::string version) {
    version_ = std::move(version);
    return *this;
  }

  // Adds a metric, named `<plugin id>.<name>`, and returns it to be filled in. The reference stays
  // valid as long as the plugin.
  sdk::Metric& Metric(std::string id) { return metrics_.emplace_back(std::move(id)); }

  // Adds a dimension and returns it to be filled in, as Metric does.
  sdk::Dimension& Dimension(std::string name) { return dimensions_.emplace_back(std::move(name)); }

  // Adds a model of the class `M` (model.h), named `<plugin id>.<name>`, which its Declare fills
  // in. Errors: MADAD_INVALID_ARGUMENT for an id that is taken.
  template <typename M>
  void Model(const std::string& id) {
    for (const auto& other : models_) {
      if (other->id() != id) continue;
      throw Error(MADAD_INVALID_ARGUMENT, "the model '" + id + "' is declared twice");
    }
    models_.push_back(std::make_unique<detail::TypedModel<M>>(id));
  }

  // Gives up the models, by id.
  detail::Models TakeModels() {
    detail::Models models;
    for (auto& model : models_) {
      std::string id = model->id();
      models.emplace(std::move(id), std::move(model));
    }
    models_.clear();
    return models;
  }

  // Returns the description in JSON, as sdk/doc/describe.md has it.
  std::string Describe() const;

 private:
  static constexpr int kDescribeVersion = 1;

  std::string id_;
  std::string version_;
  std::deque<sdk::Metric> metrics_;
  std::deque<sdk::Dimension> dimensions_;
  std::vector<std::unique_ptr<detail::Model>> models_;
};

inline std::string Plugin::Describe() const {
  detail::JsonWriter json;
  json.BeginObject();
  json.Key("describe_version");
  json.Integer(kDescribeVersion);
  json.Member("id", id_);
  json.Member("version", version_);
  json.Key("metrics");
  json.BeginArray();
  for (const sdk::Metric& metric : metrics_) metric.WriteTo(json);
  json.EndArray();
  if (!dimensions_.empty()) {
    json.Key("dimensions");
    json.BeginArray();
    for (const sdk::Dimension& dimension : dimensions_) dimension.WriteTo(json);
    json.EndArray();
  }
  if (!models_.empty()) {
    json.Key("models");
    json.BeginArray();
    for (const auto& model : models_) model->WriteTo(json);
    json.EndArray();
  }
  json.EndObject();
  return json.Take();
}

}  // namespace madad::sdk
#pragma GCC visibility pop
