#include "support/database.h"

#include <cstdlib>
#include <iostream>

namespace madad::testing {
namespace {

[[noreturn]] void Fail(const std::string& what, const char* why) {
  std::cerr << (why == nullptr ? "no message" : why) << "\n" << what << "\n";
  std::exit(1);
}

}  // namespace

Database::Database(int threads) {
  duckdb_config config = nullptr;
  duckdb_create_config(&config);
  duckdb_set_config(config, "threads", std::to_string(threads).c_str());
  char* error = nullptr;
  if (duckdb_open_ext(nullptr, &database_, config, &error) != DuckDBSuccess) {
    Fail("opening a database", error);
  }
  duckdb_destroy_config(&config);
  duckdb_connect(database_, &connection_);
}

Database::~Database() {
  duckdb_disconnect(&connection_);
  duckdb_close(&database_);
}

void Database::Run(const std::string& sql) {
  duckdb_result result;
  if (duckdb_query(connection_, sql.c_str(), &result) != DuckDBSuccess) {
    Fail(sql, duckdb_result_error(&result));
  }
  duckdb_destroy_result(&result);
}

std::vector<std::vector<std::string>> Database::Rows(const std::string& sql) {
  duckdb_result result;
  if (duckdb_query(connection_, sql.c_str(), &result) != DuckDBSuccess) {
    Fail(sql, duckdb_result_error(&result));
  }
  std::vector<std::vector<std::string>> rows(duckdb_row_count(&result));
  for (idx_t column = 0; column < duckdb_column_count(&result); ++column) {
    for (idx_t row = 0; row < rows.size(); ++row) {
      char* text = duckdb_value_varchar(&result, column, row);
      rows[row].emplace_back(text == nullptr ? "" : text);
      duckdb_free(text);
    }
  }
  duckdb_destroy_result(&result);
  return rows;
}

}  // namespace madad::testing
