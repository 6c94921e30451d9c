// Models' tables in the store.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "adapters/duckdb/table_sources.h"
#include "adapters/duckdb/store.h"
#include "core/model/store.h"

namespace madad::adapters::duckdb {

// Keeps what models make beside what was read from files, and publishes it in
// the same snapshots.
class ModelTables : public core::ModelStore {
 public:
  ModelTables(std::shared_ptr<Store> store, std::shared_ptr<TableSources> sources)
      : store_(std::move(store)), sources_(std::move(sources)) {}

  std::shared_ptr<const core::World> world() const override { return sources_->world(); }
  absl::StatusOr<core::TableData> Keep(const core::Table& table,
                                       const std::vector<std::string>& columns,
                                       core::ArrowStream rows, int64_t max_rows,
                                       const core::CallContext& call) override;
  void Publish(std::map<std::string, core::TableData> tables) override {
    sources_->Publish(std::move(tables));
  }

 private:
  const std::shared_ptr<Store> store_;
  const std::shared_ptr<TableSources> sources_;
};

}  // namespace madad::adapters::duckdb
