#include "adapters/sqlite/dialect.h"

#include <cstdint>

#include "adapters/sqlite/expr_printer.h"
#include "adapters/sqlite/types.h"
#include "core/text.h"

namespace madad::adapters::sqlite {
namespace {

using core::Type;

// `expr` as a value of the column's type, which the printer then makes it.
core::ExprPtr Converted(const core::ExprPtr& expr, const core::SqlColumn& column) {
  if (expr->type == column.type && expr->scale == column.scale) return expr;
  auto call = std::make_shared<core::Expr>();
  call->kind = core::ExprKind::kCall;
  call->name = "coalesce";
  call->type = column.type;
  call->scale = column.scale;
  call->args = {expr};
  return call;
}

bool IsCollated(const core::SourceColumn& column) {
  return column.native.find(kCollated) != std::string::npos;
}

}  // namespace

std::unique_ptr<sql::ExprPrinter> SqliteDialect::MakePrinter(
    std::vector<core::Value>& parameters) const {
  return std::make_unique<ExprPrinter>(parameters, rowids_);
}

core::SqlStatement SqliteDialect::Print(const core::RowScan& scan) const {
  core::RowScan converted = scan;
  for (core::RowScan::Part& part : converted.parts) {
    for (size_t i = 0; i < part.columns.size(); ++i) {
      part.columns[i] = Converted(part.columns[i], scan.columns[i]);
    }
  }
  return sql::SqlDialect::Print(converted);
}

std::string SqliteDialect::Declared(const std::string& sql, Type, int32_t,
                                    sql::ExprPrinter&) const {
  return sql;
}

// Dates are sent as days.
std::string SqliteDialect::Sent(const std::string& sql, Type type, int32_t,
                                sql::ExprPrinter&) const {
  return type == Type::kDate ? core::Cat("(", sql, " / 86400000000)") : sql;
}

std::string SqliteDialect::OrderKey(size_t position, Type type, bool descending) const {
  return core::Cat(position, type == Type::kString ? " COLLATE madad_text" : "",
                   descending ? " DESC" : "", " NULLS LAST");
}

// Texts that were not mapped are equal when they are equal in the file, and so
// are whole numbers, which have one way to be written as text.
bool SqliteDialect::JoinsAsItIs(const core::SourceColumn& key, const core::SourceColumn& on) const {
  if (!sql::SqlDialect::JoinsAsItIs(key, on) || IsCollated(key) || IsCollated(on)) return false;
  const Family family = FamilyOf(key.native);
  return (key.column.type == Type::kString && family == Family::kText) ||
         (key.column.type == Type::kInt64 &&
          (family == Family::kInteger || family == Family::kText));
}

// SQLite's own comparison finds the rows by an index, its own or one that it
// makes: without it every row would meet every other.
std::string SqliteDialect::JoinHint(const core::SourceColumn& key, const std::string& key_sql,
                                    const core::SourceColumn& on, const std::string& on_sql) const {
  const bool is_like_type = key.column.type == on.column.type &&
                            (key.column.type == Type::kString || key.column.type == Type::kInt64);
  const Family family = FamilyOf(key.native);
  // Without types 7 and '7' differ there.
  const bool has_type = family != Family::kAny || FamilyOf(on.native) != Family::kAny;
  if (!is_like_type || !has_type) return "";
  // An index of texts serves no comparison of numbers.
  const bool as_text = family == Family::kText && FamilyOf(on.native) != Family::kText;
  return core::Cat(key_sql, " = ", as_text ? sql::Cast(on_sql, "TEXT") : on_sql, " AND ");
}

std::string SqliteDialect::PrintLimit(int64_t limit, int64_t offset) const {
  // OFFSET stands after a LIMIT only.
  const bool only_offset = limit == 0 && offset > 0;
  return sql::SqlDialect::PrintLimit(only_offset ? INT64_MAX : limit, offset);
}

}  // namespace madad::adapters::sqlite
