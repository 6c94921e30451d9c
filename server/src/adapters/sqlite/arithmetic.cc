// Arithmetic that does not overflow unseen, and exact decimals.
#include <cmath>
#include <cstdint>
#include <limits>

#include "adapters/sql/batch.h"
#include "adapters/sqlite/functions.h"
#include "core/status.h"

namespace madad::adapters::sqlite {
namespace {

using sql::Int128;
using sql::PowerOfTen;

void ReturnInt(sqlite3_context* context, Int128 value) {
  const bool fits = value >= std::numeric_limits<int64_t>::min() &&
                    value <= std::numeric_limits<int64_t>::max();
  if (!fits) return FailOverflow(context);
  sqlite3_result_int64(context, static_cast<int64_t>(value));
}

Int128 IntOf(sqlite3_value* value) { return sqlite3_value_int64(value); }

void Add(sqlite3_context* context, int count, sqlite3_value** values) {
  if (NullIfAny(context, count, values)) return;
  ReturnInt(context, IntOf(values[0]) + IntOf(values[1]));
}

void Subtract(sqlite3_context* context, int count, sqlite3_value** values) {
  if (NullIfAny(context, count, values)) return;
  ReturnInt(context, IntOf(values[0]) - IntOf(values[1]));
}

void Multiply(sqlite3_context* context, int count, sqlite3_value** values) {
  if (NullIfAny(context, count, values)) return;
  ReturnInt(context, IntOf(values[0]) * IntOf(values[1]));
}

void Negate(sqlite3_context* context, int count, sqlite3_value** values) {
  if (NullIfAny(context, count, values)) return;
  ReturnInt(context, -IntOf(values[0]));
}

void Absolute(sqlite3_context* context, int count, sqlite3_value** values) {
  if (NullIfAny(context, count, values)) return;
  const Int128 value = IntOf(values[0]);
  ReturnInt(context, value < 0 ? -value : value);
}

void Rescale(sqlite3_context* context, int count, sqlite3_value** values) {
  if (NullIfAny(context, count, values)) return;
  const Int128 value = IntOf(values[0]);
  const int change = sqlite3_value_int(values[2]) - sqlite3_value_int(values[1]);
  if (change >= 0) return ReturnInt(context, value * PowerOfTen(change));
  const Int128 divisor = PowerOfTen(-change);
  const Int128 half = divisor / 2;
  ReturnInt(context, (value < 0 ? value - half : value + half) / divisor);
}

void Compare(sqlite3_context* context, int count, sqlite3_value** values) {
  if (NullIfAny(context, count, values)) return;
  Int128 a = IntOf(values[0]);
  Int128 b = IntOf(values[2]);
  const int change = sqlite3_value_int(values[1]) - sqlite3_value_int(values[3]);
  if (change > 0) b *= PowerOfTen(change);
  if (change < 0) a *= PowerOfTen(-change);
  sqlite3_result_int(context, a < b ? -1 : (b < a ? 1 : 0));
}

// Whole and fraction apart: beyond 2^53 the unscaled number is no double.
void Ratio(sqlite3_context* context, int count, sqlite3_value** values) {
  if (NullIfAny(context, count, values)) return;
  constexpr int64_t kExact = int64_t{1} << 53;
  const int64_t value = sqlite3_value_int64(values[0]);
  const auto divisor = static_cast<int64_t>(PowerOfTen(sqlite3_value_int(values[1])));
  if (value > -kExact && value < kExact) {
    return sqlite3_result_double(context,
                                 static_cast<double>(value) / static_cast<double>(divisor));
  }
  sqlite3_result_double(context, static_cast<double>(value / divisor) +
                                     static_cast<double>(value % divisor) /
                                         static_cast<double>(divisor));
}

void Nearest(sqlite3_context* context, int count, sqlite3_value** values) {
  if (NullIfAny(context, count, values)) return;
  const double rounded = std::round(sqlite3_value_double(values[0]));
  constexpr double kLimit = 9223372036854775808.0;
  if (!(rounded >= -kLimit && rounded < kLimit)) return FailOverflow(context);
  sqlite3_result_int64(context, static_cast<int64_t>(rounded));
}

void Round(sqlite3_context* context, int count, sqlite3_value** values) {
  if (NullIfAny(context, count, values)) return;
  const double value = sqlite3_value_double(values[0]);
  const double power = std::pow(10.0, sqlite3_value_int(values[1]));
  const double rounded = std::round(value * power) / power;
  sqlite3_result_double(context, std::isfinite(rounded) ? rounded : value);
}

void Extreme(sqlite3_context* context, int count, sqlite3_value** values, int sign) {
  sqlite3_value* found = nullptr;
  for (int i = 0; i < count; ++i) {
    if (IsNull(values[i])) continue;
    if (found == nullptr || sign * CompareValues(values[i], found) > 0) found = values[i];
  }
  found == nullptr ? sqlite3_result_null(context) : sqlite3_result_value(context, found);
}

void Least(sqlite3_context* context, int count, sqlite3_value** values) {
  Extreme(context, count, values, -1);
}

void Greatest(sqlite3_context* context, int count, sqlite3_value** values) {
  Extreme(context, count, values, 1);
}

}  // namespace

absl::Status RegisterArithmetic(sqlite3* db, FunctionState& state) {
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_add", 2, Add));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_sub", 2, Subtract));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_mul", 2, Multiply));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_neg", 1, Negate));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_abs", 1, Absolute));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_rescale", 3, Rescale));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_compare", 4, Compare));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_ratio", 2, Ratio));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_nearest", 1, Nearest));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_round", 2, Round));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_least", -1, Least));
  return Register(db, state, "madad_greatest", -1, Greatest);
}

}  // namespace madad::adapters::sqlite
