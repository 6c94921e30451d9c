// Models as the service sees them: their state, and running them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "core/model.h"
#include "core/query.h"
#include "core/world.h"

namespace madad::core {

enum class ModelFreshness : uint8_t {
  kNeverRun,  // it has no tables yet
  kFresh,     // made from the data that is served now
  kStale,     // the data has changed since
};

// One instance, as it is now.
struct ModelState {
  ModelUse use;
  // Its parameters with defaults filled in; as written when the model is not there.
  std::string parameters;
  std::vector<std::string> tables;  // its outputs' names, the main one first
  // Not OK: it cannot run, and why (no such model, a column that the catalog lacks).
  absl::Status availability;
  ModelFreshness freshness = ModelFreshness::kNeverRun;
  // The last run that ended: when, how long, what came of it. Never: InfinitePast.
  absl::Time ran_at = absl::InfinitePast();
  absl::Duration elapsed;
  absl::Status last_status;
  int64_t rows = 0;      // of the tables that are served, together
  std::string snapshot;  // that those were made from
  // While it runs: how far (0 to 1) and the model's word for what it does.
  std::optional<double> progress;
  std::string step;
};

// Takes how far a run is, 0 to 1, and a word for a person. Thread: any.
using ProgressSink = std::function<void(double fraction, std::string_view step)>;

// Thread: any, at the same time.
class ModelControl {
 public:
  virtual ~ModelControl() = default;

  // The models of all plugins, by id.
  virtual std::vector<ModelDefinition> models() const = 0;
  // The instances of the catalog, by name.
  virtual std::vector<ModelState> instances() const = 0;

  // Runs the instance `name` unless its tables are fresh (with `force`, also
  // then), publishes its tables and returns whether it ran. When it is running
  // already, waits for that run.
  // Errors: NOT_FOUND (MODEL_INSTANCE_UNKNOWN, with the nearest names); what
  // keeps it from running; the model's own. Nothing is published then.
  virtual absl::StatusOr<bool> Run(std::string_view name, bool force, const CallContext& call,
                                   const ProgressSink& progress) = 0;

  // Runs the model `id` with `parameters` (a JSON object) for the caller alone
  // and returns a world in which its outputs are tables, named as the model
  // names them (`table_names`, in order). They go with the world.
  // Errors: as `Run`; RESOURCE_EXHAUSTED past `max_rows` of output.
  struct Outcome {
    std::shared_ptr<const World> world;
    std::vector<std::string> table_names;
    std::string parameters;  // with defaults filled in
  };
  virtual absl::StatusOr<Outcome> RunOnce(std::string_view id, std::string_view parameters,
                                          int64_t max_rows, const CallContext& call,
                                          const ProgressSink& progress) = 0;
};

}  // namespace madad::core
