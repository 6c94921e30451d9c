// What the last run of an instance made, as inputs of the next.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "core/adapter.h"
#include "core/catalog.h"
#include "core/model.h"
#include "core/world.h"

namespace madad::core {

// Opens the inputs of `shape` that are its own outputs of the last run, by their
// names: the rows of `tables`, one for each output, as `world` has them. No rows
// where it has none, and of a model that no instance is of (its tables name none).
// Errors: the adapter's, for a table that is there and cannot be read.
absl::StatusOr<std::map<std::string, ArrowStream>> OpenPrevious(
    const ModelShape& shape, const std::vector<Table>& tables,
    const std::shared_ptr<const World>& world, const CallContext& call);

}  // namespace madad::core
