// What an instance of a model reads and makes, read from JSON.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"

#include "core/model.h"

namespace madad::registry {

// The longest shape that is read.
inline constexpr size_t kMaxShapeBytes = size_t{1} << 20;

// Returns the shape in `json`, whose format sdk/doc/describe.md gives ("A model's shape"). Names
// have the right form and are unique; tables, columns and expressions are not looked for here.
// Errors: INVALID_ARGUMENT (MODEL_SHAPE_INVALID), naming the input or output.
absl::StatusOr<core::ModelShape> ParseShape(std::string_view json);

}  // namespace madad::registry
