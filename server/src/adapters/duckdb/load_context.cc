#include "adapters/duckdb/load_context.h"

#include "absl/strings/numbers.h"

#include "adapters/duckdb/table_columns.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {

std::string LoadContext::Relation() const { return Relation(""); }

std::string LoadContext::Relation(std::string_view suffix) const {
  return core::Cat(QuoteIdentifier(schema), ".", QuoteIdentifier(core::Cat(table.name, suffix)));
}

absl::StatusOr<int64_t> LoadContext::Number(std::string_view sql) {
  MADAD_ASSIGN_OR_RETURN(const auto rows, connection.Rows(sql));
  int64_t number = 0;
  if (absl::SimpleAtoi(rows.at(0).at(0), &number)) return number;
  return core::Error(absl::StatusCode::kInternal,
                     core::Cat("the store answered '", rows[0][0], "' to: ", sql),
                     {"ENGINE_FAILED", {}, ""});
}

absl::Status LoadFailure(const core::Table& table, const absl::Status& status) {
  if (status.code() == absl::StatusCode::kResourceExhausted) return status;
  return InvalidFile(table, table.files, status.message());
}

}  // namespace madad::adapters::duckdb
