// The versions of every table that are held, and the newest world over them.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "adapters/duckdb/table_version.h"
#include "core/world.h"

namespace madad::adapters::duckdb {

using TableVersions = std::map<std::string, TableVersion>;

// Thread: any, at the same time; never waits for data.
class PublishedTables {
 public:
  explicit PublishedTables(std::shared_ptr<const core::Definitions> definitions);

  // Publishes `loaded` together, as one snapshot. A version that could not be
  // loaded leaves the last good one, which then says why (`newer_version`).
  void Install(TableVersions loaded);

  // Publishes `copy` in place of the relation in the schema `plain`, under the
  // same snapshot id: it is the same data. Does nothing when another version of
  // the table has been installed since.
  void InstallCopy(const std::string& table, const std::string& plain, core::TableData copy);

  // Returns what is held now, newest versions only.
  TableVersions held() const;
  // Returns the newest world; never null.
  std::shared_ptr<const core::World> world() const;

 private:
  void Publish();

  const std::shared_ptr<const core::Definitions> definitions_;
  mutable std::mutex mutex_;  // guards what follows
  TableVersions held_;
  int64_t number_ = 0;  // of the snapshot
  std::shared_ptr<const core::World> world_;
};

}  // namespace madad::adapters::duckdb
