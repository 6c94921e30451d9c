// Short ways to make an answer's columns.
#pragma once

#include <string>
#include <vector>

#include "madad/v1/metric_service.pb.h"

namespace madad::testing {

inline v1::Column TextColumn(const std::string& name, const std::vector<std::string>& values) {
  v1::Column column;
  column.set_name(name);
  column.set_role(v1::COLUMN_ROLE_DIMENSION);
  column.set_type(v1::TYPE_STRING);
  for (const std::string& value : values) column.add_string_values(value);
  return column;
}

inline v1::Column DoubleColumn(const std::string& name, v1::Unit unit,
                               const std::vector<double>& values) {
  v1::Column column;
  column.set_name(name);
  column.set_role(v1::COLUMN_ROLE_METRIC);
  column.set_type(v1::TYPE_DOUBLE);
  column.set_unit(unit);
  for (const double value : values) column.add_double_values(value);
  return column;
}

// A metric of any of the types that travel as int64.
inline v1::Column IntColumn(const std::string& name, v1::Type type, v1::Unit unit,
                            const std::vector<int64_t>& values) {
  v1::Column column;
  column.set_name(name);
  column.set_role(v1::COLUMN_ROLE_METRIC);
  column.set_type(type);
  column.set_unit(unit);
  for (const int64_t value : values) column.add_int64_values(value);
  return column;
}

// A money metric with `scale` decimals.
inline v1::Column MoneyColumn(const std::string& name, int32_t scale,
                              const std::vector<int64_t>& unscaled) {
  v1::Column column = IntColumn(name, v1::TYPE_DECIMAL, v1::UNIT_MONEY, unscaled);
  column.set_scale(scale);
  column.set_currency("EUR");
  return column;
}

// A companion of `metric`, with its unit.
inline v1::Column CompanionColumn(const v1::Column& metric, const std::string& what,
                                  const std::vector<double>& values) {
  v1::Column column = DoubleColumn(metric.name() + ":" + what, metric.unit(), values);
  column.set_role(v1::COLUMN_ROLE_COMPANION);
  return column;
}

// The first days of time buckets, as days since 1970-01-01.
inline v1::Column PeriodColumn(const std::vector<int64_t>& days) {
  v1::Column column = IntColumn("period", v1::TYPE_DATE, v1::UNIT_UNSPECIFIED, days);
  column.set_role(v1::COLUMN_ROLE_PERIOD);
  return column;
}

// Returns `column` with nulls where `bits`, one a row from the lowest on, has 0.
inline v1::Column WithValidity(v1::Column column, unsigned char bits) {
  column.set_validity(std::string(1, static_cast<char>(bits)));
  return column;
}

inline v1::QueryResponse AnswerOf(const std::vector<v1::Column>& columns, int64_t rows) {
  v1::QueryResponse answer;
  for (const v1::Column& column : columns) *answer.add_columns() = column;
  answer.set_row_count(rows);
  return answer;
}

}  // namespace madad::testing
