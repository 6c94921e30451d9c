#include "registry/plugin_models.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "core/suggest.h"
#include "registry/errors.h"
#include "registry/model_call.h"
#include "registry/model_create.h"
#include "registry/plugin_instance.h"

namespace madad::registry {

void PluginModels::Add(const DescribedModel& model, std::shared_ptr<Session> session) {
  auto loaded = std::make_shared<LoadedModel>();
  loaded->id = model.definition.id;
  loaded->session = std::move(session);
  definitions_.push_back(model.definition);
  entries_.emplace(loaded->id, Entry{model.parameters, loaded});
}

absl::Status PluginModels::Unknown(std::string_view id) const {
  std::vector<std::string> ids;
  for (const auto& [known, entry] : entries_) ids.push_back(known);
  return LoadError(
      absl::StatusCode::kNotFound, kModelUnknown,
      absl::StrCat("no plugin has the model '", Printable(id), "'", core::DidYouMean(id, ids)),
      {{"model", Printable(id)}});
}

absl::StatusOr<std::unique_ptr<core::ModelInstance>> PluginModels::Create(
    std::string_view id, std::string_view parameters) {
  const auto entry = entries_.find(id);
  if (entry == entries_.end()) return Unknown(id);
  const std::shared_ptr<LoadedModel>& model = entry->second.model;
  MADAD_RETURN_IF_ERROR(CheckNotStuck(*model));
  MADAD_ASSIGN_OR_RETURN(std::string all, entry->second.parameters.FillIn(parameters));
  MADAD_ASSIGN_OR_RETURN(MadeInstance made, MakeInstance(model, all));
  return std::make_unique<PluginInstance>(std::move(made.handle), std::move(made.shape),
                                          std::move(all));
}

}  // namespace madad::registry
