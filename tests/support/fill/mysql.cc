#include <mysql.h>

#include "absl/strings/str_join.h"

#include "core/text.h"
#include "support/fill/fill.h"

namespace madad::testing {
namespace {

using core::Type;

// Rows of one statement.
constexpr size_t kTogether = 500;

std::string NativeType(const core::Column& column) {
  switch (column.type) {
    case Type::kBool:
      return "tinyint(1)";
    case Type::kInt64:
      return "bigint";
    case Type::kDouble:
      return "double";
    case Type::kDecimal:
      return core::Cat("decimal(18,", column.scale, ")");
    case Type::kDate:
      return "date";
    case Type::kTimestamp:
      return "datetime(6)";
    default:
      return "varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci";
  }
}

// What the owner of the data writes, as a literal.
std::string Literal(const core::Column& column, const std::optional<std::string>& value,
                    MYSQL* connection) {
  if (!value) return "NULL";
  if (column.type == Type::kBool) return *value;
  std::string escaped(2 * value->size() + 1, '\0');
  escaped.resize(
      mysql_real_escape_string(connection, escaped.data(), value->data(), value->size()));
  // ISO 8601 ends in Z.
  if (column.type == Type::kTimestamp && !escaped.empty() && escaped.back() == 'Z') {
    escaped.pop_back();
  }
  return core::Cat("'", escaped, "'");
}

absl::Status Execute(MYSQL* connection, const std::string& sql) {
  const bool done = mysql_real_query(connection, sql.data(), sql.size()) == 0;
  return done ? absl::OkStatus() : absl::InternalError(mysql_error(connection));
}

}  // namespace

absl::Status FillMySql(const TableRows& table, int port) {
  MYSQL* connection = mysql_init(nullptr);
  mysql_options(connection, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  absl::Status status;
  if (mysql_real_connect(connection, "127.0.0.1", "madad", "secret", "test",
                         static_cast<unsigned>(port), nullptr, 0) == nullptr) {
    status = absl::InternalError(mysql_error(connection));
  }
  std::vector<std::string> columns;
  for (const core::Column& column : table.columns) {
    columns.push_back(core::Cat(Quoted(column.name, '`'), " ", NativeType(column),
                                column.name == table.key ? " PRIMARY KEY" : ""));
  }
  status.Update(Execute(connection, core::Cat("CREATE OR REPLACE TABLE ", table.name, " (",
                                              absl::StrJoin(columns, ", "), ")")));
  std::vector<std::string> rows;
  for (size_t i = 0; i < table.rows.size(); ++i) {
    std::vector<std::string> values;
    for (size_t column = 0; column < table.columns.size(); ++column) {
      values.push_back(Literal(table.columns[column], table.rows[i][column], connection));
    }
    rows.push_back(core::Cat("(", absl::StrJoin(values, ", "), ")"));
    if (rows.size() < kTogether && i + 1 < table.rows.size()) continue;
    status.Update(Execute(
        connection, core::Cat("INSERT INTO ", table.name, " VALUES ", absl::StrJoin(rows, ", "))));
    rows.clear();
  }
  mysql_close(connection);
  return status;
}

}  // namespace madad::testing
