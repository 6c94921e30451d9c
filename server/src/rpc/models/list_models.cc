#include "rpc/models/list_models.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/status.h"
#include "core/suggest.h"
#include "core/text.h"
#include "rpc/limits.h"
#include "rpc/models/convert_model.h"
#include "rpc/page.h"

namespace madad::rpc {
namespace {

// A model with the catalog's instances of it. One that no plugin declares has
// only its id.
struct Known {
  core::ModelDefinition definition;
  std::vector<core::ModelState> instances;
};

using Models = std::map<std::string, Known>;

Models Collect(const core::ModelControl* control) {
  Models models;
  if (control == nullptr) return models;
  for (core::ModelDefinition& model : control->models()) {
    const std::string id = model.id;
    models[id].definition = std::move(model);
  }
  for (core::ModelState& instance : control->instances()) {
    Known& known = models[instance.use.model];
    known.definition.id = instance.use.model;
    known.instances.push_back(std::move(instance));
  }
  return models;
}

// Another text when the models are others. What instances have done may change
// from page to page.
std::string BindingOf(const Models& models, std::string_view language) {
  std::string ids;
  for (const auto& [id, known] : models) core::Append(&ids, id, "\n");
  return core::Cat("models\n", language, "\n", std::hash<std::string>()(ids), "\n");
}

absl::Status Unknown(const std::string& name, const Models& models) {
  std::vector<std::string> names;
  for (const auto& [id, known] : models) {
    names.push_back(id);
    for (const core::ModelState& instance : known.instances) names.push_back(instance.use.name);
  }
  return core::Error(
      absl::StatusCode::kNotFound,
      core::Cat("there is no model or instance '", name, "'", core::DidYouMean(name, names),
                names.empty() ? "; this server has no models" : ""),
      {"MODEL_UNKNOWN", {{"model", name}}, "name"});
}

}  // namespace

absl::Status ListPage(const v1::ListModelsRequest& request, const core::ModelControl* models,
                      const core::World& world, v1::ListModelsResponse& response) {
  MADAD_RETURN_IF_ERROR(CheckText(request.language(), "language"));
  const Models all = Collect(models);
  const std::string binding = BindingOf(all, request.language());
  MADAD_ASSIGN_OR_RETURN(const Page page,
                         PageOf(request.page_size(), request.page_token(), binding));
  for (auto it = all.upper_bound(page.after); it != all.end(); ++it) {
    if (response.models_size() == page.size) {
      const std::string& last = response.models(response.models_size() - 1).id();
      response.set_next_page_token(NextPageToken(binding, last));
      break;
    }
    v1::Model& added = *response.add_models();
    added = ToModel(it->second.definition, request.language());
    for (const core::ModelState& instance : it->second.instances) {
      *added.add_instances() = ToInstance(instance, world);
    }
  }
  return absl::OkStatus();
}

absl::Status FindModel(const v1::GetModelRequest& request, const core::ModelControl* models,
                       const core::World& world, v1::GetModelResponse& response) {
  MADAD_RETURN_IF_ERROR(CheckText(request.name(), "name"));
  MADAD_RETURN_IF_ERROR(CheckText(request.language(), "language"));
  const Models all = Collect(models);
  for (const auto& [id, known] : all) {
    for (const core::ModelState& instance : known.instances) {
      if (instance.use.name != request.name()) continue;
      *response.mutable_model() = ToModel(known.definition, request.language());
      *response.mutable_instance() = ToInstance(instance, world);
      return absl::OkStatus();
    }
  }
  const auto found = all.find(request.name());
  if (found == all.end()) return Unknown(request.name(), all);
  *response.mutable_model() = ToModel(found->second.definition, request.language());
  for (const core::ModelState& instance : found->second.instances) {
    *response.mutable_model()->add_instances() = ToInstance(instance, world);
  }
  return absl::OkStatus();
}

}  // namespace madad::rpc
