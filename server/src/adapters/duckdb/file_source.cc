#include "adapters/duckdb/file_source.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

#include "absl/strings/match.h"
#include "absl/time/clock.h"

#include "adapters/duckdb/arrow_export.h"
#include "adapters/duckdb/business_time.h"
#include "adapters/duckdb/file_types.h"
#include "adapters/sql/mapping.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

// Owns a configuration.
struct Config {
  duckdb_config config = nullptr;
  Config() { duckdb_create_config(&config); }
  Config(const Config&) = delete;
  Config& operator=(const Config&) = delete;
  ~Config() { duckdb_destroy_config(&config); }
};

absl::Status Problem(const FileOptions& options, absl::StatusCode code, const char* reason,
                     std::string_view what) {
  return core::Error(code,
                     core::Cat("source '", options.source, "' (DuckDB, ", options.file, "): ", what),
                     {reason, {{"source", options.source}, {"file", options.file}}, ""});
}

// Where queries that need more than memory put the rest: beside the owner's
// file nothing is written.
std::string TemporaryFolder() {
  return (std::filesystem::temp_directory_path() / core::Cat("madad-duckdb-", getpid())).string();
}

void Configure(Config& config) {
  const auto set = [&](const char* name, const std::string& value) {
    duckdb_set_config(config.config, name, value.c_str());
  };
  set("access_mode", "READ_ONLY");
  set("autoinstall_known_extensions", "false");
  set("autoload_known_extensions", "false");
  set("temp_directory", TemporaryFolder());
  set("default_null_order", "nulls_last");
}

bool IsSameTime(const timespec& a, const timespec& b) {
  return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

std::string FromOf(const core::Table& table) {
  return sql::FromOf(table, [](std::string_view name) { return QuoteIdentifier(name); });
}

}  // namespace

// One transaction on a connection of its own.
class FrozenFile : public core::Adapter {
 public:
  FrozenFile(const FileSource& source, sql::Pool<FileSource::Session>::Loan loan)
      : source_(source), loan_(std::move(loan)) {}
  ~FrozenFile() override { loan_->connection->Execute("ROLLBACK", {}).IgnoreError(); }
  FrozenFile(const FrozenFile&) = delete;
  FrozenFile& operator=(const FrozenFile&) = delete;

  std::string Name() const override { return source_.Name(); }
  const core::Dialect& dialect() const override { return source_.dialect(); }
  absl::StatusOr<core::ArrowStream> Execute(const core::SqlStatement& statement,
                                            const core::CallContext& call) override {
    MADAD_ASSIGN_OR_RETURN(QueryResult result, source_.Run(*loan_, statement, call));
    return ExportArrow(std::move(result));
  }

 private:
  const FileSource& source_;
  sql::Pool<FileSource::Session>::Loan loan_;
};

FileSource::FileSource(FileOptions options, size_t pool)
    : options_(std::move(options)),
      pool_(pool, [this](const core::CallContext& call) { return Open(call); }) {}

std::string FileSource::Name() const { return core::Cat("duckdb ", duckdb_library_version()); }

absl::StatusOr<std::shared_ptr<FileSource::Database>> FileSource::OpenDatabase() {
  struct stat file = {};
  if (stat(options_.file.c_str(), &file) != 0 || !S_ISREG(file.st_mode)) {
    return Problem(options_, absl::StatusCode::kUnavailable, "SOURCE_UNAVAILABLE",
                   "there is no such file; check the source's root, which is relative to the "
                   "catalog's folder");
  }
  if (access(options_.file.c_str(), R_OK) != 0) {
    return Problem(options_, absl::StatusCode::kFailedPrecondition, "SOURCE_PERMISSION_MISSING",
                   "the file cannot be read; the server's user must be able to");
  }
  auto database = std::make_shared<Database>();
  database->device = file.st_dev;
  database->inode = file.st_ino;
  database->changed = file.st_mtim;
  Config config;
  Configure(config);
  char* error = nullptr;
  const duckdb_state opened =
      duckdb_open_ext(options_.file.c_str(), &database->handle, config.config, &error);
  if (opened == DuckDBSuccess) return database;
  const std::string text = error == nullptr ? "no message" : error;
  duckdb_free(error);
  if (absl::StrContains(text, "lock")) {
    return Problem(options_, absl::StatusCode::kUnavailable, "SOURCE_UNAVAILABLE",
                   "another process has the file open for writing; it can be read when that is "
                   "done");
  }
  return Problem(options_, absl::StatusCode::kFailedPrecondition, "SOURCE_NOT_A_DATABASE",
                 core::Cat("this is no database that DuckDB ", duckdb_library_version(),
                           " can read: ", text));
}

