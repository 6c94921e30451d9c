#include "adapters/duckdb/table_columns.h"

#include <algorithm>

#include "absl/strings/str_join.h"

#include "core/status.h"
#include "core/suggest.h"
#include "core/text.h"

namespace madad::adapters::duckdb {

std::vector<const core::Column*> OwnColumns(const core::Table& table) {
  std::vector<const core::Column*> columns;
  for (const auto& [name, column] : table.columns) {
    if (column.via.empty()) columns.push_back(&column);
  }
  return columns;
}

absl::Status InvalidFile(const core::Table& table, std::string_view file, absl::string_view found) {
  return core::Error(
      absl::StatusCode::kFailedPrecondition,
      core::Cat("table '", table.name, "' could not be loaded from '", file, "': ", found),
      {"FILE_INVALID",
       {{"table", table.name}, {"files", table.files}, {"file", std::string(file)}},
       ""});
}

absl::Status CheckHeader(const core::Table& table, std::string_view file,
                         const std::vector<std::string>& header) {
  std::vector<std::string> missing;
  for (const core::Column* column : OwnColumns(table)) {
    if (std::find(header.begin(), header.end(), column->from) != header.end()) continue;
    missing.push_back(core::Cat("'", column->from, "' (for ", column->name, ")",
                                core::DidYouMean(column->from, header)));
  }
  if (missing.empty()) return absl::OkStatus();
  return core::Error(
      absl::StatusCode::kFailedPrecondition,
      core::Cat("table '", table.name, "': ", file, " has no column ",
                absl::StrJoin(missing, ", nor "), "; its columns are ",
                absl::StrJoin(header, ", ")),
      {"COLUMN_NOT_IN_FILE", {{"table", table.name}, {"file", std::string(file)}}, ""});
}

}  // namespace madad::adapters::duckdb
