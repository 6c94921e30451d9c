// Catalog, plugins and data, put together.
#pragma once

#include <functional>
#include <memory>
#include <ostream>

#include "absl/status/statusor.h"

#include "adapters/duckdb/table_sources.h"
#include "adapters/duckdb/model_tables.h"
#include "adapters/duckdb/store.h"
#include "app/options.h"
#include "core/model.h"
#include "core/model/runs.h"
#include "core/world.h"
#include "registry/registry.h"

namespace madad::app {

// What a server is made of. The order is the order of life: plugins outlive
// the worlds that their metrics are in and the runs of their models, the store
// outlives its snapshots.
struct Assembly {
  registry::Registry plugins;
  std::shared_ptr<core::ModelCode> model_code;
  std::shared_ptr<adapters::duckdb::Store> store;
  // Unless only a check was asked for, it keeps the data fresh in the background.
  std::shared_ptr<adapters::duckdb::TableSources> sources;
  std::shared_ptr<adapters::duckdb::ModelTables> model_tables;
  // The same goes for models' tables.
  std::shared_ptr<core::ModelRuns> models;
  int problems = 0;

  // Returns what gives the newest world; a query asks once and keeps that one.
  // Lifetime: the assembly's.
  std::function<std::shared_ptr<const core::World>()> world() const {
    return [sources = sources.get()] { return sources->world(); };
  }
};

// Returns everything that `options` names, loaded. Plugins that do not load,
// tables that cannot be read and metrics that cannot be computed are reported
// to `log`, a line each, and counted; the rest works. With `options.check` the
// same goes for what is wrong with the catalog itself.
// Errors: INVALID_ARGUMENT when the catalog itself is wrong (every problem is
// reported to `log` first), unless it is only checked; what keeps the store from
// opening.
absl::StatusOr<Assembly> Assemble(const Options& options, std::ostream& log);

}  // namespace madad::app
