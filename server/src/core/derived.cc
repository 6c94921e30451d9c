#include "core/derived.h"

#include <set>
#include <utility>

#include "core/expr/check.h"
#include "core/expr/parser.h"
#include "core/metric/instance.h"
#include "core/metric_set.h"
#include "core/scan_scope.h"
#include "core/text.h"

namespace madad::core {
namespace {

bool IsInstant(Type type) { return type == Type::kDate || type == Type::kTimestamp; }

bool ReadsOwnColumnsOnly(const Expr& expr) {
  if (expr.kind == ExprKind::kColumn) return expr.relation == 0;
  for (const ExprPtr& arg : expr.args) {
    if (!ReadsOwnColumnsOnly(*arg)) return false;
  }
  return expr.filter == nullptr || ReadsOwnColumnsOnly(*expr.filter);
}

// Collects what one table's scans compute for every row.
class Collector {
 public:
  Collector(const Catalog& catalog, const Table& table)
      : catalog_(catalog), table_(table), scope_(catalog, table) {}

  void AddMetric(const PreparedMetric& metric) {
    const auto values = BindParameters(metric.parameters, {});
    if (!values.ok()) return;
    const auto instance = Instantiate(metric, *values, Timestamp{});
    if (!instance.ok()) return;
    for (const MetricBase& base : instance->bases) {
      if (base.table == &table_) AddTime(base.at);
    }
    for (const MetricLeaf& leaf : instance->leaves) {
      if (instance->bases[leaf.base].table == &table_) AddDifferences(leaf.aggregate);
    }
  }

  void AddDimension(const std::string& name) {
    const auto path = DimensionPath(catalog_, table_, name);
    if (!path.ok()) return;
    const auto expr = scope_.ResolvePath(*path);
    if (!expr.ok() || (*expr)->kind == ExprKind::kColumn || !ReadsOwnColumnsOnly(**expr)) return;
    Add({ToText(**expr), *expr, std::nullopt});
  }

  std::vector<DerivedColumn> Take() && { return std::move(columns_); }

 private:
  void Add(DerivedColumn column) {
    if (seen_.insert(column.text).second) columns_.push_back(std::move(column));
  }

  // Days and months of a time column.
  void AddTime(const ExprPtr& at) {
    const auto typed = Check(at, ToText(*at), scope_);
    if (!typed.ok()) return;
    // A stage's effective time is its own column when that has no nulls.
    const Expr* column = typed->get();
    if (column->name == "coalesce") column = column->args[0].get();
    if (column->kind != ExprKind::kColumn || column->relation != 0) return;
    for (const Grain grain : {Grain::kDay, Grain::kMonth}) {
      if (grain == Grain::kDay && column->type == Type::kDate) continue;
      Bucket bucket{.grain = grain};
      if (column->type == Type::kTimestamp) bucket.zone = catalog_.calendar.timezone;
      std::string text = BucketText(*column, bucket);
      Add({std::move(text), std::make_shared<Expr>(*column), std::move(bucket)});
    }
  }

  void AddDifferences(const ExprPtr& aggregate) {
    const auto typed = Check(aggregate, ToText(*aggregate), scope_, {.allow_aggregates = true});
    if (typed.ok()) FindDifferences(*typed);
  }

  void FindDifferences(const ExprPtr& expr) {
    const bool difference = expr->kind == ExprKind::kBinary && expr->op == BinaryOp::kSubtract &&
                            expr->args[0]->kind == ExprKind::kColumn &&
                            expr->args[1]->kind == ExprKind::kColumn &&
                            IsInstant(expr->args[0]->type) && IsInstant(expr->args[1]->type);
    if (difference && ReadsOwnColumnsOnly(*expr)) {
      return Add({ToText(*expr), expr, std::nullopt});
    }
    for (const ExprPtr& arg : expr->args) FindDifferences(arg);
    if (expr->filter != nullptr) FindDifferences(expr->filter);
  }

  const Catalog& catalog_;
  const Table& table_;
  ScanScope scope_;
  std::set<std::string> seen_;
  std::vector<DerivedColumn> columns_;
};

}  // namespace

std::string BucketText(const Expr& expr, const Bucket& bucket) {
  std::string text = Cat("bucket(", static_cast<int>(bucket.grain), ", ", ToText(expr));
  if (!bucket.zone.empty()) Append(&text, ", ", bucket.zone);
  if (bucket.grain == Grain::kWeek) {
    Append(&text, ", week ", static_cast<int>(bucket.week_start));
  }
  if (bucket.grain >= Grain::kQuarter) Append(&text, ", fiscal ", bucket.fiscal_start);
  return Cat(text, ")");
}

std::vector<DerivedColumn> WantedColumns(const MetricSet& metrics, const Catalog& catalog,
                                         const Table& table) {
  Collector collector(catalog, table);
  for (const auto& [id, metric] : metrics.metrics()) {
    if (metric.status.ok() && metric.table == &table) collector.AddMetric(metric);
  }
  for (const auto& [name, dimension] : catalog.dimensions) collector.AddDimension(name);
  return std::move(collector).Take();
}

}  // namespace madad::core
