#include "adapters/sqlite/connection.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

#include "absl/time/clock.h"

#include "adapters/sqlite/functions.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::sqlite {
namespace {

// How many of its steps SQLite goes between two looks at the call's end.
constexpr int kStepsBetweenLooks = 1000;
// A value beyond this is not for figures.
constexpr int kMostBytesOfValue = 64 << 20;
constexpr int kMostBytesOfSql = 4 << 20;

struct Binder {
  sqlite3_stmt* statement;
  int index;

  int operator()(std::monostate) const { return sqlite3_bind_null(statement, index); }
  int operator()(bool value) const { return sqlite3_bind_int(statement, index, value ? 1 : 0); }
  int operator()(int64_t value) const { return sqlite3_bind_int64(statement, index, value); }
  int operator()(double value) const { return sqlite3_bind_double(statement, index, value); }
  int operator()(const core::Decimal& value) const {
    return sqlite3_bind_int64(statement, index, value.unscaled);
  }
  int operator()(const std::string& value) const {
    return sqlite3_bind_text64(statement, index, value.data(), value.size(), SQLITE_TRANSIENT,
                               SQLITE_UTF8);
  }
  int operator()(core::Date value) const {
    return sqlite3_bind_int64(statement, index, int64_t{value.days} * 86'400'000'000);
  }
  int operator()(core::Timestamp value) const {
    return sqlite3_bind_int64(statement, index, value.micros);
  }
  int operator()(const core::Duration& value) const {
    return sqlite3_bind_int64(statement, index, value.micros);
  }
};

struct Kind {
  absl::StatusCode code = absl::StatusCode::kInternal;
  const char* reason = "SOURCE_FAILED";
  const char* remedy = "";
};

Kind KindOf(int code, std::string_view message) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {absl::StatusCode::kUnavailable, "SOURCE_UNAVAILABLE",
              "; another process keeps it locked: try again, or put it into WAL mode"};
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
      return {absl::StatusCode::kUnavailable, "SOURCE_UNAVAILABLE",
              "; check that the file can be read, and (in WAL mode) that its folder can be written"};
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY:
      return {absl::StatusCode::kFailedPrecondition, "SOURCE_PERMISSION_MISSING",
              "; Madad only reads, and the server's user must be able to"};
    case SQLITE_NOTADB:
      return {absl::StatusCode::kFailedPrecondition, "SOURCE_NOT_A_DATABASE",
              "; check the source's root"};
    case SQLITE_CORRUPT:
      return {absl::StatusCode::kFailedPrecondition, "SOURCE_DAMAGED",
              "; check it with PRAGMA integrity_check, or put a good copy in its place"};
    case SQLITE_NOMEM:
    case SQLITE_FULL:
    case SQLITE_TOOBIG:
      return {absl::StatusCode::kResourceExhausted, "SOURCE_OVERLOADED", "; ask for less"};
    default:
      break;
  }
  if (message.starts_with("no such table")) {
    return {absl::StatusCode::kFailedPrecondition, "RELATION_MISSING", ""};
  }
  if (message.starts_with("no such column")) {
    return {absl::StatusCode::kFailedPrecondition, "RELATION_CHANGED",
            "; if a column was renamed, mend the table in the catalog and run `madad sources "
            "refresh`"};
  }
  return {};
}

absl::Status Describe(const ConnectionOptions& options, const Kind& kind,
                      std::string_view message) {
  return core::Error(kind.code,
                     core::Cat("source '", options.source, "' (SQLite, ", options.file, "): ",
                               message, kind.remedy),
                     {kind.reason, {{"source", options.source}, {"file", options.file}}, ""});
}

// Text compares by code point whatever the file's encoding: as UTF-8 its bytes do.
int CompareText(void*, int a_size, const void* a, int b_size, const void* b) {
  const int order = std::memcmp(a, b, static_cast<size_t>(std::min(a_size, b_size)));
  return order != 0 ? order : a_size - b_size;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const ConnectionOptions& options,
                                                             sql::DeadlineWatch& deadlines,
                                                             const core::CallContext& call) {
  std::unique_ptr<Connection> connection(new Connection(options, deadlines));
  MADAD_RETURN_IF_ERROR(connection->OpenFile());
  MADAD_RETURN_IF_ERROR(connection->Harden());
  // Nothing of the file has been read until now.
  MADAD_RETURN_IF_ERROR(
      connection->Rows({.sql = "SELECT count(*) FROM sqlite_schema"}, call).status());
  return connection;
}

