#include "adapters/duckdb/connection.h"

#include <chrono>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

// Owns a prepared statement.
struct Prepared {
  duckdb_prepared_statement statement = nullptr;
  Prepared() = default;
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;
  ~Prepared() { duckdb_destroy_prepare(&statement); }
};

// Owns a statement under way; destroying it ends the engine's work.
struct Pending {
  duckdb_pending_result result = nullptr;
  Pending() = default;
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;
  ~Pending() { duckdb_destroy_pending(&result); }
};

// Binds one value at a 1-based position.
struct Binder {
  duckdb_prepared_statement statement;
  idx_t index;

  duckdb_state operator()(std::monostate) const { return duckdb_bind_null(statement, index); }
  duckdb_state operator()(bool value) const { return duckdb_bind_boolean(statement, index, value); }
  duckdb_state operator()(int64_t value) const {
    return duckdb_bind_int64(statement, index, value);
  }
  duckdb_state operator()(double value) const {
    return duckdb_bind_double(statement, index, value);
  }
  duckdb_state operator()(const core::Decimal& value) const {
    duckdb_decimal decimal;
    decimal.width = 18;
    decimal.scale = static_cast<uint8_t>(value.scale);
    decimal.value.lower = static_cast<uint64_t>(value.unscaled);
    decimal.value.upper = value.unscaled < 0 ? -1 : 0;
    return duckdb_bind_decimal(statement, index, decimal);
  }
  duckdb_state operator()(const std::string& value) const {
    return duckdb_bind_varchar_length(statement, index, value.data(), value.size());
  }
  duckdb_state operator()(core::Date value) const {
    return duckdb_bind_date(statement, index, {value.days});
  }
  duckdb_state operator()(core::Timestamp value) const {
    return duckdb_bind_timestamp(statement, index, {value.micros});
  }
  duckdb_state operator()(const core::Duration& value) const {
    return duckdb_bind_int64(statement, index, value.micros);
  }
};

absl::Status Prepare(duckdb_connection connection, const core::SqlStatement& statement,
                     Prepared& prepared) {
  if (duckdb_prepare(connection, statement.sql.c_str(), &prepared.statement) != DuckDBSuccess) {
    return EngineError(duckdb_prepare_error(prepared.statement));
  }
  for (size_t i = 0; i < statement.parameters.size(); ++i) {
    const Binder bind{prepared.statement, i + 1};
    if (std::visit(bind, statement.parameters[i]) != DuckDBSuccess) {
      return EngineError(core::Cat("parameter ", i + 1, " could not be bound"));
    }
  }
  return absl::OkStatus();
}

// Works on the statement until its result is ready. An interrupted one is
// worked on to its early end too: the engine's own threads would otherwise go
// on with it.
absl::Status Work(const Pending& pending, const core::CallContext& call) {
  while (true) {
    const duckdb_pending_state state = duckdb_pending_execute_task(pending.result);
    if (duckdb_pending_execution_is_finished(state)) {
      MADAD_RETURN_IF_ERROR(call.Check());
      if (state != DUCKDB_PENDING_ERROR) return absl::OkStatus();
      return EngineError(duckdb_pending_error(pending.result));
    }
    if (state == DUCKDB_PENDING_NO_TASKS_AVAILABLE) {
      std::this_thread::sleep_for(std::chrono::microseconds(20));
    }
  }
}

}  // namespace

absl::Status EngineError(std::string_view message) {
  absl::StatusCode code = absl::StatusCode::kInternal;
  std::string_view reason = "ENGINE_FAILED";
  if (message.starts_with("Out of Memory")) {
    code = absl::StatusCode::kResourceExhausted;
    reason = "ENGINE_OUT_OF_MEMORY";
  } else if (message.starts_with("Out of Range") ||
             message.find("is out of range") != std::string_view::npos) {
    code = absl::StatusCode::kOutOfRange;
    reason = "FIGURE_OUT_OF_RANGE";
  } else if (message.starts_with("Conversion Error") ||
             message.starts_with("Invalid Input Error")) {
    code = absl::StatusCode::kInvalidArgument;
    reason = "VALUE_INVALID";
  }
  return core::Error(code, core::Cat("DuckDB: ", message), {std::string(reason), {}, ""});
}

thread_local const core::CallContext* CallScope::current_ = nullptr;

const core::CallContext& CallScope::Current() {
  static const core::CallContext endless;
  return current_ == nullptr ? endless : *current_;
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(duckdb_database database,
                                                             sql::DeadlineWatch& deadlines) {
  duckdb_connection connection = nullptr;
  if (duckdb_connect(database, &connection) != DuckDBSuccess) {
    return core::Error(absl::StatusCode::kUnavailable, "the embedded store takes no connection",
                       {"STORE_UNAVAILABLE", {}, ""});
  }
  return std::unique_ptr<Connection>(new Connection(connection, deadlines));
}

absl::StatusOr<QueryResult> Connection::Run(const core::SqlStatement& statement,
                                            const core::CallContext& call) {
  MADAD_RETURN_IF_ERROR(call.Check());
  Prepared prepared;
  MADAD_RETURN_IF_ERROR(Prepare(connection_, statement, prepared));
  // Declared before `pending`, so that an interrupt still finds the connection
  // while the work is being taken down.
  const auto interrupt = [this] { duckdb_interrupt(connection_); };
  const std::stop_callback on_stop(call.stop, interrupt);
  const sql::DeadlineWatch::Guard on_deadline = deadlines_.Watch(call.deadline, interrupt);
  Pending pending;
  if (duckdb_pending_prepared(prepared.statement, &pending.result) != DuckDBSuccess) {
    MADAD_RETURN_IF_ERROR(call.Check());
    return EngineError(duckdb_pending_error(pending.result));
  }
  MADAD_RETURN_IF_ERROR(Work(pending, call));
  QueryResult result;
  if (duckdb_execute_pending(pending.result, result.get()) != DuckDBSuccess) {
    MADAD_RETURN_IF_ERROR(call.Check());
    const char* message = duckdb_result_error(result.get());
    return EngineError(message == nullptr ? "the statement failed" : message);
  }
  return result;
}

absl::Status Connection::Execute(std::string_view sql, const core::CallContext& call) {
  return Run({std::string(sql), {}}, call).status();
}

absl::StatusOr<std::vector<std::vector<std::string>>> Connection::Rows(
    std::string_view sql, const core::CallContext& call) {
  return Rows(core::SqlStatement{std::string(sql), {}}, call);
}

absl::StatusOr<std::vector<std::vector<std::string>>> Connection::Rows(
    const core::SqlStatement& statement, const core::CallContext& call) {
  MADAD_ASSIGN_OR_RETURN(QueryResult result, Run(statement, call));
  std::vector<std::vector<std::string>> rows(duckdb_row_count(result.get()));
  for (idx_t row = 0; row < rows.size(); ++row) {
    for (idx_t column = 0; column < duckdb_column_count(result.get()); ++column) {
      char* text = duckdb_value_varchar(result.get(), column, row);
      rows[row].emplace_back(text == nullptr ? "" : text);
      duckdb_free(text);
    }
  }
  return rows;
}

}  // namespace madad::adapters::duckdb
