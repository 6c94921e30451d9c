// Numbers of the expression language.
#pragma once

#include <optional>
#include <string>

#include "core/value.h"

namespace madad::core {

// Most decimals that a decimal has.
inline constexpr int32_t kMostScale = 18;

// Returns the value of a number token, `digits[.digits][e[+-]digits]` after an
// optional minus: int64 without point and exponent; with a point a decimal, or
// a double when 18 decimals of an int64 cannot hold it; with exponent a double.
// Nothing when it is beyond int64 or double.
std::optional<Value> ParseNumber(const std::string& text);

// Returns the double nearest to a numeric value; nothing for another value.
std::optional<double> ToDouble(const Value& value);

}  // namespace madad::core
