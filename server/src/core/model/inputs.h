// What a model reads, as scans.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "core/catalog.h"
#include "core/model.h"
#include "core/scan.h"
#include "core/scan_scope.h"
#include "core/snapshot.h"

namespace madad::core {

// A scan of rows with the tables that its relations are of.
struct PlannedRows {
  RowScan scan;
  std::vector<std::vector<std::string>> tables;  // of each part: one a relation

  // All of them.
  std::set<std::string> AllTables() const;
};

// Returns `input` as a scan over the catalog's tables; where the relations are
// is left open (`PlaceRows`). Columns that are optional and not there are left
// out. An `as_of` that is not known is null in expressions.
// Errors: FAILED_PRECONDITION (MODEL_INPUT_INVALID, or what `RelationsOf` says),
// naming the input and the column.
absl::StatusOr<PlannedRows> PlanInput(const Catalog& catalog, const ModelInput& input,
                                      std::optional<Timestamp> as_of);

// Returns the relations of a scope, in places yet to be filled in.
std::vector<ScanRelation> RelationsIn(const ScanScope& scope, std::vector<std::string>& tables);

// Fills in where the relations are, and returns the adapter that has them all.
// Errors: FAILED_PRECONDITION (TABLE_UNAVAILABLE, MODEL_NOT_RUN, or the table's
// own error).
absl::StatusOr<std::shared_ptr<Adapter>> PlaceRows(const Catalog& catalog, const Snapshot& snapshot,
                                                   PlannedRows& rows);

}  // namespace madad::core
