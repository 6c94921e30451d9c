// What a model reads, opened.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "core/adapter.h"
#include "core/model.h"
#include "core/model_control.h"
#include "core/snapshot.h"
#include "core/world.h"

namespace madad::core {

// Everything that one call of a model gets.
struct ModelReading {
  std::vector<ArrowStream> inputs;  // in the shape's order
  ModelCall call;
  MadeFrom made_from;  // without what came instead of a table
};

// Returns the contents of the tables that `shape` reads in `world`.
// Errors: what keeps its inputs from being read.
absl::StatusOr<std::map<std::string, std::string>> ContentsOf(const ModelShape& shape,
                                                              const World& world);

// Opens one input.
// Errors: what keeps it from being read.
absl::StatusOr<ArrowStream> OpenInput(const ModelInput& input,
                                      const std::shared_ptr<const World>& world,
                                      std::optional<Timestamp> as_of, const CallContext& call);

// Opens what `shape` reads in `world`; where `instead` has a stream for an input,
// by its name, that one. The streams end with `call`.
// Lifetime: `progress` is used while the model's call runs.
// Errors: what keeps its inputs from being read.
absl::StatusOr<ModelReading> OpenReading(const ModelShape& shape,
                                         const std::shared_ptr<const World>& world,
                                         const CallContext& call, const ProgressSink& progress,
                                         std::map<std::string, ArrowStream> instead = {});

}  // namespace madad::core
