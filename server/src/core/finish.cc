#include "core/finish.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "absl/strings/str_replace.h"

#include "core/evaluate.h"
#include "core/plan_time.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

bool IsNull(const Value& value) { return std::holds_alternative<std::monostate>(value); }

// Values of one metric's leaves in the row at hand.
class LeafReader {
 public:
  // `columns`: index among the merged columns of each leaf.
  LeafReader(const Plan& plan, const MetricStep& step, const ScanRows& rows) : rows_(rows) {
    std::vector<size_t> starts = {plan.keys.size()};
    for (const PlannedScan& scan : plan.scans) {
      starts.push_back(starts.back() + scan.scan.aggregates.size());
    }
    for (const LeafSlot& slot : step.leaves) {
      columns_.push_back(starts[slot.scan] + slot.column);
      const Expr& aggregate = *plan.scans[slot.scan].scan.aggregates[slot.column];
      zeros_.push_back(ZeroOf(aggregate));
    }
  }

  Value At(std::string_view name, size_t row) const {
    const size_t leaf = Leaves::IndexOf(name);
    Value value = rows_[columns_[leaf]].At(row);
    return IsNull(value) ? zeros_[leaf] : value;
  }

 private:
  // A count or sum over nothing is zero; any other aggregate is null.
  static Value ZeroOf(const Expr& aggregate) {
    if (aggregate.name == "count") return int64_t{0};
    if (aggregate.name != "sum") return {};
    switch (aggregate.type) {
      case Type::kInt64:
        return int64_t{0};
      case Type::kDecimal:
        return Decimal{0, aggregate.scale};
      case Type::kDouble:
        return 0.0;
      case Type::kDuration:
        return Duration{};
      default:
        return {};
    }
  }

  const ScanRows& rows_;
  std::vector<size_t> columns_;
  std::vector<Value> zeros_;
};

absl::StatusOr<ResultColumn> MetricColumn(const MetricStep& step, const LeafReader& leaves,
                                          size_t height) {
  const MetricDefinition& metric = step.metric->definition;
  ResultColumn column{.name = metric.id,
                      .role = ColumnRole::kMetric,
                      .type = step.finish->type,
                      .scale = step.finish->scale,
                      .unit = metric.unit};
  if (metric.unit == Unit::kMoney) column.currency = step.metric->table->currency;
  column.values = EmptyValues(column.type);
  for (size_t row = 0; row < height; ++row) {
    absl::StatusOr<Value> value =
        Evaluate(*step.finish, [&](std::string_view name) { return leaves.At(name, row); });
    if (!value.ok()) return Annotate(value.status(), Cat("metric '", metric.id, "': "));
    column.Append(*value);
  }
  return column;
}

// Warns of every check whose count is not zero over all rows.
absl::Status RunChecks(const MetricStep& step, const LeafReader& leaves, size_t height,
                       Result& result) {
  const MetricDefinition& metric = step.metric->definition;
  for (size_t i = 0; i < step.checks.size(); ++i) {
    int64_t total = 0;
    for (size_t row = 0; row < height; ++row) {
      MADAD_ASSIGN_OR_RETURN(
          const Value value,
          Evaluate(*step.checks[i], [&](std::string_view name) { return leaves.At(name, row); }));
      if (const auto* count = std::get_if<int64_t>(&value)) total += *count;
    }
    if (total == 0) continue;
    result.warnings.push_back({"DATA_CHECK",
                               absl::StrReplaceAll(metric.checks[i].message, {{"{n}", Cat(total)}}),
                               metric.id});
  }
  return absl::OkStatus();
}

// Whether row `a` of `column` comes before row `b`: -1, 0 or 1.
int OrderRows(const ResultColumn& column, size_t a, size_t b, bool descending) {
  if (column.valid[a] != column.valid[b]) return column.valid[a] != 0 ? -1 : 1;
  if (column.valid[a] == 0) return 0;
  const int order = Compare(column.At(a), column.At(b));
  return descending ? -order : order;
}

ResultColumn Take(const ResultColumn& column, const std::vector<size_t>& rows) {
  ResultColumn taken = column;
  taken.valid.clear();
  taken.values = EmptyValues(column.type);
  for (const size_t row : rows) taken.Append(column.At(row));
  return taken;
}

}  // namespace

std::vector<size_t> SortedRows(const std::vector<ResultColumn>& columns, size_t keys,
                               const std::vector<OrderBy>& order) {
  std::vector<std::pair<const ResultColumn*, bool>> by;
  for (const OrderBy& one : order) {
    const auto found = std::find_if(
        columns.begin(), columns.end(),
        [&](const ResultColumn& column) { return NamesColumn(one.column, column.name); });
    if (found != columns.end()) by.emplace_back(&*found, one.descending);
  }
  // The keys break ties, so that an answer has one order.
  for (size_t i = 0; i < keys; ++i) by.emplace_back(&columns[i], false);
  std::vector<size_t> rows(columns.empty() ? 0 : columns.front().size());
  std::iota(rows.begin(), rows.end(), size_t{0});
  std::stable_sort(rows.begin(), rows.end(), [&](size_t a, size_t b) {
    for (const auto& [column, descending] : by) {
      if (const int o = OrderRows(*column, a, b, descending); o != 0) return o < 0;
    }
    return false;
  });
  return rows;
}

absl::Status Finish(const Plan& plan, ScanRows rows, Result& result) {
  const size_t height = rows.empty() ? 0 : rows.front().size();
  std::vector<ResultColumn> columns;
  for (size_t i = 0; i < plan.keys.size(); ++i) {
    ResultColumn key = std::move(rows[i]);
    key.name = plan.keys[i].name;
    key.role = plan.keys[i].role;
    columns.push_back(std::move(key));
  }
  for (const MetricStep& step : plan.metrics) {
    const LeafReader leaves(plan, step, rows);
    MADAD_ASSIGN_OR_RETURN(columns.emplace_back(), MetricColumn(step, leaves, height));
    MADAD_RETURN_IF_ERROR(RunChecks(step, leaves, height, result));
  }
  std::vector<size_t> order = SortedRows(columns, plan.keys.size(), plan.order);
  if (plan.limit > 0 && order.size() > static_cast<size_t>(plan.limit)) {
    order.resize(static_cast<size_t>(plan.limit));
  }
  for (const ResultColumn& column : columns) result.columns.push_back(Take(column, order));
  return absl::OkStatus();
}

}  // namespace madad::core
