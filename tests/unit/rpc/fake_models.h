// Models whose state, speed and tables tests decide.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/model_control.h"
#include "unit/rpc/tables_adapter.h"

namespace madad::testing {

class FakeModels : public core::ModelControl {
 public:
  // What was asked to run: `name`, `name!` with force, or `id parameters max_rows`.
  std::vector<std::string> runs() const;

  std::vector<core::ModelDefinition> models() const override { return definitions; }
  std::vector<core::ModelState> instances() const override { return states; }
  absl::StatusOr<bool> Run(std::string_view name, bool force, const core::CallContext& call,
                           const core::ProgressSink& progress) override;
  absl::StatusOr<Outcome> RunOnce(std::string_view id, std::string_view parameters,
                                  int64_t max_rows, const core::CallContext& call,
                                  const core::ProgressSink& progress) override;
  absl::StatusOr<core::ArtifactVersions> Versions(std::string_view name) const override;
  absl::StatusOr<core::ArtifactVersion> Activate(std::string_view name, int64_t number) override;
  // Scores rows by the text in them: twice its length, in a column `score`; `fail`
  // fails and `wait` waits for the end of the call.
  absl::StatusOr<std::unique_ptr<core::ModelScorer>> OpenScorer(
      std::string_view name, const std::vector<core::SqlColumn>& columns,
      const core::CallContext& call) override;

  // Set before the first call.
  std::vector<core::ModelDefinition> definitions;
  std::vector<core::ModelState> states;
  bool is_fresh = false;                    // `Run` does not run without force
  absl::Status failure;                     // of every run, when not OK
  std::map<std::string, TestTable> tables;  // that `RunOnce` makes
  std::vector<std::string> order;           // of them
  core::Catalog catalog;                    // that they are added to
  core::ArtifactVersions versions;          // of the one instance that learns, `scores`
  std::shared_ptr<TablesAdapter> adapter;   // that the last `RunOnce` made

  // Runs wait while it is set, or until their call is over.
  std::atomic<bool> hold = false;
  std::atomic<int> started = 0;
  std::atomic<int> stopped = 0;  // that found their call over

 private:
  absl::Status Work(const core::CallContext& call, const core::ProgressSink& progress);

  mutable std::mutex mutex_;
  std::vector<std::string> runs_;
};

}  // namespace madad::testing
