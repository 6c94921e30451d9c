// Lengths of time as parameters give them: "30d".
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "madad/sdk/error.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {

// A length of time: exact microseconds, or calendar months.
struct Duration {
  int64_t micros = 0;
  int32_t months = 0;

  constexpr Duration() = default;
  static constexpr Duration Micros(int64_t micros) { return Duration(micros, 0); }
  static constexpr Duration Days(int64_t days) { return Duration(days * 86'400'000'000, 0); }
  static constexpr Duration Months(int32_t months) { return Duration(0, months); }
  // Reads a number and a unit without a space: us, ms, s, min, h, d, w, mo (calendar months), y (12
  // of them): "30d", "5min", "-2h", "1.5d".
  // Errors: MADAD_INVALID_ARGUMENT for another text, for what is no whole number of microseconds or
  // months, and on overflow.
  explicit Duration(std::string_view text);
  explicit Duration(const char* text) : Duration(std::string_view(text)) {}

  bool operator==(const Duration&) const = default;

  // Returns the microseconds. Errors: MADAD_INVALID_ARGUMENT when it is given in months, which have
  // no fixed length.
  int64_t ExactMicros() const;

  // Returns it as the constructor reads it, in the largest unit that is exact.
  std::string ToText() const;

 private:
  constexpr Duration(int64_t exact_micros, int32_t calendar_months)
      : micros(exact_micros), months(calendar_months) {}
};

namespace detail {

struct DurationUnit {
  std::string_view name;
  int64_t size;  // microseconds, or months
  bool calendar;
};

inline constexpr std::array<DurationUnit, 9> kDurationUnits = {{
    {"y", 12, true},
    {"mo", 1, true},
    {"w", 604'800'000'000, false},
    {"d", 86'400'000'000, false},
    {"h", 3'600'000'000, false},
    {"min", 60'000'000, false},
    {"s", 1'000'000, false},
    {"ms", 1'000, false},
    {"us", 1, false},
}};

[[noreturn]] inline void NoDuration(std::string_view text) {
  throw Error(MADAD_INVALID_ARGUMENT,
              "'" + std::string(text.substr(0, 40)) +
                  "' is no duration; write a number and a unit, such as 30d, 5min, 3mo",
              MADAD_SOURCE_CONFIG);
}

// Appends a digit to `number`; false on overflow.
inline bool AppendDigit(char digit, int64_t& number) {
  return !__builtin_mul_overflow(number, 10, &number) &&
         !__builtin_add_overflow(number, digit - '0', &number);
}

}  // namespace detail

inline Duration::Duration(std::string_view text) {
  const bool negative = text.starts_with('-');
  size_t at = negative ? 1 : 0;
  const auto is_digit = [&] { return at < text.size() && text[at] >= '0' && text[at] <= '9'; };
  // The number is digits / power.
  int64_t digits = 0;
  int64_t power = 1;
  const size_t first = at;
  bool fits = true;
  for (; is_digit(); ++at) fits = fits && detail::AppendDigit(text[at], digits);
  bool whole = at > first;
  if (whole && at < text.size() && text[at] == '.') {
    const size_t point = at++;
    for (; is_digit(); ++at) {
      fits = fits && detail::AppendDigit(text[at], digits) && detail::AppendDigit('0', power);
    }
    whole = at > point + 1;
  }
  if (!whole || !fits) detail::NoDuration(text);
  for (const detail::DurationUnit& unit : detail::kDurationUnits) {
    if (text.substr(at) != unit.name) continue;
    int64_t scaled = 0;
    if (__builtin_mul_overflow(digits, unit.size, &scaled) || scaled % power != 0) break;
    const int64_t size = negative ? -(scaled / power) : scaled / power;
    if (unit.calendar && (size > INT32_MAX || size < INT32_MIN)) break;
    (unit.calendar ? months = static_cast<int32_t>(size) : micros = size);
    return;
  }
  detail::NoDuration(text);
}

inline int64_t Duration::ExactMicros() const {
  if (months == 0) return micros;
  throw Error(MADAD_INVALID_ARGUMENT,
              "'" + ToText() + "' has no fixed length; give days or less, such as 30d",
              MADAD_SOURCE_CONFIG);
}

inline std::string Duration::ToText() const {
  const bool calendar = months != 0;
  const int64_t size = calendar ? months : micros;
  if (size == 0) return "0d";
  for (const detail::DurationUnit& unit : detail::kDurationUnits) {
    if (unit.calendar != calendar || size % unit.size != 0) continue;
    // Weeks are read, but days are what people write.
    if (unit.name == "w") continue;
    return std::to_string(size / unit.size) + std::string(unit.name);
  }
  return std::to_string(size) + "us";
}

}  // namespace madad::sdk
#pragma GCC visibility pop
