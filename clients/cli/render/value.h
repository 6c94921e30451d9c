// One cell of an answer as text.
#pragma once

#include <cstdint>
#include <string>

#include "madad/v1/types.pb.h"

namespace madad::cli {

// All of these require a column and a row that answer/check.h found sound.

// True when the cell has no value.
bool IsNull(const v1::Column& column, int64_t row);

// True for types whose exact text is a string in JSON, not a number or a word.
bool IsText(v1::Type type);

// True for types that read best when their last digits line up.
bool IsNumber(v1::Type type);

// Returns the value of a number: 0.118, 123.4; durations in microseconds.
// Nulls: requires a value, and IsNumber of the column's type.
double NumberAt(const v1::Column& column, int64_t row);

// Returns the value with nothing lost: 0.118, 123.40, 2024-01-31,
// 2024-01-31T10:00:00Z, true; durations in microseconds.
// Nulls: requires a value.
std::string ExactText(const v1::Column& column, int64_t row);

// Returns the value as a person reads it, by the column's unit: 11.80 %,
// 1,234.50, 3d 4h; `(none)` or, for a metric, `-` for null; `""` for no text.
std::string HumanText(const v1::Column& column, int64_t row);

// Returns an amount of `unit` as HumanText would write it: 11.80 %, 1,234.50.
std::string AmountText(v1::Unit unit, double amount);

}  // namespace madad::cli
