#include "adapters/duckdb/careful_load.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "adapters/duckdb/record_source.h"
#include "adapters/duckdb/staging.h"
#include "adapters/duckdb/table_columns.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

using core::Column;

// Runs the staging of rows that are read here; what kept them from being read
// is told as itself, not as DuckDB puts it.
absl::Status StageRecords(LoadContext& context, std::unique_ptr<RecordSource> source,
                          const std::vector<ColumnSql>& columns, const std::string& select) {
  const RecordScans::Lease lease = context.store.record_scans().Add(std::move(source));
  const std::string from =
      select.empty() ? lease.Sql() : absl::StrReplaceAll(select, {{"$", lease.Sql()}});
  const absl::Status staged = context.connection.Execute(core::Cat(
      "CREATE TABLE ", context.Relation(":staged"), " AS ", PrintStaged(context, columns, from)));
  MADAD_RETURN_IF_ERROR(lease.failure());
  return staged.ok() ? staged : LoadFailure(context.table, staged);
}

absl::Status LoadDelimited(LoadContext& context) {
  std::vector<ColumnSql> columns;
  for (const Column* column : OwnColumns(context.table)) {
    const size_t i = columns.size();
    columns.push_back(FromText(*column, context.table.text, core::Cat("c", i), core::Cat("t", i)));
  }
  return StageRecords(context, ReadDelimited(context.source, context.table, context.files), columns,
                      "");
}

// The JSON path of a column: a name, or `$.a.b` as it is.
std::string JsonPath(const Column& column) {
  if (column.from.starts_with("$.")) return column.from;
  return core::Cat("$.\"", absl::StrReplaceAll(column.from, {{"\\", "\\\\"}, {"\"", "\\\""}}),
                   "\"");
}

// Names that no line has; a column that is a path is not looked for.
absl::Status CheckSeen(const LoadContext& context, const std::vector<bool>& seen) {
  const std::vector<const Column*> columns = OwnColumns(context.table);
  std::vector<std::string> there;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (seen[i] || columns[i]->from.starts_with("$.")) there.push_back(columns[i]->from);
  }
  return context.report.rows_read == 0 ? absl::OkStatus()
                                       : CheckHeader(context.table, context.table.files, there);
}

absl::Status LoadJson(LoadContext& context, std::vector<bool>& seen) {
  std::vector<ColumnSql> columns;
  for (const Column* column : OwnColumns(context.table)) {
    columns.push_back(FromText(
        *column, {}, core::Cat("json_extract_string(j, ", QuoteText(JsonPath(*column)), ")"),
        core::Cat("t", columns.size())));
  }
  constexpr std::string_view kObjects =
      "(SELECT file, line, bad_column, CASE WHEN j IS NULL THEN coalesce(bad_reason, 'found ''' || "
      "left(c0, 60) || ''', expected one JSON object a line') END AS bad_reason, j FROM "
      "(SELECT *, CASE WHEN json_valid(c0) AND json_type(CASE WHEN json_valid(c0) THEN c0 END) = "
      "'OBJECT' THEN c0 END AS j FROM $))";
  return StageRecords(context, ReadLines(context.source, context.table, context.files, seen),
                      columns, std::string(kObjects));
}

using Schema = std::vector<std::pair<std::string, std::string>>;  // name, type

absl::StatusOr<Schema> SchemaOf(LoadContext& context, const std::string& read) {
  MADAD_ASSIGN_OR_RETURN(
      const auto rows,
      context.connection.Rows(
          core::Cat("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ", read, ")")));
  Schema schema;
  for (const std::vector<std::string>& row : rows) schema.emplace_back(row[0], row[1]);
  return schema;
}

// A SELECT of one Parquet file's rows, staged.
absl::StatusOr<std::string> PrintParquet(LoadContext& context, size_t index, const OpenFile& file) {
  const std::string& name = context.files[index].name;
  const std::string path = QuoteText(file.DescriptorPath());
  const auto schema = SchemaOf(context, core::Cat("read_parquet(", path, ")"));
  if (!schema.ok()) return InvalidFile(context.table, name, schema.status().message());
  std::vector<std::string> header;
  for (const auto& [column, type] : *schema) header.push_back(column);
  MADAD_RETURN_IF_ERROR(CheckHeader(context.table, name, header));
  std::vector<ColumnSql> columns;
  std::vector<std::string> raw;
  for (const Column* column : OwnColumns(context.table)) {
    const size_t i = columns.size();
    const auto place = std::find(header.begin(), header.end(), column->from) - header.begin();
    raw.push_back(core::Cat(QuoteIdentifier(column->from), " AS p", i));
    columns.push_back(FromTyped(*column, core::Cat("p", i),
                                (*schema)[static_cast<size_t>(place)].second, core::Cat("t", i)));
  }
  return PrintStaged(context, columns,
                     core::Cat("(SELECT ", absl::StrJoin(raw, ", "), ", ", index,
                               " AS file, file_row_number + 1 AS line, CAST(NULL AS VARCHAR) AS "
                               "bad_column, CAST(NULL AS VARCHAR) AS bad_reason FROM read_parquet(",
                               path, ", file_row_number = true))"));
}

absl::Status LoadParquet(LoadContext& context) {
  for (size_t i = 0; i < context.files.size(); ++i) {
    MADAD_ASSIGN_OR_RETURN(const OpenFile file,
                           OpenBeneath(context.source, context.table, context.files[i].name));
    MADAD_ASSIGN_OR_RETURN(const std::string select, PrintParquet(context, i, file));
    const std::string staged = context.Relation(":staged");
    const absl::Status status =
        context.connection.Execute(i == 0 ? core::Cat("CREATE TABLE ", staged, " AS ", select)
                                          : core::Cat("INSERT INTO ", staged, " ", select));
    if (!status.ok()) return InvalidFile(context.table, context.files[i].name, status.message());
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status LoadCarefully(LoadContext& context) {
  std::vector<bool> seen(OwnColumns(context.table).size());
  const core::FileFormat format = context.files.front().kind.format;
  absl::Status status;
  if (format == core::FileFormat::kParquet) {
    status = LoadParquet(context);
  } else if (format == core::FileFormat::kJson) {
    status = LoadJson(context, seen);
  } else {
    status = LoadDelimited(context);
  }
  if (status.ok()) status = KeepGoodRows(context);
  if (!status.ok()) {
    MADAD_RETURN_IF_ERROR(context.connection.Execute(
        core::Cat("DROP TABLE IF EXISTS ", context.Relation(":staged"))));
    return status;
  }
  return format == core::FileFormat::kJson ? CheckSeen(context, seen) : absl::OkStatus();
}

}  // namespace madad::adapters::duckdb
