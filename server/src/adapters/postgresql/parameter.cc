#include "adapters/postgresql/parameter.h"

#include <cmath>

#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::postgresql {
namespace {

std::string DecimalText(const core::Decimal& decimal) {
  return core::Cat(decimal.unscaled, "e", -decimal.scale);
}

struct Printer {
  absl::StatusOr<std::string> operator()(std::monostate) const { return std::string(); }
  absl::StatusOr<std::string> operator()(bool value) const { return std::string(value ? "t" : "f"); }
  absl::StatusOr<std::string> operator()(int64_t value) const { return core::Cat(value); }
  absl::StatusOr<std::string> operator()(double value) const {
    if (std::isnan(value)) return std::string("NaN");
    if (std::isinf(value)) return std::string(value > 0 ? "Infinity" : "-Infinity");
    return absl::StrFormat("%.17g", value);
  }
  absl::StatusOr<std::string> operator()(const core::Decimal& value) const {
    return DecimalText(value);
  }
  absl::StatusOr<std::string> operator()(const std::string& value) const {
    if (value.find('\0') == std::string::npos) return value;
    return core::Error(absl::StatusCode::kInvalidArgument,
                       "a text in the filter holds a NUL character, which no text in PostgreSQL does",
                       {"VALUE_INVALID", {}, "filter"});
  }
  absl::StatusOr<std::string> operator()(core::Date value) const {
    return absl::FormatCivilTime(absl::CivilDay(1970, 1, 1) + value.days);
  }
  absl::StatusOr<std::string> operator()(core::Timestamp value) const {
    return absl::FormatTime("%E4Y-%m-%d %H:%M:%E6S", absl::FromUnixMicros(value.micros),
                            absl::UTCTimeZone());
  }
  absl::StatusOr<std::string> operator()(const core::Duration& value) const {
    return core::Cat(value.micros);
  }
};

}  // namespace

absl::StatusOr<std::string> ParameterText(const core::Value& value) {
  return std::visit(Printer(), value);
}

}  // namespace madad::adapters::postgresql
