// How the columns of an answer are shown to a person.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "madad/v1/metric_service.pb.h"

namespace madad::cli {

// The parts of a column's name.
struct ColumnName {
  // `conversion.lead_to_customer_rate(window=30d)`
  std::string_view metric;
  // `previous` of `...:previous`; empty for the metric itself.
  std::string_view companion;
};

// Returns the parts of the name of a metric's or companion's column.
// Lifetime: as long as the column.
ColumnName NameOf(const v1::Column& column);

// Returns the metric's name without the plugin before it:
// `lead_to_customer_rate(window=30d)`.
std::string_view BareName(std::string_view metric);

// A column as a table shows it.
struct ShownColumn {
  int index = 0;  // in the answer
  // Dimensions as they are; metrics by their bare names where those are
  // unique, with the currency; companions as `:previous` behind their metric.
  std::string heading;
};

// What a table shows, from left to right.
struct ShownColumns {
  std::vector<ShownColumn> columns;
  // How many of them, the first, are dimensions and the period.
  size_t keys = 0;
};

// Returns every column of the answer: keys, then each metric followed by its
// companions in one order, so that `:low` stands beside `:high`.
ShownColumns ShowColumns(const v1::QueryResponse& answer);

// Returns the value of a cell as a person reads it, which for companions that
// are differences is signed: `+12.30 %`. Differences of percentages are in
// points: `+1.20 pp`.
std::string ShownText(const v1::Column& column, int64_t row);

}  // namespace madad::cli
