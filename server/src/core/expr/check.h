// Names and types.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "core/expr/ast.h"

namespace madad::core {

// Where column names of an expression are looked up.
class Scope {
 public:
  virtual ~Scope() = default;
  // Returns the tree that `name` (`column` or `join.column`) stands for: a
  // bound, typed column, or any typed expression.
  // Errors: NOT_FOUND with the nearest names.
  virtual absl::StatusOr<ExprPtr> Resolve(std::string_view name) = 0;
};

struct CheckOptions {
  // Whether aggregates may appear.
  bool allow_aggregates = false;
  // Literals for `:name`.
  const std::map<std::string, Value>* parameters = nullptr;
};

// Returns the typed tree of `expr` with every column bound. `text` is what it
// was parsed from (for errors). Rules:
// - A string literal beside a date, timestamp or duration becomes one
//   (`created_at >= '2024-01-01'`, `created_at + '30d'`).
// - int64 meets decimal as decimal, either meets double as double; a date meets
//   a timestamp as a timestamp; NULL meets anything.
// - `/` of numbers is double. date/timestamp -/+ duration keeps its type (a
//   date and a duration with a part of a day: timestamp); timestamp - timestamp
//   is a duration; duration * and / number is a duration; duration / duration
//   is double.
// - Calendar months ('1mo', '1y') have no length, so they are only added to and subtracted from
//   dates and timestamps.
// - Comparisons need comparable types; AND/OR/NOT need bool.
// - A product keeps the decimals of both factors, at most 18; round(x, n) lowers them to n.
// - count gives int64; sum keeps int64 (as int64), decimal, double, duration;
//   avg of numbers is double, of durations a duration; min and max keep the type; median and
//   percentile give double, or duration for durations; stddev double.
// - Aggregates do not nest; no column may stand outside an aggregate in an
//   expression that has one.
// Errors: INVALID_ARGUMENT, reason EXPRESSION_INVALID, as `ParseExpression`;
// what `scope` returns for an unknown name, with the position added to its
// message and metadata.
absl::StatusOr<ExprPtr> Check(const ExprPtr& expr, std::string_view text, Scope& scope,
                              const CheckOptions& options = {});

// True when `expr` contains an aggregate.
bool HasAggregate(const Expr& expr);

// Returns every column name that `expr` (untyped) mentions, once each, in order
// of first appearance.
std::vector<std::string> ColumnsOf(const Expr& expr);

}  // namespace madad::core