absl::StatusOr<std::unique_ptr<FileSource::Session>> FileSource::Open(const core::CallContext&) {
  const std::lock_guard lock(mutex_);
  auto session = std::make_unique<Session>();
  session->database = database_.lock();
  const bool is_current = session->database != nullptr && CheckFile(*session).ok();
  if (!is_current) {
    MADAD_ASSIGN_OR_RETURN(session->database, OpenDatabase());
  }
  MADAD_ASSIGN_OR_RETURN(session->connection,
                         Connection::Open(session->database->handle, deadlines_));
  if (!is_current) {
    MADAD_RETURN_IF_ERROR(RegisterBusinessTime(session->connection->handle()));
    MADAD_RETURN_IF_ERROR(session->connection->Execute("SET enable_external_access = false"));
    MADAD_RETURN_IF_ERROR(session->connection->Execute("SET lock_configuration = true"));
    database_ = session->database;
  }
  return session;
}

absl::Status FileSource::CheckFile(const Session& session) const {
  const Database& database = *session.database;
  struct stat file = {};
  const bool is_there = stat(options_.file.c_str(), &file) == 0;
  if (is_there && file.st_dev == database.device && file.st_ino == database.inode &&
      IsSameTime(file.st_mtim, database.changed)) {
    return absl::OkStatus();
  }
  return Problem(options_, absl::StatusCode::kUnavailable, "SOURCE_UNAVAILABLE",
                 is_there ? "the file was replaced" : "the file is gone");
}

// What the engine says, with the source's name and what it means for it.
absl::Status FileSource::Named(const absl::Status& status) const {
  const std::string_view message(status.message().data(), status.message().size());
  const auto says = [&](const char* text) { return message.find(text) != std::string_view::npos; };
  const absl::StatusCode failed = absl::StatusCode::kFailedPrecondition;
  if (says("Catalog Error") && says("does not exist")) {
    return Problem(options_, failed, "RELATION_MISSING", message);
  }
  if (says("Binder Error")) {
    return Problem(options_, failed, "RELATION_CHANGED",
                   core::Cat(message, "; if a column was renamed or its type changed, mend the "
                                      "table in the catalog and run `madad sources refresh`"));
  }
  if (says("Permission Error")) {
    return Problem(options_, failed, "SOURCE_PERMISSION_MISSING",
                   core::Cat(message, "; a query reads the source's own tables only"));
  }
  return core::Annotate(status, core::Cat("source '", options_.source, "': "));
}

absl::StatusOr<QueryResult> FileSource::Run(Session& session, const core::SqlStatement& statement,
                                            const core::CallContext& call) const {
  core::CallContext limited = call;
  limited.deadline = std::min(call.deadline, absl::Now() + options_.statement_timeout);
  absl::StatusOr<QueryResult> result = session.connection->Run(statement, limited);
  if (result.ok()) return result;
  MADAD_RETURN_IF_ERROR(call.Check());
  if (limited.Check().ok()) return Named(result.status());
  return Problem(options_, absl::StatusCode::kDeadlineExceeded, "SOURCE_TIMEOUT",
                 core::Cat("the statement took longer than ",
                           absl::FormatDuration(options_.statement_timeout),
                           "; ask for less, or raise the source's statement_timeout"));
}

