// Columns of a laid-out copy that hold an expression's values. The catalog knows none of them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/text.h"

namespace madad::adapters::duckdb {

// Returns the name of the hidden column at `position`. One that is in seconds holds durations,
// whole ones, in 32 bits: half the memory, and the engine orders them four times as fast as the
// 64-bit microseconds that durations are elsewhere.
inline std::string HiddenName(size_t position, bool in_seconds) {
  return core::Cat(":", position, in_seconds ? "s" : "");
}

// Whether a column of that name is in seconds.
inline bool IsInSeconds(std::string_view column) {
  return column.starts_with(':') && column.ends_with('s');
}

}  // namespace madad::adapters::duckdb
