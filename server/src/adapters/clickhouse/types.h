// ClickHouse's types, and what they can be read as.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

#include "core/sql_source.h"

namespace madad::adapters::clickhouse {

enum class Family : uint8_t {
  kBool,
  kInteger,
  kDecimal,
  kDouble,
  kText,
  kDate,
  kDateTime,    // whole seconds
  kDateTime64,  // with decimals
  kOther,
};

// The type within Nullable(...) and LowCardinality(...).
std::string_view Inner(std::string_view native);

// Whether values of the type may be null.
bool IsNullable(std::string_view native);

// The family of a type as DESCRIBE writes it: "Nullable(Decimal(12, 2))".
Family FamilyOf(std::string_view native);

// Decimals after the point of a Decimal, an integer (0) or a DateTime64; 1000
// for what has no limit.
int32_t ScaleOf(std::string_view native);

// The type that values of `type` have in printed SQL and in results. Dates are
// days and instants microseconds since 1970-01-01 in UTC.
std::string SqlType(core::Type type, int32_t scale);

// OK when a column can be read as it is declared; INVALID_ARGUMENT with what to
// declare instead. An Int32 is read as a date (days) and an Int64 as a timestamp
// (microseconds) where that is declared: ClickHouse's own do not reach far.
absl::Status CanRead(const core::Column& column, const core::NativeColumn& native);

}  // namespace madad::adapters::clickhouse
