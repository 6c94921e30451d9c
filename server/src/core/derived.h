// Expressions whose values a relation may hold ready.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalog.h"
#include "core/expr/ast.h"
#include "core/scan.h"

namespace madad::core {

class MetricSet;

// An expression over one table's own columns (typed, relation 0), or the bucket
// of one.
struct DerivedColumn {
  std::string text;  // what `TableData::derived` knows it by
  ExprPtr expr;
  // Set: the column holds the first day of the expression's bucket. Offsets are
  // filled in by whoever knows the data's bounds (`zone`).
  std::optional<Bucket> bucket;
};

// Returns the text by which a bucket of `expr` is known: its grain, week and
// year start, and zone.
std::string BucketText(const Expr& expr, const Bucket& bucket);

// Returns the expressions that scans of `table` are likely to need per row:
// buckets of the metrics' time columns, differences of times, dimensions that
// are expressions. No two have the same text.
std::vector<DerivedColumn> WantedColumns(const MetricSet& metrics, const Catalog& catalog,
                                         const Table& table);

}  // namespace madad::core
