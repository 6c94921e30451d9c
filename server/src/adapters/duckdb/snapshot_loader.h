// Every table of a catalog into the store, as one snapshot.
#pragma once

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "adapters/duckdb/store.h"
#include "core/catalog.h"
#include "core/snapshot.h"

namespace madad::adapters::duckdb {

// Returns a snapshot of the catalog's file tables, in schemas of its own
// (`<source>_v<version>`), which are dropped when the snapshot goes. A table
// that cannot be loaded is in it with its status; the others are not affected.
// Lifetime: the snapshot holds the store.
// Errors: only what keeps the store itself from working.
absl::StatusOr<std::shared_ptr<const core::Snapshot>> LoadSnapshot(
    const core::Catalog& catalog, const std::shared_ptr<Store>& store, int64_t version,
    absl::Time now);

}  // namespace madad::adapters::duckdb
