// A DuckDB of a test's or benchmark's own, for SQL that Madad has no part in.
#pragma once

#include <string>
#include <vector>

#include <duckdb.h>

namespace madad::testing {

// An in-memory database with default settings but for the threads. A statement
// that fails ends the program with what the engine said.
class Database {
 public:
  explicit Database(int threads);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  // Runs one or more statements; the last one's rows are made and thrown away.
  void Run(const std::string& sql);
  // Runs one statement; every value as text, null as "".
  std::vector<std::vector<std::string>> Rows(const std::string& sql);
  // For what needs more than SQL. Lifetime: the database's.
  duckdb_connection handle() const { return connection_; }

 private:
  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
};

}  // namespace madad::testing
