// Types and single values of the core.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "absl/status/statusor.h"

namespace madad::core {

// The type of a column or an expression.
enum class Type : uint8_t {
  kNull,  // the literal NULL before it meets a typed operand
  kBool,
  kInt64,
  kDouble,
  kDecimal,
  kString,
  kDate,
  kTimestamp,
  kDuration,
};

// Returns the catalog's word for `type`: "int64", "timestamp".
std::string_view TypeName(Type type);

// True for int64, double and decimal.
bool IsNumeric(Type type);

// Days since 1970-01-01.
struct Date {
  int32_t days = 0;
  auto operator<=>(const Date&) const = default;
};

// Microseconds since 1970-01-01T00:00:00Z.
struct Timestamp {
  int64_t micros = 0;
  auto operator<=>(const Timestamp&) const = default;
};

// A length of time: exact microseconds plus calendar months. A column of
// durations has no months.
struct Duration {
  int64_t micros = 0;
  int32_t months = 0;
  bool operator==(const Duration&) const = default;
};

// An exact decimal: unscaled / 10^scale.
struct Decimal {
  int64_t unscaled = 0;
  int32_t scale = 0;
  bool operator==(const Decimal&) const = default;
};

// A value or null (monostate).
using Value = std::variant<std::monostate, bool, int64_t, double, Decimal, std::string, Date,
                           Timestamp, Duration>;

// Returns the type of `value`; kNull for null.
Type TypeOf(const Value& value);

// Returns `value` as a person reads it: null, 12, 0.5, 'text', 2024-01-31,
// 2024-01-31T10:00:00Z, 30d.
std::string ToText(const Value& value);

// Returns the date written as YYYY-MM-DD.
// Errors: INVALID_ARGUMENT for another form or a day that does not exist.
absl::StatusOr<Date> ParseDate(std::string_view text);

// Returns the instant written as YYYY-MM-DD, YYYY-MM-DD HH:MM[:SS[.ffffff]] or
// with a `T` between, optionally with `Z` or +hh:mm; without one it is UTC.
// Errors: INVALID_ARGUMENT.
absl::StatusOr<Timestamp> ParseTimestamp(std::string_view text);

// Returns the duration written as a number and a unit without a space:
// us, ms, s, min, h, d, w, mo (calendar months), y (12 of them): '30d', '5min',
// '-2h', '1.5d'. What is no whole number of microseconds or months is refused.
// Errors: INVALID_ARGUMENT, also on overflow.
absl::StatusOr<Duration> ParseDuration(std::string_view text);

}  // namespace madad::core
