// The model instances of a server: run when their data changes, and on request.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"

#include "core/model.h"
#include "core/model/artifacts.h"
#include "core/model/run.h"
#include "core/model/store.h"
#include "core/model/train.h"
#include "core/model_control.h"

namespace madad::core {

struct ModelRunsOptions {
  // How often the background looks whether data has changed.
  absl::Duration look_every = absl::Milliseconds(500);
  // How many instances the background runs at a time: one that takes long delays no other.
  int side_by_side = 2;
  // Where what models learn is kept; null: models that learn do not run.
  std::shared_ptr<ArtifactStore> artifacts = nullptr;
  // Receives a line for each run of the background that failed or made tables. Thread: any.
  std::function<void(const std::string&)> log = [](const std::string&) {};
};

// Every instance runs once for each state of the data that it reads: its tables
// name what they were made from. A run that fails leaves the last good tables.
class ModelRuns : public ModelControl {
 public:
  // Lifetime: both outlive the runs.
  ModelRuns(ModelCode& code, ModelStore& store, ModelRunsOptions options = {});
  // Ends the background, cancelling what it runs.
  ~ModelRuns() override;
  ModelRuns(const ModelRuns&) = delete;
  ModelRuns& operator=(const ModelRuns&) = delete;

  // Starts running instances whose data has changed, those first that others
  // read. Thread: once, before others use the runs.
  void Start();

  // Runs what is due once, in the caller's thread, and returns the names of the
  // instances that ran; the background does the same. What someone else is
  // running is not waited for. Thread: any, at the same time.
  std::vector<std::string> RunDue(const CallContext& call);

  std::vector<ModelDefinition> models() const override { return code_.models(); }
  std::vector<ModelState> instances() const override;
  absl::StatusOr<bool> Run(std::string_view name, bool force, const CallContext& call,
                           const ProgressSink& progress) override;
  absl::StatusOr<Outcome> RunOnce(std::string_view id, std::string_view parameters,
                                  int64_t max_rows, const CallContext& call,
                                  const ProgressSink& progress) override;
  absl::StatusOr<ArtifactVersions> Versions(std::string_view name) const override;
  absl::StatusOr<ArtifactVersion> Activate(std::string_view name, int64_t number) override;
  absl::StatusOr<std::unique_ptr<ModelScorer>> OpenScorer(std::string_view name,
                                                          const std::vector<SqlColumn>& columns,
                                                          const CallContext& call) override;

 private:
  // The contents that a run read, and the digest of the artifact that it applied.
  struct Tried {
    std::string contents;
    std::string artifact;
    bool operator==(const Tried&) const = default;
  };

  // What is known of an instance beside its tables.
  struct Known {
    bool running = false;
    double progress = 0;
    std::string step;
    absl::Time ran_at = absl::InfinitePast();
    absl::Duration elapsed;
    absl::Status last_status;
    Tried tried;           // what the last run was of
    std::string training;  // what became of the last
  };

  // What a run makes, and how.
  struct Made {
    absl::StatusOr<MadeTables> tables;
    std::string artifact;  // digest of the one that was applied
    // What became of the training; "" and OK: none was due.
    std::string training;
    absl::Status failure;
  };

  ModelState StateOf(const ModelUse& use, const World& world) const;
  void AddVersions(const ModelUse& use, const World& world, ModelState& state) const;
  ModelFreshness FreshnessOf(const ModelUse& use, const Snapshot& snapshot) const;
  // The digest of the artifact that serves; "" when none does or the model does not learn.
  std::string ServingDigest(const ModelUse& use) const;
  absl::StatusOr<const ModelUse*> Find(std::string_view name, const World& world) const;
  absl::StatusOr<const ModelUse*> FindLearner(std::string_view name, const World& world) const;
  std::string PluginVersion(std::string_view model) const;
  bool IsDue(const ModelUse& use, const World& world) const;
  // Waits until no one runs the instance, then takes it; the caller lets it go.
  absl::Status Take(const std::string& name, const CallContext& call);
  // Takes the instance unless someone runs it.
  bool TryTake(const std::string& name);
  // Runs an instance that was taken unless its tables are fresh, and lets it go.
  absl::StatusOr<bool> RunAndLetGo(const ModelUse& use, bool force, const CallContext& call,
                                   const ProgressSink& progress);
  absl::Status RunTaken(const ModelUse& use, bool force, const CallContext& call,
                        const ProgressSink& progress);
  Made Make(const ModelUse& use, const std::shared_ptr<const World>& world, bool force,
            const CallContext& call, const ProgressSink& progress);
  Made MakeTrained(const ModelUse& use, ModelInstance& instance, const std::vector<Table>& tables,
                   const std::shared_ptr<const World>& world, bool force, const CallContext& call,
                   const ProgressSink& progress);
  void Work(const std::stop_token& stop);

  ModelCode& code_;
  ModelStore& store_;
  const ModelRunsOptions options_;
  mutable std::mutex mutex_;  // guards `known_`
  std::condition_variable_any changed_;
  std::map<std::string, Known, std::less<>> known_;
  std::vector<std::jthread> background_;
};

}  // namespace madad::core
