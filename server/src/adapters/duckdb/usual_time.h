// The form in which nearly every export writes times.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace madad::adapters::duckdb {

// Returns `text` as microseconds since 1970 on the clock that wrote it, when it
// is a time written as 2024-01-31 08:00:00 (or with a T) and nothing else; much
// faster than the engine's reading of every form there is.
// Nulls: any other form, and days or hours that there are not.
std::optional<int64_t> ReadUsualTime(std::string_view text);

}  // namespace madad::adapters::duckdb
