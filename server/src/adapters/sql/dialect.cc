#include "adapters/sql/dialect.h"

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::sql {

using core::RowScan;
using core::Scan;
using core::Type;

std::vector<core::SqlColumn> ColumnsOf(const Scan& scan) {
  std::vector<core::SqlColumn> columns;
  for (size_t i = 0; i < scan.groups.size(); ++i) {
    const core::ScanGroup& group = scan.groups[i];
    const bool is_period = group.bucket.has_value();
    columns.push_back({core::Cat("g", i), is_period ? Type::kDate : group.expr->type,
                       is_period ? 0 : group.expr->scale});
  }
  for (size_t i = 0; i < scan.aggregates.size(); ++i) {
    columns.push_back({core::Cat("a", i), scan.aggregates[i]->type, scan.aggregates[i]->scale});
  }
  return columns;
}

std::string RelationText(const core::ScanRelation& relation,
                         const std::function<std::string(std::string_view)>& quote) {
  // A comment at its end must not reach the bracket.
  if (!relation.in_place->query.empty()) return core::Cat("(", relation.in_place->query, "\n)");
  const std::vector<std::string> names = absl::StrSplit(relation.in_place->relation, '.');
  return absl::StrJoin(names, ".",
                       [&](std::string* out, const std::string& name) { *out += quote(name); });
}

void SqlDialect::Prepare(const Scan&, ExprPrinter&) const {}

std::string SqlDialect::Sent(const std::string& sql, Type, int32_t, ExprPrinter&) const {
  return sql;
}

std::string SqlDialect::Declared(const std::string& sql, Type type, int32_t scale,
                                 ExprPrinter& printer) const {
  return printer.CastTo(sql, type, scale);
}

absl::Status SqlDialect::CanPrint(const core::Expr& expr) const {
  if (expr.kind == core::ExprKind::kCall && expr.name == "business_time") {
    return core::Error(absl::StatusCode::kUnimplemented,
                       "business_time() is computed by the embedded store only; write `mode: "
                       "snapshot` at the table (or its source) to have it copied there",
                       {"NOT_IN_ENGINE", {{"function", expr.name}}, ""});
  }
  for (const core::ExprPtr& arg : expr.args) MADAD_RETURN_IF_ERROR(CanPrint(*arg));
  return expr.filter == nullptr ? absl::OkStatus() : CanPrint(*expr.filter);
}

bool SqlDialect::JoinsAsItIs(const core::SourceColumn& key, const core::SourceColumn& on) const {
  return key.native == on.native && key.column.type == on.column.type;
}

std::string SqlDialect::JoinHint(const core::SourceColumn&, const std::string&,
                                 const core::SourceColumn&, const std::string&) const {
  return "";
}

std::string SqlDialect::PrintRelation(const core::ScanRelation& relation,
                                      const ExprPrinter& printer) const {
  if (relation.in_place == nullptr) {
    return core::Cat(printer.Quote(relation.schema), ".", printer.Quote(relation.relation));
  }
  return RelationText(relation, [&](std::string_view name) { return printer.Quote(name); });
}

std::string SqlDialect::PrintFrom(const std::vector<core::ScanRelation>& relations,
                                  ExprPrinter& printer) const {
  // Keys that are alike in the engine meet as they are, so that its indexes serve.
  const auto native = [&](size_t relation, const std::string& name) -> const core::SourceColumn* {
    const auto& in_place = relations[relation].in_place;
    if (in_place == nullptr) return nullptr;
    const core::SourceColumn& column = in_place->columns.at(name);
    return column.column.values.empty() && column.column.nulls.empty() ? &column : nullptr;
  };
  // A relation's key or foreign key, through the printer so that it is mapped.
  const auto column = [&](size_t relation, const std::string& name) {
    core::Expr expr;
    expr.kind = core::ExprKind::kColumn;
    expr.relation = static_cast<int32_t>(relation);
    expr.name = name;
    return printer.Print(expr);
  };
  std::string from;
  for (size_t i = 0; i < relations.size(); ++i) {
    const core::ScanRelation& relation = relations[i];
    core::Append(&from, i == 0 ? "\nFROM " : "\nLEFT JOIN ", PrintRelation(relation, printer),
                 " AS r", i);
    if (i == 0) continue;
    const auto parent = static_cast<size_t>(relation.parent);
    const core::SourceColumn* key = native(i, relation.key);
    const core::SourceColumn* on = native(parent, relation.on);
    std::string hint;
    if (key != nullptr && on != nullptr) {
      const std::string key_sql = core::Cat("r", i, ".", printer.Quote(key->column.from));
      const std::string on_sql = core::Cat("r", parent, ".", printer.Quote(on->column.from));
      if (JoinsAsItIs(*key, *on)) {
        core::Append(&from, " ON ", key_sql, " = ", on_sql);
        continue;
      }
      hint = JoinHint(*key, key_sql, *on, on_sql);
    }
    core::Append(&from, " ON ", hint, column(i, relation.key), " = ");
    core::Append(&from, column(parent, relation.on));
  }
  return from;
}

std::string SqlDialect::PrintWhere(const std::vector<core::ExprPtr>& filters,
                                   ExprPrinter& printer) const {
  std::vector<std::string> printed;
  for (const core::ExprPtr& filter : filters) printed.push_back(printer.PrintFilter(*filter));
  return printed.empty() ? "" : core::Cat("\nWHERE ", absl::StrJoin(printed, "\n  AND "));
}

std::string SqlDialect::PrintGroup(const core::ScanGroup& group, ExprPrinter& printer) const {
  const std::string expr = printer.Print(*group.expr);
  return group.bucket ? printer.Bucket(expr, group.expr->type, *group.bucket) : expr;
}

std::string SqlDialect::PrintGroupBy(const std::vector<std::string>& groups) const {
  std::vector<std::string> positions;
  for (size_t i = 0; i < groups.size(); ++i) positions.push_back(core::Cat(i + 1));
  return positions.empty() ? "" : core::Cat("\nGROUP BY ", absl::StrJoin(positions, ", "));
}

std::string SqlDialect::OrderKey(size_t position, Type, bool descending) const {
  return core::Cat(position, descending ? " DESC" : "", " NULLS LAST");
}

std::string SqlDialect::PrintLimit(int64_t limit, int64_t offset) const {
  std::string text;
  if (limit > 0) core::Append(&text, "\nLIMIT ", limit);
  if (offset > 0) core::Append(&text, "\nOFFSET ", offset);
  return text;
}

std::string SqlDialect::PrintOrder(const RowScan& scan) const {
  std::vector<std::string> keys;
  for (const RowScan::Order& key : scan.order) {
    keys.push_back(OrderKey(key.column + 1, scan.columns[key.column].type, key.descending));
  }
  return core::Cat(keys.empty() ? "" : "\nORDER BY ", absl::StrJoin(keys, ", "),
                   PrintLimit(scan.limit, scan.offset));
}

core::SqlStatement SqlDialect::Print(const Scan& scan) const {
  core::SqlStatement statement;
  statement.columns = ColumnsOf(scan);
  const std::unique_ptr<ExprPrinter> printer = MakePrinter(statement.parameters);
  printer->SetRelations(scan.relations);
  Prepare(scan, *printer);
  std::vector<std::string> groups;
  std::vector<std::string> columns;
  for (const core::ScanGroup& group : scan.groups) groups.push_back(PrintGroup(group, *printer));
  for (const core::SqlColumn& column : statement.columns) {
    const size_t i = columns.size();
    const std::string sql =
        i < groups.size() ? groups[i] : printer->Print(*scan.aggregates[i - groups.size()]);
    columns.push_back(
        core::Cat(Sent(sql, column.type, column.scale, *printer), " AS ", column.name));
  }
  statement.sql = core::Cat("SELECT ", absl::StrJoin(columns, ",\n       "));
  statement.sql += PrintFrom(scan.relations, *printer);
  statement.sql += PrintWhere(scan.filters, *printer);
  statement.sql += PrintGroupBy(groups);
  return statement;
}

std::string SqlDialect::PrintPart(const RowScan& scan, const RowScan::Part& part,
                                  ExprPrinter& printer) const {
  printer.SetRelations(part.relations);
  std::vector<std::string> columns;
  for (size_t i = 0; i < scan.columns.size(); ++i) {
    const core::Expr& expr = *part.columns[i];
    const RowScan::Column& column = scan.columns[i];
    std::string value = printer.Print(expr);
    const bool is_as_declared = expr.kind == core::ExprKind::kColumn && expr.type == column.type &&
                                expr.scale == column.scale;
    if (!is_as_declared) value = Declared(value, column.type, column.scale, printer);
    columns.push_back(core::Cat(Sent(value, column.type, column.scale, printer), " AS ",
                                printer.Quote(column.name)));
  }
  std::string sql = core::Cat("SELECT ", absl::StrJoin(columns, ",\n       "));
  sql += PrintFrom(part.relations, printer);
  return sql + PrintWhere(part.filters, printer);
}

core::SqlStatement SqlDialect::Print(const RowScan& scan) const {
  core::SqlStatement statement;
  statement.columns = scan.columns;
  statement.is_bulk = scan.limit == 0;
  const std::unique_ptr<ExprPrinter> printer = MakePrinter(statement.parameters);
  std::vector<std::string> parts;
  for (const RowScan::Part& part : scan.parts) parts.push_back(PrintPart(scan, part, *printer));
  statement.sql = core::Cat(absl::StrJoin(parts, "\nUNION ALL\n"), PrintOrder(scan));
  return statement;
}

}  // namespace madad::adapters::sql
