// MySQL's types, and what they can be read as.
#pragma once

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"

#include "core/sql_source.h"

namespace madad::adapters::mysql {

enum class Family : uint8_t {
  kInteger,
  kUnsigned,  // bigint unsigned: beyond int64
  kBits,
  kDecimal,
  kDouble,
  kDate,
  kInstant,
  kText,
  kOther,
};

// The family of a type as `TypeOf` writes it, perhaps with its collation.
Family FamilyOf(std::string_view native);

// Decimals after the point of a type; 1000 for one without a limit (doubles).
int32_t ScaleOf(std::string_view native);

// OK when a column can be read as it is declared; INVALID_ARGUMENT with what to
// declare instead.
absl::Status CanRead(const core::Column& column, const core::NativeColumn& native);

}  // namespace madad::adapters::mysql
