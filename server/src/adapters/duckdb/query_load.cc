#include "adapters/duckdb/query_load.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

#include "adapters/duckdb/column_sql.h"
#include "adapters/duckdb/table_columns.h"
#include "core/status.h"
#include "core/suggest.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

// Lets unqualified names mean the tables of a schema while it lives.
class SearchPath {
 public:
  SearchPath(Connection& connection, const std::string& schema) : connection_(connection) {
    status_ = connection_.Execute(core::Cat("USE ", QuoteIdentifier(schema)));
  }
  SearchPath(const SearchPath&) = delete;
  SearchPath& operator=(const SearchPath&) = delete;
  // `main` is always there; the connection goes back to the pool with it.
  ~SearchPath() { connection_.Execute("USE main").IgnoreError(); }
  const absl::Status& status() const { return status_; }

 private:
  Connection& connection_;
  absl::Status status_;
};

absl::Status Failed(const core::Table& table, const absl::Status& status) {
  if (status.code() == absl::StatusCode::kResourceExhausted) return status;
  return core::Error(absl::StatusCode::kFailedPrecondition,
                     core::Cat("table '", table.name, "': its query failed: ", status.message()),
                     {"QUERY_FAILED", {{"table", table.name}, {"query", table.query}}, ""});
}

absl::Status CheckColumns(const core::Table& table, const std::vector<std::string>& names) {
  for (const core::Column* column : OwnColumns(table)) {
    if (std::find(names.begin(), names.end(), column->from) != names.end()) continue;
    return core::Error(
        absl::StatusCode::kFailedPrecondition,
        core::Cat("table '", table.name, "': its query gives no column '", column->from, "' (for ",
                  column->name, ")", core::DidYouMean(column->from, names), "; it gives ",
                  absl::StrJoin(names, ", ")),
        {"COLUMN_NOT_IN_QUERY", {{"table", table.name}, {"column", column->from}}, ""});
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status LoadQuery(LoadContext& context) {
  const core::Table& table = context.table;
  absl::string_view text = absl::StripAsciiWhitespace(table.query);
  while (absl::ConsumeSuffix(&text, ";")) text = absl::StripTrailingAsciiWhitespace(text);
  // The line's end ends a comment that the query may end with.
  const std::string query = core::Cat("(", text, "\n)");
  const SearchPath path(context.connection, context.schema);
  MADAD_RETURN_IF_ERROR(path.status());
  const auto described = context.connection.Rows(
      core::Cat("SELECT column_name FROM (DESCRIBE SELECT * FROM ", query, ")"));
  if (!described.ok()) return Failed(table, described.status());
  std::vector<std::string> names;
  for (const std::vector<std::string>& row : *described) names.push_back(row[0]);
  MADAD_RETURN_IF_ERROR(CheckColumns(table, names));
  std::vector<std::string> columns;
  for (const core::Column* column : OwnColumns(table)) {
    columns.push_back(core::Cat("CAST(", QuoteIdentifier(column->from), " AS ", StoredType(*column),
                                ") AS ", QuoteIdentifier(column->name)));
  }
  const absl::Status created =
      context.connection.Execute(core::Cat("CREATE TABLE ", context.Relation(), " AS SELECT ",
                                           absl::StrJoin(columns, ", "), " FROM ", query));
  if (!created.ok()) return Failed(table, created);
  MADAD_ASSIGN_OR_RETURN(context.report.rows_read,
                         context.Number(core::Cat("SELECT count(*) FROM ", context.Relation())));
  return absl::OkStatus();
}

}  // namespace madad::adapters::duckdb
