// The JSON Schema of a model's parameters.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

namespace madad::registry {

// The subset of JSON Schema that sdk/doc/describe.md gives, for one object of parameters.
class ParameterSchema {
 public:
  // Reads the schema strictly; `where` names the model in messages.
  // Errors: INVALID_ARGUMENT for what is not in the subset, and for a default that is not valid.
  static absl::StatusOr<ParameterSchema> Read(const nlohmann::json& schema,
                                              const std::string& where);

  // Returns `parameters`, a JSON object, with defaults filled in and in one form: equal texts for
  // equal parameters.
  // Errors: INVALID_ARGUMENT (PARAMETER_INVALID), naming the parameter.
  absl::StatusOr<std::string> FillIn(std::string_view parameters) const;

 private:
  absl::Status CheckKnown(const nlohmann::json& given) const;

  nlohmann::json properties_;  // by name
};

}  // namespace madad::registry