absl::StatusOr<core::ArrowStream> FileSource::Execute(const core::SqlStatement& statement,
                                                      const core::CallContext& call) {
  return sql::RunOn(pool_, call, [&](Loan loan) -> absl::StatusOr<core::ArrowStream> {
    MADAD_RETURN_IF_ERROR(CheckFile(*loan));
    MADAD_ASSIGN_OR_RETURN(QueryResult result, Run(*loan, statement, call));
    return ExportArrow(std::move(result));
  });
}

absl::StatusOr<std::vector<core::NativeColumn>> FileSource::ColumnsOf(
    const core::Table& table, const core::CallContext& call) {
  using Columns = std::vector<core::NativeColumn>;
  return sql::RunOn(pool_, call, [&](Loan loan) -> absl::StatusOr<Columns> {
    MADAD_RETURN_IF_ERROR(CheckFile(*loan));
    const auto rows = loan->connection->Rows(
        core::Cat("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ", FromOf(table),
                  " AS r0)"),
        call);
    if (!rows.ok()) {
      const absl::Status status = Named(rows.status());
      const bool missing = core::DetailOf(status).reason == "RELATION_MISSING";
      return missing && table.query.empty() ? Missing(*loan, table, call) : status;
    }
    Columns columns;
    for (const auto& row : *rows) {
      const bool lacks_zone =
          FileFamilyOf(row[1]) == FileFamily::kTime && row[1] != "DATE";
      columns.push_back({row[0], row[1], lacks_zone});
    }
    return columns;
  });
}

absl::Status FileSource::Missing(Session& session, const core::Table& table,
                                 const core::CallContext& call) {
  MADAD_ASSIGN_OR_RETURN(
      const auto rows,
      session.connection->Rows("SELECT CASE WHEN table_schema = current_schema() THEN '' ELSE "
                               "table_schema || '.' END || table_name FROM "
                               "information_schema.tables ORDER BY 1",
                               call));
  std::vector<std::string> known;
  for (const auto& row : rows) known.push_back(row[0]);
  return sql::RelationMissing(table, options_.source, "DuckDB", known);
}

absl::Status FileSource::CanRead(const core::Column& column,
                                 const core::NativeColumn& native) const {
  return CanReadFromFile(column, native);
}

absl::StatusOr<bool> FileSource::IsUnique(const core::Table& table, const core::CallContext& call) {
  const core::Column& key = table.columns.at(table.key);
  if (!table.query.empty() || !key.values.empty() || !key.nulls.empty()) return false;
  const size_t dot = table.relation.find('.');
  const bool has_schema = dot != std::string::npos;
  core::SqlStatement statement{
      .sql = "SELECT 1 FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY' AND "
             "database_name = current_database() AND schema_name = coalesce(nullif($1, ''), "
             "current_schema()) AND table_name = $2 AND constraint_column_names = [$3]",
      .parameters = {has_schema ? table.relation.substr(0, dot) : std::string(),
                     has_schema ? table.relation.substr(dot + 1) : table.relation, key.from}};
  return sql::RunOn(pool_, call, [&](Loan loan) -> absl::StatusOr<bool> {
    MADAD_RETURN_IF_ERROR(CheckFile(*loan));
    MADAD_ASSIGN_OR_RETURN(const auto rows, loan->connection->Rows(statement, call));
    return !rows.empty();
  });
}

absl::StatusOr<std::shared_ptr<core::Adapter>> FileSource::Freeze(const core::CallContext& call) {
  using Frozen = std::shared_ptr<core::Adapter>;
  return sql::RunOn(pool_, call, [&](Loan loan) -> absl::StatusOr<Frozen> {
    MADAD_RETURN_IF_ERROR(CheckFile(*loan));
    MADAD_RETURN_IF_ERROR(loan->connection->Execute("BEGIN TRANSACTION", call));
    return Frozen(std::make_shared<FrozenFile>(*this, std::move(loan)));
  });
}

}  // namespace madad::adapters::duckdb
