// One run of a model.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "core/catalog.h"
#include "core/model.h"
#include "core/model/store.h"
#include "core/model_control.h"
#include "core/snapshot.h"
#include "core/world.h"

namespace madad::core {

// What a run makes: the instance's tables by name, kept but not published.
using MadeTables = std::map<std::string, TableData>;

// Returns the contents of the tables that `shape` reads in `world`.
// Errors: what keeps its inputs from being read.
absl::StatusOr<std::map<std::string, std::string>> ContentsOf(const ModelShape& shape,
                                                              const World& world);

// Runs `instance` over `world` and keeps what it makes as `tables`, which are in
// the order of its outputs.
// Errors: what keeps its inputs from being read, the model's own, what `store`
// says; each with the model's id before it (MODEL_FAILED unless the error has a
// reason of its own). Nothing is kept then.
absl::StatusOr<MadeTables> RunModel(ModelInstance& instance, const std::vector<Table>& tables,
                                    const std::shared_ptr<const World>& world, ModelStore& store,
                                    int64_t max_rows, const CallContext& call,
                                    const ProgressSink& progress);

}  // namespace madad::core
