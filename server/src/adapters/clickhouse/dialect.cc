#include "adapters/clickhouse/dialect.h"

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_join.h"

#include "adapters/clickhouse/expr_printer.h"
#include "adapters/clickhouse/histogram.h"
#include "adapters/clickhouse/joins.h"
#include "adapters/clickhouse/lower.h"
#include "core/text.h"

namespace madad::adapters::clickhouse {
namespace {

using core::Cat;
using core::Expr;
using core::ExprPtr;
using core::RowScan;

std::vector<ExprPtr> Lowered(const std::vector<ExprPtr>& exprs, bool are_conditions = false) {
  std::vector<ExprPtr> lowered;
  for (const ExprPtr& expr : exprs) lowered.push_back(Lower(expr, are_conditions));
  return lowered;
}

std::vector<ExprPtr*> PointersTo(std::vector<ExprPtr>& exprs) {
  std::vector<ExprPtr*> pointers;
  for (ExprPtr& expr : exprs) pointers.push_back(&expr);
  return pointers;
}

std::string WhereOf(const std::vector<ExprPtr>& filters, ExprPrinter& printer) {
  std::vector<std::string> printed;
  for (const ExprPtr& filter : filters) printed.push_back(printer.Print(*filter));
  return printed.empty() ? "" : Cat("\nWHERE ", absl::StrJoin(printed, "\n  AND "));
}

std::string Select(const std::vector<std::string>& columns, const std::string& from) {
  return Cat("SELECT ", absl::StrJoin(columns, ",\n       "), "\nFROM ", from);
}

std::string GroupedBy(const std::vector<std::string>& keys) {
  return keys.empty() ? "" : Cat("\nGROUP BY ", absl::StrJoin(keys, ", "));
}

// Adds the percentiles in `expr`.
void FindPercentiles(const Expr& expr, std::vector<const Expr*>& found) {
  if (sql::IsPercentile(expr)) found.push_back(&expr);
  for (const ExprPtr& arg : expr.args) FindPercentiles(*arg, found);
}

// Whether the percentiles are best taken from a histogram, and of what: of one sample of durations,
// which the old server has in whole seconds, so that values repeat.
std::optional<Histogram> HistogramOf(const std::vector<ExprPtr>& aggregates, ExprPrinter& printer) {
  if (printer.version().IsModern()) return std::nullopt;
  std::vector<const Expr*> percentiles;
  for (const ExprPtr& aggregate : aggregates) FindPercentiles(*aggregate, percentiles);
  std::set<std::string> samples;
  for (const Expr* percentile : percentiles) {
    if (percentile->args[0]->type != core::Type::kDuration) return std::nullopt;
    samples.insert(printer.Sample(*percentile));
  }
  if (samples.size() != 1) return std::nullopt;
  return Histogram(*samples.begin());
}

std::string FirstGrouping(const Histogram& histogram, const std::vector<std::string>& keys,
                          const std::string& from) {
  std::vector<std::string> columns;
  for (size_t i = 0; i < keys.size(); ++i) {
    columns.push_back(Cat(keys[i], " AS ", Histogram::Key(i)));
  }
  for (std::string& column : histogram.Columns()) columns.push_back(std::move(column));
  return Cat(Select(columns, from), GroupedBy(histogram.Groups(keys)));
}

// Columns have names where the rows are ordered by them.
std::string NameOf(size_t column) { return Cat("madad_", column); }

std::string PrintRows(const RowScan& scan, const RowScan::Part& part, bool with_names,
                      ExprPrinter& printer) {
  std::vector<ExprPtr> columns = Lowered(part.columns);
  std::vector<ExprPtr> filters = Lowered(part.filters, true);
  const Joins joins(part.relations, printer, PointersTo(columns), filters);
  std::vector<std::string> sent;
  for (size_t i = 0; i < columns.size(); ++i) {
    const RowScan::Column& column = scan.columns[i];
    sent.push_back(
        printer.Sent(printer.Print(*columns[i]), columns[i]->type, column.type, column.scale));
    if (with_names) core::Append(&sent.back(), " AS ", NameOf(i));
  }
  return Cat(Select(sent, joins.from()), WhereOf(filters, printer));
}

std::string OrderOf(const RowScan& scan) {
  std::vector<std::string> keys;
  for (const RowScan::Order& key : scan.order) {
    keys.push_back(Cat(NameOf(key.column), key.descending ? " DESC" : " ASC", " NULLS LAST"));
  }
  std::string order = keys.empty() ? "" : Cat("\nORDER BY ", absl::StrJoin(keys, ", "));
  if (scan.limit > 0 || scan.offset > 0) {
    // There is no offset without a limit.
    const int64_t limit = scan.limit > 0 ? scan.limit : int64_t{1} << 62;
    core::Append(&order, "\nLIMIT ", scan.offset, ", ", limit);
  }
  return order;
}

}  // namespace

void ClickHouseDialect::SetVersion(Version version) {
  const std::lock_guard lock(mutex_);
  version_ = std::move(version);
}

Version ClickHouseDialect::version() const {
  const std::lock_guard lock(mutex_);
  return version_;
}

std::unique_ptr<sql::ExprPrinter> ClickHouseDialect::MakePrinter(
    std::vector<core::Value>& parameters) const {
  return std::make_unique<ExprPrinter>(parameters, version());
}

core::SqlStatement ClickHouseDialect::Print(const core::Scan& scan) const {
  core::SqlStatement statement;
  statement.columns = sql::ColumnsOf(scan);
  ExprPrinter printer(statement.parameters, version());
  std::vector<ExprPtr> groups;
  for (const core::ScanGroup& group : scan.groups) groups.push_back(Lower(group.expr));
  std::vector<ExprPtr> aggregates = Lowered(scan.aggregates);
  std::vector<ExprPtr> filters = Lowered(scan.filters, true);
  std::vector<ExprPtr*> all = PointersTo(groups);
  for (ExprPtr& aggregate : aggregates) all.push_back(&aggregate);
  const Joins joins(scan.relations, printer, all, filters);
  std::vector<std::string> keys;
  for (size_t i = 0; i < groups.size(); ++i) {
    const std::string key = printer.Print(*groups[i]);
    const auto& bucket = scan.groups[i].bucket;
    keys.push_back(bucket ? printer.Bucket(key, groups[i]->type, *bucket) : key);
  }
  if (!keys.empty()) printer.GroupsHaveRows();
  std::optional<Histogram> histogram = HistogramOf(aggregates, printer);
  if (histogram) printer.PrintOf(*histogram);
  std::vector<std::string> names = keys;
  for (size_t i = 0; histogram && i < keys.size(); ++i) names[i] = Histogram::Key(i);
  std::vector<std::string> sent;
  for (size_t i = 0; i < statement.columns.size(); ++i) {
    const core::SqlColumn& column = statement.columns[i];
    const bool is_key = i < keys.size();
    sent.push_back(printer.Sent(is_key ? names[i] : printer.Print(*aggregates[i - keys.size()]),
                                column.type, column.type, column.scale));
  }
  const std::string where = WhereOf(filters, printer);
  const std::string from =
      histogram ? Cat("(", FirstGrouping(*histogram, keys, Cat(joins.from(), where)), ")")
                : Cat(joins.from(), where);
  statement.sql = Cat(Select(sent, from), GroupedBy(names));
  return statement;
}

core::SqlStatement ClickHouseDialect::Print(const RowScan& scan) const {
  core::SqlStatement statement;
  statement.columns = scan.columns;
  statement.is_bulk = scan.limit == 0;
  ExprPrinter printer(statement.parameters, version());
  const std::string order = OrderOf(scan);
  std::vector<std::string> parts;
  for (const RowScan::Part& part : scan.parts) {
    parts.push_back(PrintRows(scan, part, !order.empty(), printer));
  }
  statement.sql = absl::StrJoin(parts, "\nUNION ALL\n");
  if (!order.empty()) statement.sql = Cat("SELECT * FROM (", statement.sql, ")", order);
  return statement;
}

}  // namespace madad::adapters::clickhouse
