// Training: what a model learns from its data, and which of it serves.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"

#include "core/model.h"
#include "core/model/artifacts.h"
#include "core/model_control.h"
#include "core/world.h"

namespace madad::core {

// An instance whose model learns, while it is trained.
struct Learner {
  const std::string& name;   // of the instance
  const std::string& model;  // its id
  std::string plugin_version;
  ModelInstance& instance;
  ArtifactStore& artifacts;
};

// Returns what the store keeps the instance's versions under: those of another
// model that had its name before are not its own.
std::string ArtifactKey(const std::string& instance, const std::string& model);

// What is to be applied, and how it came to that.
struct TrainedArtifact {
  Artifact artifact;
  // What became of the training, in a sentence; empty: none was due.
  std::string said;
  // Not OK: the training failed; the artifact is the one that served before.
  absl::Status failure;
};

// Trains when `force`, or when data, parameters or plugin are not those that the
// newest version was trained with, or the one that should serve is damaged; then
// returns the artifact that serves.
// Errors: those of the training, and of `ArtifactStore`, when nothing serves;
// FAILED_PRECONDITION (MODEL_NOT_SERVING) when all versions are kept back.
absl::StatusOr<TrainedArtifact> TrainIfDue(const Learner& learner,
                                           const std::shared_ptr<const World>& world, bool force,
                                           const CallContext& call, const ProgressSink& progress);

// Learning is most of the work of a model that learns.
inline constexpr double kShareOfTraining = 0.7;

// Trains for the caller alone: nothing is kept. Returns nothing when the model does
// not learn.
absl::StatusOr<std::optional<Artifact>> TrainOnce(ModelInstance& instance,
                                                  const std::shared_ptr<const World>& world,
                                                  const CallContext& call,
                                                  const ProgressSink& progress);

}  // namespace madad::core
