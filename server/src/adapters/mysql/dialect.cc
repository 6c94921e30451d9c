#include "adapters/mysql/dialect.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_join.h"

#include "adapters/mysql/expr_printer.h"
#include "adapters/mysql/hints.h"
#include "adapters/mysql/places.h"
#include "adapters/mysql/types.h"
#include "core/text.h"

namespace madad::adapters::mysql {
namespace {

// Whether an aggregate in `expr` needs rows in an order.
bool NeedsRanks(const core::Expr& expr) {
  if (expr.kind == core::ExprKind::kAggregate &&
      (sql::IsPercentile(expr) || expr.name == "arg_min" || expr.name == "arg_max")) {
    return true;
  }
  return std::any_of(expr.args.begin(), expr.args.end(),
                     [](const core::ExprPtr& arg) { return NeedsRanks(*arg); });
}

bool IsText(const core::SourceColumn& column) { return FamilyOf(column.native) == Family::kText; }

}  // namespace

std::unique_ptr<sql::ExprPrinter> MySqlDialect::MakePrinter(
    std::vector<core::Value>& parameters) const {
  return std::make_unique<ExprPrinter>(parameters, FlavorOf(is_mariadb_));
}

std::string MySqlDialect::PrintRelation(const core::ScanRelation& relation,
                                        const sql::ExprPrinter& printer) const {
  if (relation.in_place == nullptr || relation.in_place->query.empty()) {
    return SqlDialect::PrintRelation(relation, printer);
  }
  return WithoutPlaces(SqlDialect::PrintRelation(relation, printer));
}

// Equal texts may differ to us: by case, accents or spaces at their end. Types that
// have a text but no character set are equal when it is.
bool MySqlDialect::JoinsAsItIs(const core::SourceColumn& key, const core::SourceColumn& on) const {
  const bool is_own = key.native == "uuid" || key.native == "inet4" || key.native == "inet6";
  return (is_own || !IsText(key)) && SqlDialect::JoinsAsItIs(key, on);
}

// Texts that are equal to us are equal in any collation, if it is one and the same.
std::string MySqlDialect::JoinHint(const core::SourceColumn& key, const std::string& key_sql,
                                   const core::SourceColumn& on, const std::string& on_sql) const {
  const auto collation = [](const core::SourceColumn& column) {
    const size_t space = column.native.find(" collate ");
    return space == std::string::npos ? "" : column.native.substr(space);
  };
  const std::string common = collation(key);
  if (common.empty() || common != collation(on)) return "";
  return core::Cat(key_sql, " = ", on_sql, " AND ");
}

std::string MySqlDialect::PrintLimit(int64_t limit, int64_t offset) const {
  if (limit == 0 && offset > 0) return core::Cat("\nLIMIT ", INT64_MAX, " OFFSET ", offset);
  return SqlDialect::PrintLimit(limit, offset);
}

core::SqlStatement MySqlDialect::Print(const core::Scan& scan) const {
  const bool ranks = std::any_of(scan.aggregates.begin(), scan.aggregates.end(),
                                 [](const core::ExprPtr& each) { return NeedsRanks(*each); });
  const core::Scan hinted = WithHints(scan);
  core::SqlStatement statement = ranks ? PrintRanked(hinted) : SqlDialect::Print(hinted);
  FinishPlaces(statement);
  return statement;
}

core::SqlStatement MySqlDialect::PrintRanked(const core::Scan& scan) const {
  core::SqlStatement statement;
  statement.columns = sql::ColumnsOf(scan);
  ExprPrinter printer(statement.parameters, FlavorOf(is_mariadb_));
  printer.SetRelations(scan.relations);
  Ranked ranked;
  std::vector<std::string> groups;
  std::vector<std::string> columns;
  for (const core::ScanGroup& group : scan.groups) {
    columns.push_back(core::Cat("q.g", groups.size(), " AS g", groups.size()));
    groups.push_back(PrintGroup(group, printer));
  }
  printer.Rank(ranked);
  for (size_t i = 0; i < scan.aggregates.size(); ++i) {
    columns.push_back(core::Cat(printer.Print(*scan.aggregates[i]), " AS a", i));
  }
  const std::string from = PrintFrom(scan.relations, printer) + PrintWhere(scan.filters, printer);
  statement.sql = core::Cat("SELECT ", absl::StrJoin(columns, ",\n       "),
                            ranked.From(groups, from), PrintGroupBy(groups));
  return statement;
}

// Nulls come first in MySQL, and an order can be of columns by name only: around
// the rows without it.
core::SqlStatement MySqlDialect::Print(const core::RowScan& scan) const {
  core::RowScan rows = scan;
  if (!scan.order.empty()) {
    rows.order.clear();
    rows.limit = 0;
    rows.offset = 0;
  }
  core::SqlStatement statement = SqlDialect::Print(rows);
  if (!scan.order.empty()) {
    std::vector<std::string> keys;
    for (const core::RowScan::Order& key : scan.order) {
      std::vector<core::Value> none;
      const std::string name =
          ExprPrinter(none, FlavorOf(is_mariadb_)).Quote(scan.columns[key.column].name);
      keys.push_back(core::Cat("q.", name, " IS NULL, q.", name, key.descending ? " DESC" : ""));
    }
    statement.sql = core::Cat("SELECT * FROM (", statement.sql, ") AS q\nORDER BY ",
                              absl::StrJoin(keys, ", "), PrintLimit(scan.limit, scan.offset));
  }
  statement.is_bulk = scan.limit == 0;
  FinishPlaces(statement);
  return statement;
}

}  // namespace madad::adapters::mysql
