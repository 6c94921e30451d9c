// The embedded DuckDB that holds every snapshot.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <duckdb.h>

#include "absl/status/statusor.h"

#include "adapters/duckdb/connection.h"
#include "adapters/sql/deadline_watch.h"
#include "adapters/duckdb/dialect.h"
#include "adapters/duckdb/key_hashes.h"
#include "adapters/duckdb/local_time.h"
#include "adapters/duckdb/record_scan.h"
#include "core/adapter.h"

namespace madad::adapters::duckdb {

struct StoreOptions {
  // 0: as many as the machine has.
  int threads = 0;
  // DuckDB's own form ("4GB"); empty: its default, four fifths of the memory.
  std::string memory_limit;
  // Folders that files may be read from; nothing else outside the database is
  // reachable once the store is open.
  std::vector<std::string> readable_folders;
};

// One in-memory DuckDB database with a pool of connections.
class Store : public core::Adapter {
 public:
  // Errors: INVALID_ARGUMENT for an option DuckDB refuses, UNAVAILABLE.
  static absl::StatusOr<std::shared_ptr<Store>> Open(const StoreOptions& options);
  ~Store() override;

  std::string Name() const override;
  const core::Dialect& dialect() const override { return dialect_; }
  absl::StatusOr<core::ArrowStream> Execute(const core::SqlStatement& statement,
                                            const core::CallContext& call) override;

  // A connection on loan from the pool; goes back when destroyed.
  class Loan {
   public:
    Loan(Store& store, std::unique_ptr<Connection> connection)
        : store_(store), connection_(std::move(connection)) {}
    Loan(Loan&&) = default;
    Loan& operator=(Loan&&) = delete;
    ~Loan();
    Connection* operator->() { return connection_.get(); }
    Connection& operator*() { return *connection_; }

   private:
    Store& store_;
    std::unique_ptr<Connection> connection_;
  };
  // Errors: UNAVAILABLE.
  absl::StatusOr<Loan> Borrow();

  // Returns 1, 2, 3, ...: for names that must be new.
  int64_t NextVersion() { return ++version_; }

  // Rows that loads give to their statements.
  RecordScans& record_scans() { return record_scans_; }
  // Keys that statements pass over.
  KeyNotes& key_notes() { return key_notes_; }
  // Zones in which the sources' times are written.
  LocalTimes& local_times() { return local_times_; }

 private:
  Store() = default;

  RecordScans record_scans_;
  KeyNotes key_notes_;
  LocalTimes local_times_;
  duckdb_database database_ = nullptr;
  DuckDbDialect dialect_;
  sql::DeadlineWatch deadlines_;
  std::atomic<int64_t> version_ = 0;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace madad::adapters::duckdb
