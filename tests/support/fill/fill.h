// Tables that tests write into engines, each by the engine's own client.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"

#include "core/catalog.h"

namespace madad::testing {

// A row's values as text, in order of the columns; nothing for null. Times are ISO 8601.
using Row = std::vector<std::optional<std::string>>;

struct TableRows {
  std::string name;
  std::vector<core::Column> columns;
  std::vector<Row> rows;
  std::string key;  // its unique column, if it has one
};

// Each makes the table anew, in the engine's usual types for such columns, and writes the rows.
// Times without a zone stay so, but for ClickHouse, which has none: there `zone` is theirs.
absl::Status FillPostgreSql(const TableRows& table, const std::string& dsn);
// In the database `test` of mysql.sh. Texts have a collation that is not by code point.
absl::Status FillMySql(const TableRows& table, int port);
absl::Status FillSqlite(const TableRows& table, const std::string& file);
absl::Status FillDuckDbFile(const TableRows& table, const std::string& file);
absl::Status FillClickHouse(const TableRows& table, int port, const std::string& zone = "UTC");

// `name` between `quote`s, which are doubled in it.
inline std::string Quoted(const std::string& name, char quote) {
  std::string quoted(1, quote);
  for (const char letter : name) quoted.append(letter == quote ? 2 : 1, letter);
  return quoted + quote;
}

}  // namespace madad::testing
