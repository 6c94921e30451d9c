#include "adapters/duckdb/dialect.h"

#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "adapters/duckdb/expr_printer.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

using core::Bucket;
using core::Grain;
using core::Scan;
using core::ScanGroup;
using core::WeekStart;

std::string_view Unit(Grain grain) {
  switch (grain) {
    case Grain::kWeek:
      return "week";
    case Grain::kMonth:
      return "month";
    case Grain::kQuarter:
      return "quarter";
    case Grain::kYear:
      return "year";
    default:
      return "day";
  }
}

// DuckDB's weeks begin on Monday: move the days so that the wanted one does.
int WeekShift(const Bucket& bucket) {
  if (bucket.grain != Grain::kWeek) return 0;
  if (bucket.week_start == WeekStart::kSunday) return 1;
  return bucket.week_start == WeekStart::kSaturday ? 2 : 0;
}

std::string PrintGroup(const ScanGroup& group, ExprPrinter& printer) {
  const std::string expr = printer.Print(*group.expr);
  return group.bucket ? PrintBucket(expr, *group.bucket) : expr;
}

std::string PrintSelect(const Scan& scan, ExprPrinter& printer) {
  std::vector<std::string> columns;
  for (size_t i = 0; i < scan.groups.size(); ++i) {
    columns.push_back(core::Cat(PrintGroup(scan.groups[i], printer), " AS g", i));
  }
  for (size_t i = 0; i < scan.aggregates.size(); ++i) {
    columns.push_back(core::Cat(printer.Print(*scan.aggregates[i]), " AS a", i));
  }
  return core::Cat("SELECT ", absl::StrJoin(columns, ",\n       "));
}

std::string PrintFrom(const std::vector<core::ScanRelation>& relations) {
  std::string from;
  for (size_t i = 0; i < relations.size(); ++i) {
    const core::ScanRelation& relation = relations[i];
    core::Append(&from, i == 0 ? "\nFROM " : "\nLEFT JOIN ", QuoteIdentifier(relation.schema), ".",
                 QuoteIdentifier(relation.relation), " AS r", i);
    if (i == 0) continue;
    core::Append(&from, " ON r", i, ".", QuoteIdentifier(relation.key), " = r", relation.parent,
                 ".", QuoteIdentifier(relation.on));
  }
  return from;
}

std::string PrintWhere(const std::vector<core::ExprPtr>& filters, ExprPrinter& printer) {
  std::vector<std::string> printed;
  for (const core::ExprPtr& filter : filters) printed.push_back(printer.Print(*filter));
  return printed.empty() ? "" : core::Cat("\nWHERE ", absl::StrJoin(printed, "\n  AND "));
}

std::string PrintGroupBy(const Scan& scan) {
  std::vector<std::string> positions;
  for (size_t i = 0; i < scan.groups.size(); ++i) positions.push_back(core::Cat(i + 1));
  return positions.empty() ? "" : core::Cat("\nGROUP BY ", absl::StrJoin(positions, ", "));
}

// A column of rows in the type that the scan declares; a column of the table
// has it already.
std::string PrintRowColumn(const core::Expr& expr, const core::RowScan::Column& column,
                           ExprPrinter& printer) {
  constexpr int kMostDigits = 18;  // what 64 bits hold
  const std::string printed = printer.Print(expr);
  const bool is_as_declared = expr.kind == core::ExprKind::kColumn && expr.type == column.type &&
                              expr.scale == column.scale;
  const std::string value =
      is_as_declared
          ? printed
          : core::Cat("CAST(", printed, " AS ", SqlType(column.type, kMostDigits, column.scale),
                      ")");
  return core::Cat(value, " AS ", QuoteIdentifier(column.name));
}

std::string PrintPart(const core::RowScan& scan, const core::RowScan::Part& part,
                      ExprPrinter& printer) {
  std::vector<std::string> columns;
  for (size_t i = 0; i < scan.columns.size(); ++i) {
    columns.push_back(PrintRowColumn(*part.columns[i], scan.columns[i], printer));
  }
  return core::Cat("SELECT ", absl::StrJoin(columns, ",\n       "), PrintFrom(part.relations),
                   PrintWhere(part.filters, printer));
}

