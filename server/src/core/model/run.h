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
#include "core/model/artifacts.h"
#include "core/model/reading.h"
#include "core/model/store.h"
#include "core/model_control.h"
#include "core/snapshot.h"
#include "core/world.h"

namespace madad::core {

// What a run makes: the instance's tables by name, kept but not published.
using MadeTables = std::map<std::string, TableData>;

// Returns a sink for a part of a run, whose progress goes from `begin` to `end` of
// the whole. Lifetime: `progress` outlives it.
ProgressSink PartOf(const ProgressSink& progress, double begin, double end);

// Runs `instance` over `world` and keeps what it makes as `tables`, which are in
// the order of its outputs. `artifact` is applied when its model learns, else null.
// Errors: what keeps its inputs from being read, the model's own, what `store`
// says. Nothing is kept then.
absl::StatusOr<MadeTables> RunModel(ModelInstance& instance, const Artifact* artifact,
                                    const std::vector<Table>& tables,
                                    const std::shared_ptr<const World>& world, ModelStore& store,
                                    int64_t max_rows, const CallContext& call,
                                    const ProgressSink& progress);

}  // namespace madad::core
