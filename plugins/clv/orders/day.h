// Days as people write them.
#pragma once

#include <cstdint>
#include <string>

namespace clv {

// Returns the day (since 1970-01-01) of a date "2024-01-31". Errors: std::invalid_argument for
// another text.
int32_t ParseDay(const std::string& text);
// Returns a day as "2024-01-31".
std::string DayText(int32_t day);

}  // namespace clv
