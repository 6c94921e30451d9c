// Where the stage entries of an entity are.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "core/catalog.h"

namespace madad::rpc {

struct FunnelLog {
  std::set<std::string> tables;     // that the entries are read from
  std::vector<std::string> stages;  // first to last; empty: the catalog lists none
  std::string currency;             // of amounts; empty: unknown
};

// Errors: FAILED_PRECONDITION (STAGES_MISSING), saying what to add to the catalog.
absl::StatusOr<FunnelLog> LogOf(const std::string& entity, const core::Catalog& catalog);

}  // namespace madad::rpc
