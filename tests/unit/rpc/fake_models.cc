#include "unit/rpc/fake_models.h"

#include <thread>

#include "core/status.h"
#include "core/text.h"

namespace madad::testing {

std::vector<std::string> FakeModels::runs() const {
  const std::lock_guard lock(mutex_);
  return runs_;
}

absl::Status FakeModels::Work(const core::CallContext& call, const core::ProgressSink& progress) {
  ++started;
  progress(0, "reading");
  while (hold && call.Check().ok()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  if (!call.Check().ok()) {
    ++stopped;
    return call.Check();
  }
  progress(1, "done");
  return failure;
}

absl::StatusOr<bool> FakeModels::Run(std::string_view name, bool force,
                                     const core::CallContext& call,
                                     const core::ProgressSink& progress) {
  {
    const std::lock_guard lock(mutex_);
    runs_.push_back(core::Cat(name, force ? "!" : ""));
  }
  if (is_fresh && !force) return false;
  MADAD_RETURN_IF_ERROR(Work(call, progress));
  return true;
}

absl::StatusOr<core::ModelControl::Outcome> FakeModels::RunOnce(
    std::string_view id, std::string_view parameters, int64_t max_rows,
    const core::CallContext& call, const core::ProgressSink& progress) {
  {
    const std::lock_guard lock(mutex_);
    runs_.push_back(core::Cat(id, " ", parameters, " ", max_rows));
  }
  MADAD_RETURN_IF_ERROR(Work(call, progress));
  core::Catalog made = catalog;
  auto snapshot = std::make_shared<core::Snapshot>();
  snapshot->id = "v7";
  const auto engine = std::make_shared<TablesAdapter>(tables);
  AddTables(engine, made, *snapshot);
  for (const std::string& table : order) {
    snapshot->tables[table].newest_event = core::Timestamp{1'700'000'000'000'000};
  }
  {
    const std::lock_guard lock(mutex_);
    adapter = engine;
  }
  auto known = std::make_shared<const core::Definitions>(std::move(made),
                                                         std::vector<core::MetricDefinition>());
  return Outcome{.world = std::make_shared<const core::World>(std::move(known), snapshot),
                 .table_names = order,
                 .parameters = std::string(parameters)};
}

}  // namespace madad::testing