absl::Status Connection::OpenFile() {
  const auto refuse = [this](const Kind& kind, std::string_view what) {
    return Describe(options_, kind, what);
  };
  struct stat file = {};
  if (stat(options_.file.c_str(), &file) != 0) {
    if (errno == EACCES) return refuse(KindOf(SQLITE_PERM, ""), "the file cannot be reached");
    return refuse({absl::StatusCode::kUnavailable, "SOURCE_UNAVAILABLE", ""},
                  "there is no such file; check the source's root, which is relative to the "
                  "catalog's folder");
  }
  if (!S_ISREG(file.st_mode)) return refuse(KindOf(SQLITE_NOTADB, ""), "this is no file");
  if (access(options_.file.c_str(), R_OK) != 0) {
    return refuse(KindOf(SQLITE_PERM, ""), "the file cannot be read");
  }
  device_ = file.st_dev;
  inode_ = file.st_ino;
  const int code = sqlite3_open_v2(options_.file.c_str(), &handle_,
                                   SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                                   nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : ErrorOf(code);
}

absl::Status Connection::Harden() {
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  // A quoted name that is no column is an error, not a text.
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_limit(handle_, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(handle_, SQLITE_LIMIT_LENGTH, kMostBytesOfValue);
  sqlite3_limit(handle_, SQLITE_LIMIT_SQL_LENGTH, kMostBytesOfSql);
  sqlite3_busy_handler(
      handle_,
      [](void* self, int tries) { return static_cast<Connection*>(self)->WaitForLock(tries); },
      this);
  sqlite3_progress_handler(
      handle_, kStepsBetweenLooks,
      [](void* self) { return static_cast<Connection*>(self)->is_ended_ ? 1 : 0; }, this);
  const int code = sqlite3_create_collation_v2(handle_, "madad_text", SQLITE_UTF8, nullptr,
                                               CompareText, nullptr);
  if (code != SQLITE_OK) return ErrorOf(code);
  return RegisterFunctions(handle_, functions_);
}

Connection::~Connection() { sqlite3_close_v2(handle_); }

bool Connection::IsUsable() const { return sqlite3_get_autocommit(handle_) != 0; }

absl::Status Connection::CheckFile() const {
  struct stat file = {};
  const bool is_there = stat(options_.file.c_str(), &file) == 0;
  if (is_there && file.st_dev == device_ && file.st_ino == inode_) return absl::OkStatus();
  return Describe(options_, {absl::StatusCode::kUnavailable, "SOURCE_UNAVAILABLE", ""},
                  is_there ? "the file was replaced" : "the file is gone");
}

// Called while another process holds a lock; returns 0 to give up.
int Connection::WaitForLock(int) const {
  if (is_ended_ || absl::Now() >= locked_until_) return 0;
  absl::SleepFor(absl::Milliseconds(2));
  return 1;
}

absl::Status Connection::ErrorOf(int code) const {
  const char* message = handle_ == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle_);
  return Describe(options_, KindOf(code, message), message);
}

Connection::Running::Running(Connection& connection, core::CallContext call)
    : connection_(connection), call_(std::move(call)), limited_(call_) {
  limited_.deadline =
      std::min(limited_.deadline, absl::Now() + connection_.options_.statement_timeout);
  connection_.functions_ = {};
  connection_.is_ended_ = false;
  connection_.locked_until_ = absl::Now() + connection_.options_.connect_timeout;
  interruption_.emplace(connection_.deadlines_, limited_, [this] {
    connection_.is_ended_ = true;
    sqlite3_interrupt(connection_.handle_);
  });
}

Connection::Running::~Running() {
  interruption_.reset();
  sqlite3_finalize(statement_);
}

absl::StatusOr<bool> Connection::Running::Step() {
  MADAD_RETURN_IF_ERROR(call_.Check());
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  MADAD_RETURN_IF_ERROR(call_.Check());
  if (connection_.is_ended_) {
    return Describe(connection_.options_,
                    {absl::StatusCode::kDeadlineExceeded, "SOURCE_TIMEOUT", ""},
                    core::Cat("the statement took longer than ",
                              absl::FormatDuration(connection_.options_.statement_timeout),
                              "; ask for less, or raise the source's statement_timeout"));
  }
  if (connection_.functions_.failure.ok()) return connection_.ErrorOf(code);
  return core::Annotate(connection_.functions_.failure,
                        core::Cat("source '", connection_.options_.source, "' (SQLite): "));
}

absl::StatusOr<std::unique_ptr<Connection::Running>> Connection::Start(
    const core::SqlStatement& statement, const core::CallContext& call) {
  MADAD_RETURN_IF_ERROR(call.Check());
  std::unique_ptr<Running> running(new Running(*this, call));
  const char* rest = nullptr;
  const int prepared =
      sqlite3_prepare_v3(handle_, statement.sql.c_str(), static_cast<int>(statement.sql.size()) + 1,
                         0, &running->statement_, &rest);
  if (prepared != SQLITE_OK) {
    MADAD_RETURN_IF_ERROR(call.Check());
    return ErrorOf(prepared);
  }
  // A parameter that was printed and then not used is none.
  const auto used = static_cast<size_t>(sqlite3_bind_parameter_count(running->statement_));
  for (size_t i = 0; i < std::min(used, statement.parameters.size()); ++i) {
    const Binder bind{running->statement_, static_cast<int>(i) + 1};
    const int bound = std::visit(bind, statement.parameters[i]);
    if (bound != SQLITE_OK) return ErrorOf(bound);
  }
  return running;
}

absl::StatusOr<std::vector<std::vector<std::string>>> Connection::Rows(
    const core::SqlStatement& statement, const core::CallContext& call) {
  MADAD_ASSIGN_OR_RETURN(const std::unique_ptr<Running> running, Start(statement, call));
  std::vector<std::vector<std::string>> rows;
  while (true) {
    MADAD_ASSIGN_OR_RETURN(const bool more, running->Step());
    if (!more) return rows;
    std::vector<std::string>& row = rows.emplace_back();
    for (int i = 0; i < sqlite3_column_count(running->get()); ++i) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(running->get(), i));
      row.emplace_back(text == nullptr ? "" : text);
    }
  }
}

}  // namespace madad::adapters::sqlite
