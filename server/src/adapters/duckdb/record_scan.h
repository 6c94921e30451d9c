// Rows that are read here as a relation of DuckDB's SQL.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <duckdb.h>

#include "absl/status/status.h"

#include "adapters/duckdb/record_source.h"

namespace madad::adapters::duckdb {

// Record sources that statements may read, by number: `madad_records(7)`. Its
// columns are c0, c1, ... (VARCHAR), file, line, bad_column and bad_reason, the
// members of SourceRow; its rows are in the source's order.
// Thread: any.
class RecordScans {
 public:
  RecordScans() = default;
  RecordScans(const RecordScans&) = delete;
  RecordScans& operator=(const RecordScans&) = delete;

  // Makes the function known to the connection's database; once for each.
  // Lifetime: this outlives the database.
  absl::Status Register(duckdb_connection connection);

  // A source that one statement may read while this lives.
  class Lease {
   public:
    Lease(RecordScans& scans, int64_t id) : scans_(scans), id_(id) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease();
    // Returns the call to write in a FROM clause.
    std::string Sql() const;
    // What kept the source from being read to its end, if something did.
    absl::Status failure() const;

   private:
    RecordScans& scans_;
    int64_t id_;
  };
  [[nodiscard]] Lease Add(std::unique_ptr<RecordSource> source);

 private:
  static void Bind(duckdb_bind_info info);
  static void Init(duckdb_init_info info);
  static void Scan(duckdb_function_info info, duckdb_data_chunk chunk);

  struct Entry {
    std::unique_ptr<RecordSource> source;  // none: a statement has taken it
    absl::Status failure;
  };
  // A statement's own part of a scan.
  struct State;

  std::mutex mutex_;
  std::map<int64_t, Entry> entries_;
  int64_t next_ = 1;
};

}  // namespace madad::adapters::duckdb
