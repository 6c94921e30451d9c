// Worlds over tables that SQL engines hold.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"

#include "conformance/engine.h"
#include "core/catalog.h"
#include "core/sql_source.h"

namespace madad::conformance {

using World = std::shared_ptr<const core::World>;

// A name that no other process of the tests uses.
std::string RelationOfThisProcess();

// The rows of `data` as a table of an engine.
madad::testing::TableRows RowsOf(const Data& data, const std::string& relation);

absl::Status NotInstalled(const std::string& why);

// Returns a world over `data`, whose rows are in `relation` of `source`, in
// columns of the same names.
absl::StatusOr<World> SqlWorld(const Data& data, const std::string& kind,
                               const std::string& relation, core::Mode mode,
                               std::shared_ptr<core::SqlSource> source);

}  // namespace madad::conformance
