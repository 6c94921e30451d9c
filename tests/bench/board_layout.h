// The board over the store's layout.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "adapters/duckdb/store.h"
#include "bench/contender.h"
#include "core/catalog.h"
#include "core/snapshot.h"

namespace madad::bench {

// The store with the board's tables, each copied for queries.
struct LaidOut {
  std::shared_ptr<adapters::duckdb::Store> store;
  core::Catalog catalog;
  std::map<std::string, core::TableData> tables;
};

// Returns the tables of `cache` loaded and copied; prints how long that took
// and what memory it holds.
LaidOut LayOutBoard(const std::string& cache);

// Returns SQL by hand over the copies: what the layout can give.
Contender LayoutContender(const LaidOut& board);

}  // namespace madad::bench
