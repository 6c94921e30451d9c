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

absl::StatusOr<core::ArtifactVersions> FakeModels::Versions(std::string_view name) const {
  if (name == "scores") return versions;
  return core::Error(absl::StatusCode::kNotFound, core::Cat("no instance '", name, "'"),
                     {"MODEL_INSTANCE_UNKNOWN", {}, "instance"});
}

absl::StatusOr<core::ArtifactVersion> FakeModels::Activate(std::string_view name, int64_t number) {
  MADAD_RETURN_IF_ERROR(Versions(name).status());
  {
    const std::lock_guard lock(mutex_);
    runs_.push_back(core::Cat("activate ", name, " ", number));
  }
  for (const core::ArtifactVersion& version : versions.all) {
    if (version.number == number || number == 0) return version;
  }
  return core::Error(absl::StatusCode::kNotFound, core::Cat("there is no version ", number),
                     {"VERSION_UNKNOWN", {}, "version"});
}

namespace {

class LengthScorer : public core::ModelScorer {
 public:
  LengthScorer(const core::ArtifactVersions& versions, std::atomic<int>& started,
               std::atomic<int>& stopped)
      : started_(started),
        stopped_(stopped),
        version_(versions.all.empty() ? nullptr : &versions.all.front()) {
    columns_.emplace_back();
    columns_[0].name = "score";
    columns_[0].type = core::Type::kInt64;
    columns_[0].values = core::EmptyValues(core::Type::kInt64);
  }

  const core::ArtifactVersion* version() const override { return version_; }
  const std::string& snapshot() const override { return snapshot_; }
  const std::vector<core::ResultColumn>& columns() const override { return columns_; }

  absl::Status Score(std::vector<core::ResultColumn> rows, const core::CallContext& call,
                     const core::RowsSink& sink) override {
    ++started_;
    std::vector<core::ResultColumn> scored = columns_;
    for (size_t row = 0; row < rows[0].size(); ++row) {
      const core::Value value = rows[0].At(row);
      const auto* text = std::get_if<std::string>(&value);
      if (text != nullptr && *text == "fail") return absl::InternalError("it failed");
      while (text != nullptr && *text == "wait" && call.Check().ok()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
      if (!call.Check().ok()) {
        ++stopped_;
        return call.Check();
      }
      scored[0].Append(text == nullptr ? core::Value()
                                       : core::Value(2 * static_cast<int64_t>(text->size())));
    }
    return sink(std::move(scored));
  }

 private:
  std::atomic<int>& started_;
  std::atomic<int>& stopped_;
  const core::ArtifactVersion* version_;
  const std::string snapshot_ = "v7";
  std::vector<core::ResultColumn> columns_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<core::ModelScorer>> FakeModels::OpenScorer(
    std::string_view name, const std::vector<core::SqlColumn>& columns, const core::CallContext&) {
  MADAD_RETURN_IF_ERROR(Versions(name).status());
  if (columns.empty() || columns[0].name != "word") {
    return core::Error(absl::StatusCode::kInvalidArgument, "'word' (string) is missing",
                       {"SCORE_COLUMNS", {}, "columns"});
  }
  return std::make_unique<LengthScorer>(versions, started, stopped);
}

}  // namespace madad::testing
