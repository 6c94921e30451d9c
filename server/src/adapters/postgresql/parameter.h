// Values to PostgreSQL's text form.
#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "core/value.h"

namespace madad::adapters::postgresql {

// Returns `value` (not null) as the text of a parameter.
// Errors: INVALID_ARGUMENT for a text with a NUL, which PostgreSQL cannot hold.
absl::StatusOr<std::string> ParameterText(const core::Value& value);

}  // namespace madad::adapters::postgresql
