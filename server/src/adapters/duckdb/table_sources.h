// The catalog's tables, kept fresh.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

#include "adapters/duckdb/published_tables.h"
#include "adapters/duckdb/sql_tables.h"
#include "adapters/duckdb/store.h"
#include "adapters/duckdb/table_copy.h"
#include "core/sources.h"

namespace madad::adapters::duckdb {

class SourceWatch;

struct TableSourcesOptions {
  // A table of fewer rows is as fast as it was read.
  int64_t copy_from_rows = 10'000;
  // Returns the expressions that a table's copy should hold ready; none when empty.
  std::function<std::vector<core::DerivedColumn>(const core::Table&)> wanted;
  // Files that changed are read when they have not been written for this long,
  // but no later than `settle_limit` after the change was seen.
  absl::Duration settle = absl::Milliseconds(500);
  absl::Duration settle_limit = absl::Seconds(30);
  // The catalog's sources that are SQL engines.
  SqlSources sql;
  std::function<absl::Time()> now = absl::Now;
  // Receives a line for each table that was loaded or failed after the start.
  // Thread: several, at the same time.
  std::function<void(const std::string&)> log = [](const std::string&) {};
};

// Loads the catalog's tables of files into the store, looks at or copies those
// of SQL engines, publishes them as worlds, and does so anew when files change or
// it is time to. A version that cannot be loaded
// leaves the last good one in place, and other tables alone. Worlds in use stay
// as they are; what nobody uses any more is dropped from the store.
class TableSources : public core::SourceControl {
 public:
  // Returns the sources with every table loaded once; what is wrong with a
  // table is in its data. Nothing runs in the background yet.
  // Errors: CANCELLED, DEADLINE_EXCEEDED.
  static absl::StatusOr<std::unique_ptr<TableSources>> Load(
      std::shared_ptr<const core::Definitions> definitions, std::shared_ptr<Store> store,
      TableSourcesOptions options, const core::CallContext& call = {});
  // Ends the background work first, in the middle of a statement if need be.
  ~TableSources() override;
  TableSources(const TableSources&) = delete;
  TableSources& operator=(const TableSources&) = delete;

  // Starts the background work: looking at the files of each source every
  // `watch_micros`, and laying out copies.
  // Thread: once, before others use the sources.
  void Start();

  // Returns the newest world.
  std::shared_ptr<const core::World> world() const { return published_.world(); }

  absl::StatusOr<std::shared_ptr<const core::Snapshot>> Check(
      std::string_view source, const core::CallContext& call) override;
  absl::StatusOr<std::vector<std::string>> Refresh(std::string_view source, bool force,
                                                   const core::CallContext& call) override;
  std::map<std::string, core::CopyState> Copying() const override { return progress_.now(); }

  // Publishes tables that models made, together, as one snapshot.
  void Publish(std::map<std::string, core::TableData> made);

  // Lays out copies of the tables that have none and deserve one, and returns
  // the names of those; the background does the same.
  // Errors: CANCELLED, DEADLINE_EXCEEDED; a table that fails is logged and
  // stays as it is.
  absl::StatusOr<std::vector<std::string>> LayOut(const core::CallContext& call);

  // Whether files of `source` differ from those that were read last.
  bool HasChanged(std::string_view source) const;
  // Whether a table of `source` could not be read the last time.
  bool HasFailed(std::string_view source) const;
  // Returns what tells whether files of `source` are written between two calls.
  std::string Look(std::string_view source) const;

 private:
  TableSources(std::shared_ptr<const core::Definitions> definitions, std::shared_ptr<Store> store,
              TableSourcesOptions options);

  const core::Catalog& catalog() const { return definitions_->catalog(); }
  absl::Status CheckName(std::string_view source) const;
  // Tables of `source` (empty: of every one), those with files or those with queries.
  std::vector<const core::Table*> TablesOf(std::string_view source, bool queries) const;
  std::vector<const core::Table*> SqlTablesOf(std::string_view source) const;
  absl::StatusOr<TableVersions> LoadTables(std::string_view source, const TableVersions& held,
                                           bool force, const core::CallContext& call) const;
  bool DeservesCopy(const core::TableData& data) const;
  absl::Status LayOutTable(const std::string& name, const core::TableData& plain,
                           const core::CallContext& call);

  const std::shared_ptr<const core::Definitions> definitions_;
  const std::shared_ptr<Store> store_;
  const TableSourcesOptions options_;
  PublishedTables published_;
  mutable CopyProgress progress_;
  // Held while tables are loaded and published, so that no load starts from
  // what another is about to replace.
  std::timed_mutex loading_;
  std::mutex laying_out_;          // guards what follows
  std::set<std::string> refused_;  // schemas whose copy failed
  std::unique_ptr<SourceWatch> watch_;
};

}  // namespace madad::adapters::duckdb