std::string PrintOrder(const core::RowScan& scan) {
  std::vector<std::string> keys;
  for (const core::RowScan::Order& key : scan.order) {
    keys.push_back(core::Cat(key.column + 1, key.descending ? " DESC" : "", " NULLS LAST"));
  }
  std::string text = keys.empty() ? "" : core::Cat("\nORDER BY ", absl::StrJoin(keys, ", "));
  if (scan.limit > 0) core::Append(&text, "\nLIMIT ", scan.limit);
  if (scan.offset > 0) core::Append(&text, "\nOFFSET ", scan.offset);
  return text;
}

}  // namespace

std::string QuoteIdentifier(std::string_view name) {
  return core::Cat("\"", absl::StrReplaceAll(core::Piece(name), {{"\"", "\"\""}}), "\"");
}

std::string QuoteText(std::string_view text) {
  return core::Cat("'", absl::StrReplaceAll(core::Piece(text), {{"'", "''"}}), "'");
}

std::string SqlType(core::Type type, int width, int32_t scale) {
  switch (type) {
    case core::Type::kBool:
      return "BOOLEAN";
    case core::Type::kInt64:
    case core::Type::kDuration:
      return "BIGINT";
    case core::Type::kDouble:
      return "DOUBLE";
    case core::Type::kDecimal:
      return core::Cat("DECIMAL(", width, ", ", scale, ")");
    case core::Type::kDate:
      return "DATE";
    case core::Type::kTimestamp:
      return "TIMESTAMP";
    default:
      return "VARCHAR";
  }
}

std::string PrintShifted(const std::string& time, const std::vector<core::OffsetSpan>& offsets) {
  if (offsets.empty()) return time;
  std::string shift;
  for (size_t i = 0; i + 1 < offsets.size(); ++i) {
    core::Append(&shift, " WHEN ", time, " < make_timestamp(", offsets[i].until.micros, ") THEN ",
                 offsets[i].offset_micros);
  }
  const std::string last = core::Cat(offsets.back().offset_micros);
  const std::string micros =
      shift.empty() ? last : core::Cat("CASE", shift, " ELSE ", last, " END");
  return core::Cat("(", time, " + to_microseconds(", micros, "))");
}

std::string PrintBucket(const std::string& time, const Bucket& bucket) {
  const std::string day = core::Cat("CAST(", PrintShifted(time, bucket.offsets), " AS DATE)");
  // A fiscal year is a calendar year some months later.
  if (bucket.grain >= Grain::kQuarter && bucket.fiscal_start > 1) {
    const int months = bucket.fiscal_start - 1;
    return core::Cat("CAST(date_trunc('", Unit(bucket.grain), "', ", day, " - to_months(", months,
                     ")) + to_months(", months, ") AS DATE)");
  }
  const int shift = WeekShift(bucket);
  if (shift == 0) {
    return core::Cat("CAST(date_trunc('", Unit(bucket.grain), "', ", day, ") AS DATE)");
  }
  return core::Cat("CAST(date_trunc('week', ", day, " + ", shift, ") AS DATE) - ", shift);
}

core::SqlStatement DuckDbDialect::Print(const Scan& scan) const {
  core::SqlStatement statement;
  ExprPrinter printer(statement.parameters);
  printer.SharePercentiles(scan.aggregates);
  statement.sql = PrintSelect(scan, printer);
  statement.sql += PrintFrom(scan.relations);
  statement.sql += PrintWhere(scan.filters, printer);
  statement.sql += PrintGroupBy(scan);
  return statement;
}

core::SqlStatement DuckDbDialect::Print(const core::RowScan& scan) const {
  core::SqlStatement statement;
  ExprPrinter printer(statement.parameters);
  std::vector<std::string> parts;
  for (const core::RowScan::Part& part : scan.parts) {
    parts.push_back(PrintPart(scan, part, printer));
  }
  statement.sql = core::Cat(absl::StrJoin(parts, "\nUNION ALL\n"), PrintOrder(scan));
  return statement;
}

}  // namespace madad::adapters::duckdb
