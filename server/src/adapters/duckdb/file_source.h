// An existing DuckDB file as a source.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <sys/types.h>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "adapters/duckdb/connection.h"
#include "adapters/duckdb/file_dialect.h"
#include "adapters/sql/deadline_watch.h"
#include "adapters/sql/pool.h"
#include "core/sql_source.h"

namespace madad::adapters::duckdb {

struct FileOptions {
  std::string source;  // the catalog's name for it, for messages
  std::string file;    // absolute
  absl::Duration statement_timeout = absl::Minutes(5);
};

// Opened for reading only, with no access to other files; opened again when it
// was replaced. DuckDB lets no other process write to a file that is open.
// Thread: any, at the same time.
class FileSource : public core::SqlSource {
 public:
  // Opens the file when it is first asked for something. At most `pool` connections.
  FileSource(FileOptions options, size_t pool);

  std::string Name() const override;
  const core::Dialect& dialect() const override { return dialect_; }
  absl::StatusOr<core::ArrowStream> Execute(const core::SqlStatement& statement,
                                            const core::CallContext& call) override;
  absl::StatusOr<std::vector<core::NativeColumn>> ColumnsOf(const core::Table& table,
                                                            const core::CallContext& call) override;
  absl::Status CanRead(const core::Column& column,
                       const core::NativeColumn& native) const override;
  absl::StatusOr<bool> IsUnique(const core::Table& table, const core::CallContext& call) override;
  // One transaction; the file cannot change while it is open.
  absl::StatusOr<std::shared_ptr<core::Adapter>> Freeze(const core::CallContext& call) override;

  // The file, open; closed when its last user goes.
  struct Database {
    Database() = default;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database() { duckdb_close(&handle); }
    duckdb_database handle = nullptr;
    dev_t device = 0;
    ino_t inode = 0;
    timespec changed{};
  };

  // A connection with the database it is to.
  struct Session {
    bool IsUsable() const { return true; }
    std::shared_ptr<Database> database;
    std::unique_ptr<Connection> connection;  // goes first
  };

 private:
  using Loan = sql::Pool<Session>::Loan;

  absl::StatusOr<std::unique_ptr<Session>> Open(const core::CallContext& call);
  absl::StatusOr<std::shared_ptr<Database>> OpenDatabase();
  // OK while the session is to the file that is there now; UNAVAILABLE when not.
  absl::Status CheckFile(const Session& session) const;
  absl::Status Missing(Session& session, const core::Table& table, const core::CallContext& call);
  absl::StatusOr<QueryResult> Run(Session& session, const core::SqlStatement& statement,
                                  const core::CallContext& call) const;
  absl::Status Named(const absl::Status& status) const;

  friend class FrozenFile;

  const FileOptions options_;
  const FileDialect dialect_;
  sql::DeadlineWatch deadlines_;  // outlives the connections
  std::mutex mutex_;
  std::weak_ptr<Database> database_;
  sql::Pool<Session> pool_;
};

}  // namespace madad::adapters::duckdb
