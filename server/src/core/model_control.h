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
#include "core/model/artifacts.h"
#include "core/query.h"
#include "core/rows.h"
#include "core/world.h"

namespace madad::core {

enum class ModelFreshness : uint8_t {
  kNeverRun,  // it has no tables yet
  kFresh,     // made from the data that is served now
  kStale,     // the data has changed since
};

// A column that rows of a request have, to be scored.
struct RequestColumn {
  SqlColumn column;
  bool optional = false;  // may be left out
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
  // Of one that learns: the version that serves, null: none does.
  std::shared_ptr<const ArtifactVersion> serving;
  bool pinned = false;  // an older version was activated
  // What became of the last training, in a sentence; empty: there was none.
  std::string training;
  // The columns that rows of a request have; none: it scores no requests.
  std::vector<RequestColumn> request_columns;
};

// Scores rows that are in no table, as they come.
// Thread: one at a time.
class ModelScorer {
 public:
  virtual ~ModelScorer() = default;
  // The version that scores; null when the model does not learn.
  virtual const ArtifactVersion* version() const = 0;
  // The snapshot that the model's other inputs are read from.
  virtual const std::string& snapshot() const = 0;
  // The columns of what comes back, without rows.
  virtual const std::vector<ResultColumn>& columns() const = 0;
  // Hands the main output over `rows` to `sink`, a chunk at a time. `rows` are in
  // the columns that the scorer was opened with; they are scored together.
  // Errors: the model's own; what `sink` returns; CANCELLED, DEADLINE_EXCEEDED.
  virtual absl::Status Score(std::vector<ResultColumn> rows, const CallContext& call,
                             const RowsSink& sink) = 0;
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
  // already, waits for that run. One that learns is trained first, when what it
  // learns from has changed or with `force`.
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

  // Returns the versions of what the instance `name` has learned.
  // Errors: NOT_FOUND (MODEL_INSTANCE_UNKNOWN), FAILED_PRECONDITION
  // (MODEL_NOT_TRAINED: it does not learn), those of `ArtifactStore`.
  virtual absl::StatusOr<ArtifactVersions> Versions(std::string_view name) const;
  // Lets version `number` serve from now on, as `ArtifactStore::Activate` does; its
  // tables are stale until it has been applied. Errors: as above.
  virtual absl::StatusOr<ArtifactVersion> Activate(std::string_view name, int64_t number);
  // Returns what scores rows of `columns` by the instance `name`.
  // Errors: NOT_FOUND (MODEL_INSTANCE_UNKNOWN); FAILED_PRECONDITION
  // (MODEL_SCORES_NO_ROWS: none of its inputs may come from a request; ARTIFACT_NONE:
  // it has not been trained); INVALID_ARGUMENT (SCORE_COLUMNS) with everything that is
  // missing, unknown (with the nearest names) or of another type.
  virtual absl::StatusOr<std::unique_ptr<ModelScorer>> OpenScorer(
      std::string_view name, const std::vector<SqlColumn>& columns, const CallContext& call);
};

inline absl::StatusOr<ArtifactVersions> ModelControl::Versions(std::string_view) const {
  return absl::UnimplementedError("no versions are kept");
}
inline absl::StatusOr<ArtifactVersion> ModelControl::Activate(std::string_view, int64_t) {
  return absl::UnimplementedError("no versions are kept");
}
inline absl::StatusOr<std::unique_ptr<ModelScorer>> ModelControl::OpenScorer(
    std::string_view, const std::vector<SqlColumn>&, const CallContext&) {
  return absl::UnimplementedError("rows of requests are not scored");
}

}  // namespace madad::core
