// Types of a DuckDB file's own columns, and what they can be read as.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

#include "core/sql_source.h"

namespace madad::adapters::duckdb {

enum class FileFamily : uint8_t { kBool, kInteger, kDecimal, kDouble, kTime, kZonedTime, kText, kOther };

// The family of a type as DESCRIBE writes it: "DECIMAL(12,2)".
FileFamily FileFamilyOf(std::string_view native);

// OK when a column can be read as it is declared; INVALID_ARGUMENT with what to
// declare instead.
absl::Status CanReadFromFile(const core::Column& column, const core::NativeColumn& native);

}  // namespace madad::adapters::duckdb
