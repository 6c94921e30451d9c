// What a SQLite column may hold, by the type it was declared with.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

#include "core/sql_source.h"

namespace madad::adapters::sqlite {

// SQLite's affinities; kAny is a column without a type, or a computed one.
enum class Family : uint8_t { kInteger, kReal, kNumeric, kText, kBlob, kAny };

// The name of a column that was declared without a type.
inline constexpr char kNoType[] = "no type";
// Follows the type of a text that the file compares in another way than by code point.
inline constexpr char kCollated[] = " COLLATE ";

// The family of a type as the table was declared with it, by SQLite's own rules.
Family FamilyOf(std::string_view native);

// Whether times of the family may be texts, which may carry no zone.
bool MayLackZone(Family family);

// OK when a column can be read as it is declared; INVALID_ARGUMENT with what to
// declare instead. A value that does not fit is an error of the query that meets it.
absl::Status CanRead(const core::Column& column, const core::NativeColumn& native);

}  // namespace madad::adapters::sqlite
