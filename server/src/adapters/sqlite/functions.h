// What SQLite lacks: functions that the dialect's SQL calls.
#pragma once

#include <sqlite3.h>

#include "absl/status/status.h"

#include "adapters/sqlite/function.h"

namespace madad::adapters::sqlite {

// In SQL, decimals are their unscaled int64, dates and instants int64
// microseconds since 1970 in UTC, durations int64 microseconds, bools 0 or 1.
// Each of these makes its functions known to `db`.
// Lifetime: `state` outlives `db`.

// madad_add(a, b), _sub, _mul, _neg(a), _abs(a): int64; overflow is an error.
// madad_rescale(a, from, to): of decimals; halves away from zero.
// madad_compare(a, a_scale, b, b_scale): -1, 0 or 1.
// madad_ratio(a, scale): the decimal as a double.
// madad_nearest(double): int64; halves away from zero.
// madad_round(double, decimals).
// madad_least(...), madad_greatest(...): of those that are not null.
absl::Status RegisterArithmetic(sqlite3* db, FunctionState& state);

// madad_lower(text), madad_upper(text): by code point, as DuckDB does.
// madad_like(text, pattern): case-sensitive, % and _ only.
absl::Status RegisterText(sqlite3* db, FunctionState& state);

// madad_year(time), _quarter, _month, _day, _weekday (1: Monday), _hour.
// madad_day_of(time): its midnight.
// madad_shift(time, spans): `time` with the offset of its span added; spans
// are written "until:offset,...".
// madad_move(time, micros, months): months first, to the month's last day at most.
// madad_bucket(time, grain, week_start, fiscal_start, spans): the first day.
absl::Status RegisterTime(sqlite3* db, FunctionState& state);

// A column's value as its declaration says. `name` and `rowid` (may be null)
// are for the error about one that does not fit.
// madad_read_bool(value, name, rowid), _int, _double, _text,
// madad_read_decimal(value, scale, name, rowid),
// madad_read_time(value, is_date, takes_julian, spans, name, rowid).
absl::Status RegisterReaders(sqlite3* db, FunctionState& state);

// madad_sum(int64), madad_stddev(double), madad_percentile(double, p),
// madad_arg_min(value, by), madad_arg_max(value, by).
absl::Status RegisterAggregates(sqlite3* db, FunctionState& state);

// All of the above.
absl::Status RegisterFunctions(sqlite3* db, FunctionState& state);

}  // namespace madad::adapters::sqlite
