// Numbers as text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace madad::cli {

// Returns the shortest text that reads back as exactly `value`: 0.1, 1e+20.
// Nulls: not a number and infinities are `NaN`, `Infinity`, `-Infinity`.
std::string ShortestDouble(double value);

// Returns `value` to six digits, for reading: 0.333333, 75,309, 1e-07.
std::string ShownDouble(double value);

// Returns unscaled / 10^scale with all its decimals: (12340, 2) is 123.40.
// A negative scale adds zeros before the point.
std::string DecimalText(int64_t unscaled, int32_t scale);

// Returns `value` rounded to `decimals`, with thousands separators: 1,234.50.
// From 10^15 on, where the digits mean little, ShortestDouble.
std::string FixedDouble(double value, int decimals);

// Returns `number` (digits, perhaps a sign and decimals) with a comma between
// thousands; anything else as it is.
std::string GroupThousands(std::string_view number);

// Returns a fraction as a share of a hundred: 0.118 is `11.80 %`.
std::string PercentText(double fraction);

}  // namespace madad::cli
