#include "adapters/duckdb/csv_select.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_join.h"

#include "adapters/duckdb/dialect.h"
#include "core/status.h"
#include "core/suggest.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

using core::Column;
using core::Table;
using core::Type;

// The DuckDB type that a column is read as.
std::string TypeOf(const Column& column) { return SqlType(column.type, 18, column.scale); }

// Whether the file's text is read as it is and converted in the SELECT.
bool ReadsText(const Column& column) {
  return column.type == Type::kString || !column.format.empty() || !column.nulls.empty();
}

std::string FileList(const std::vector<FileInfo>& files) {
  return core::Cat("[",
                   absl::StrJoin(files, ", ",
                                 [](std::string* out, const FileInfo& file) {
                                   out->append(QuoteText(file.path));
                                 }),
                   "]");
}

std::string ReadCsv(const Table& table, const std::vector<FileInfo>& files,
                    std::string_view columns) {
  std::string sql = core::Cat("read_csv(", FileList(files), ", header = true, ", columns);
  if (!table.text.delimiter.empty()) core::Append(&sql, ", delim = ", QuoteText(table.text.delimiter));
  if (!table.text.quote.empty()) core::Append(&sql, ", quote = ", QuoteText(table.text.quote));
  return sql + ")";
}

// The column's text with the texts that mean null replaced.
std::string WithNulls(const Column& column, std::string sql) {
  for (const std::string& null : column.nulls) {
    sql = core::Cat("nullif(", sql, ", ", QuoteText(null), ")");
  }
  return sql;
}

std::string WithValues(const Column& column, const std::string& sql) {
  if (column.values.empty()) return sql;
  std::string mapped = core::Cat("CASE ", sql);
  for (const auto& [from, to] : column.values) {
    core::Append(&mapped, " WHEN ", QuoteText(from), " THEN ", QuoteText(to));
  }
  return core::Cat(mapped, " ELSE ", sql, " END");
}

std::string Converted(const Column& column) {
  std::string sql = QuoteIdentifier(column.from);
  if (!ReadsText(column)) return sql;
  sql = WithNulls(column, sql);
  if (column.type == Type::kString) return WithValues(column, sql);
  if (!column.format.empty()) {
    sql = core::Cat("strptime(", sql, ", ", QuoteText(column.format), ")");
  }
  return core::Cat("CAST(", sql, " AS ", TypeOf(column), ")");
}

absl::Status CheckHeader(const Table& table, const std::vector<FileInfo>& files,
                         const std::vector<std::string>& header) {
  std::vector<std::string> missing;
  for (const Column* column : OwnColumns(table)) {
    if (std::find(header.begin(), header.end(), column->from) != header.end()) continue;
    missing.push_back(core::Cat("'", column->from, "' (for ", column->name, ")",
                                core::DidYouMean(column->from, header)));
  }
  if (missing.empty()) return absl::OkStatus();
  return core::Error(
      absl::StatusCode::kFailedPrecondition,
      core::Cat("table '", table.name, "': ", files.front().path, " has no column ",
                absl::StrJoin(missing, ", nor "), "; its columns are ",
                absl::StrJoin(header, ", ")),
      {"COLUMN_NOT_IN_FILE", {{"table", table.name}, {"file", files.front().path}}, ""});
}

}  // namespace

std::vector<const Column*> OwnColumns(const Table& table) {
  std::vector<const Column*> columns;
  for (const auto& [name, column] : table.columns) {
    if (column.via.empty()) columns.push_back(&column);
  }
  return columns;
}

std::string PrintHeaderQuery(const Table& table, const std::vector<FileInfo>& files) {
  return core::Cat("SELECT column_name FROM (DESCRIBE SELECT * FROM ",
                   ReadCsv(table, files, "all_varchar = true"), ")");
}

absl::StatusOr<std::string> PrintSelect(const Table& table, const std::vector<FileInfo>& files,
                                        const std::vector<std::string>& header) {
  MADAD_RETURN_IF_ERROR(CheckHeader(table, files, header));
  // Every column's type is said, so nothing is guessed from a sample; columns
  // that the catalog leaves out stay text and are not kept.
  std::vector<std::string> types;
  for (const std::string& name : header) {
    std::string type = "VARCHAR";
    for (const Column* column : OwnColumns(table)) {
      if (column->from == name && !ReadsText(*column)) type = TypeOf(*column);
    }
    types.push_back(core::Cat(QuoteText(name), ": ", QuoteText(type)));
  }
  std::vector<std::string> columns;
  for (const Column* column : OwnColumns(table)) {
    columns.push_back(core::Cat(Converted(*column), " AS ", QuoteIdentifier(column->name)));
  }
  return core::Cat("SELECT ", absl::StrJoin(columns, ", "), " FROM ",
                   ReadCsv(table, files, core::Cat("types = {", absl::StrJoin(types, ", "), "}")));
}

}  // namespace madad::adapters::duckdb
