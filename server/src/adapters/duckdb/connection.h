// Owners of DuckDB's C handles, and statements run on them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <duckdb.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "adapters/sql/deadline_watch.h"
#include "core/adapter.h"
#include "core/query.h"

namespace madad::adapters::duckdb {

// Owns a result.
class QueryResult {
 public:
  QueryResult() = default;
  QueryResult(QueryResult&& other) noexcept : result_(other.result_) { other.result_ = {}; }
  QueryResult& operator=(QueryResult&&) = delete;
  ~QueryResult() { duckdb_destroy_result(&result_); }
  duckdb_result* get() { return &result_; }

 private:
  duckdb_result result_{};
};

// While it lives, statements that its thread runs without a context of their own
// run under `call`: a load of many statements is cancelled as one.
class CallScope {
 public:
  // Lifetime: `call` outlives the scope.
  explicit CallScope(const core::CallContext& call) : outer_(current_) { current_ = &call; }
  CallScope(const CallScope&) = delete;
  CallScope& operator=(const CallScope&) = delete;
  ~CallScope() { current_ = outer_; }

  // Returns the innermost scope's context; outside of any, one that never ends.
  static const core::CallContext& Current();

 private:
  static thread_local const core::CallContext* current_;
  const core::CallContext* outer_;
};

// One connection to a database; used by one thread at a time.
class Connection {
 public:
  // Lifetime: `deadlines` outlives the connection.
  // Errors: UNAVAILABLE when the database refuses.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(duckdb_database database,
                                                          sql::DeadlineWatch& deadlines);
  ~Connection() { duckdb_disconnect(&connection_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Runs one statement to its end. When `call` is cancelled or its deadline
  // passes, the engine's work is stopped before this returns.
  // Errors: CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED (memory),
  // OUT_OF_RANGE (overflow), INVALID_ARGUMENT (conversion), else INTERNAL, each
  // with what DuckDB said.
  absl::StatusOr<QueryResult> Run(const core::SqlStatement& statement,
                                  const core::CallContext& call);

  // Runs one statement for its effect.
  absl::Status Execute(std::string_view sql, const core::CallContext& call = CallScope::Current());

  // Runs a statement that returns small rows; every value as text, null as "".
  absl::StatusOr<std::vector<std::vector<std::string>>> Rows(
      std::string_view sql, const core::CallContext& call = CallScope::Current());
  absl::StatusOr<std::vector<std::vector<std::string>>> Rows(
      const core::SqlStatement& statement, const core::CallContext& call = CallScope::Current());

  // For what of DuckDB's C API is not a statement.
  duckdb_connection handle() const { return connection_; }

 private:
  Connection(duckdb_connection connection, sql::DeadlineWatch& deadlines)
      : connection_(connection), deadlines_(deadlines) {}

  duckdb_connection connection_;
  sql::DeadlineWatch& deadlines_;
};

// Returns DuckDB's message as a status; INTERNAL for kinds that are not known.
absl::Status EngineError(std::string_view message);

}  // namespace madad::adapters::duckdb
