// A model in a description.
#include <utility>

#include "absl/strings/str_cat.h"

#include "core/status.h"
#include "registry/description_parts.h"
#include "registry/json_fields.h"
#include "registry/read_word.h"

namespace madad::registry {

absl::StatusOr<DescribedModel> ReadModel(const nlohmann::json& object, const std::string& where) {
  JsonFields fields(object, where);
  core::ModelDefinition definition;
  definition.id = fields.Text("id", kMaxWord);
  definition.description = fields.OptionalText("description", kMaxText);
  const nlohmann::json& labels = fields.Object("labels", kMaxLanguages);
  const nlohmann::json* parameters = fields.Any("parameters");
  if (parameters == nullptr) fields.Fail("has no 'parameters', which is required");
  MADAD_RETURN_IF_ERROR(fields.Finish());
  MADAD_ASSIGN_OR_RETURN(definition.labels, ReadLabels(labels, where));
  MADAD_ASSIGN_OR_RETURN(ParameterSchema schema, ParameterSchema::Read(*parameters, where));
  definition.parameters = parameters->dump();
  return DescribedModel{std::move(definition), std::move(schema)};
}

}  // namespace madad::registry
