// PostgreSQL's types, and what they can be read as.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

#include "core/sql_source.h"

namespace madad::adapters::postgresql {

enum class Family : uint8_t { kBool, kInteger, kNumeric, kDouble, kText, kTime, kOther };

// The family of a type as format_type() writes it: "character varying(40)".
Family FamilyOf(std::string_view native);

// Decimals after the point of a numeric type; 1000 for one without a limit (and for doubles).
int32_t ScaleOf(std::string_view native);

// Returns PostgreSQL's type for values of `type`.
std::string SqlType(core::Type type, int32_t scale);

// OK when a column can be read as it is declared; INVALID_ARGUMENT with what to
// declare instead.
absl::Status CanRead(const core::Column& column, const core::NativeColumn& native);

}  // namespace madad::adapters::postgresql
