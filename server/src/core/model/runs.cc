#include "core/model/runs.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_join.h"

#include "core/model/tables.h"
#include "core/status.h"
#include "core/suggest.h"
#include "core/text.h"

namespace madad::core {
namespace {

// The tables of an instance, in the order of its outputs.
std::vector<std::string> TablesOf(const ModelUse& use) {
  std::vector<std::string> names;
  for (size_t i = 0; i < use.shape.outputs.size(); ++i) {
    names.push_back(ModelTableName(use.name, use.shape, i));
  }
  return names;
}

std::string TextOf(const std::map<std::string, std::string>& contents) {
  return absl::StrJoin(contents, "\n", absl::PairFormatter("="));
}

ModelFreshness DataFreshness(const std::vector<std::string>& tables, const Snapshot& snapshot) {
  for (const std::string& name : tables) {
    const auto data = snapshot.tables.find(name);
    if (data == snapshot.tables.end()) return ModelFreshness::kNeverRun;
    if (IsStale(data->second, snapshot)) return ModelFreshness::kStale;
  }
  return ModelFreshness::kFresh;
}

// What becomes of an error of a run: the call's own end, when that was it.
absl::Status Failure(std::string_view what, const absl::Status& status, const CallContext& call) {
  const absl::Status over = call.Check();
  ErrorDetail detail = DetailOf(status);
  if (detail.reason.empty()) detail.reason = "MODEL_FAILED";
  const bool is_the_end = !over.ok() && detail.reason != "MODEL_STUCK";
  return Error(is_the_end ? over.code() : status.code(),
               Cat(what, ": ", is_the_end ? over.message() : status.message()), detail);
}

absl::Status UnknownInstance(std::string_view name, const Catalog& catalog) {
  std::vector<std::string> names;
  for (const auto& [known, use] : catalog.models) names.push_back(known);
  return Error(absl::StatusCode::kNotFound,
               Cat("the catalog has no model instance '", name, "'", DidYouMean(name, names),
                   names.empty() ? "; instances are written under models:" : ""),
               {"MODEL_INSTANCE_UNKNOWN", {{"instance", std::string(name)}}, "name"});
}

CallContext WithTimeout(const CallContext& call, int64_t timeout_micros) {
  CallContext limited = call;
  limited.deadline = std::min(call.deadline, absl::Now() + absl::Microseconds(timeout_micros));
  return limited;
}

}  // namespace

ModelRuns::ModelRuns(ModelCode& code, ModelStore& store, ModelRunsOptions options)
    : code_(code), store_(store), options_(std::move(options)) {}

ModelRuns::~ModelRuns() {
  for (std::jthread& thread : background_) thread.request_stop();
}

void ModelRuns::Start() {
  for (int i = 0; i < options_.side_by_side; ++i) {
    background_.emplace_back([this](const std::stop_token& stop) { Work(stop); });
  }
}

void ModelRuns::Work(const std::stop_token& stop) {
  const CallContext call{.stop = stop};
  std::mutex idle;
  while (!stop.stop_requested()) {
    RunDue(call);
    std::unique_lock lock(idle);
    std::condition_variable_any().wait_for(
        lock, stop, absl::ToChronoMilliseconds(options_.look_every), [] { return false; });
  }
}

std::vector<std::string> ModelRuns::RunDue(const CallContext& call) {
  std::vector<std::string> ran;
  // A run may make what another waits for.
  for (bool again = true; again;) {
    again = false;
    const std::shared_ptr<const World> world = store_.world();
    for (const auto& [name, use] : world->catalog().models) {
      if (!call.Check().ok()) return ran;
      if (!IsDue(use, *store_.world()) || !TryTake(name)) continue;
      const absl::StatusOr<bool> made =
          RunAndLetGo(use, false, call, [](double, std::string_view) {});
      if (made.ok() && !*made) continue;
      again = true;
      ran.push_back(name);
      options_.log(made.ok() ? Cat("model ", name, ": ran")
                             : Cat("model ", name, ": ", made.status().message()));
    }
  }
  return ran;
}

bool ModelRuns::IsDue(const ModelUse& use, const World& world) const {
  if (FreshnessOf(use, world.snapshot()) == ModelFreshness::kFresh) return false;
  // Not yet when its inputs are not there; not again when they are what failed.
  const auto contents = ContentsOf(use.shape, world);
  if (!contents.ok()) return false;
  const Tried now{TextOf(*contents), ServingDigest(use)};
  const bool is_manual = use.refresh == ModelRefresh::kManual;
  const std::lock_guard lock(mutex_);
  const auto known = known_.find(use.name);
  if (known == known_.end()) return !is_manual;
  if (known->second.running || known->second.tried == now) return false;
  // Another version was activated over the same data: that is a request to apply it.
  if (known->second.tried.contents == now.contents) return true;
  const bool is_early = absl::Now() - known->second.ran_at < absl::Microseconds(use.refresh_micros);
  return !is_manual && !is_early;
}

ModelFreshness ModelRuns::FreshnessOf(const ModelUse& use, const Snapshot& snapshot) const {
  const std::vector<std::string> tables = TablesOf(use);
  const ModelFreshness freshness = DataFreshness(tables, snapshot);
  if (freshness != ModelFreshness::kFresh || !use.shape.trained) return freshness;
  const auto& made_from = snapshot.tables.at(tables.front()).made_from;
  const bool is_by_it = made_from && made_from->artifact == ServingDigest(use);
  return is_by_it ? freshness : ModelFreshness::kStale;
}

std::vector<ModelState> ModelRuns::instances() const {
  const std::shared_ptr<const World> world = store_.world();
  std::vector<ModelState> states;
  for (const auto& [name, use] : world->catalog().models) states.push_back(StateOf(use, *world));
  return states;
}

ModelState ModelRuns::StateOf(const ModelUse& use, const World& world) const {
  ModelState state{.use = use, .parameters = use.all_parameters, .tables = TablesOf(use)};
  state.availability = ContentsOf(use.shape, world).status();
  state.freshness = FreshnessOf(use, world.snapshot());
  AddVersions(use, world, state);
  for (const std::string& name : state.tables) {
    const auto data = world.snapshot().tables.find(name);
    if (data == world.snapshot().tables.end()) continue;
    state.rows += data->second.rows;
    if (data->second.made_from) state.snapshot = data->second.made_from->snapshot;
  }
  const std::lock_guard lock(mutex_);
  const auto known = known_.find(use.name);
  if (known == known_.end()) return state;
  state.ran_at = known->second.ran_at;
  state.elapsed = known->second.elapsed;
  state.last_status = known->second.last_status;
  if (known->second.running) state.progress = known->second.progress;
  state.step = known->second.step;
  state.training = known->second.training;
  return state;
}

absl::Status ModelRuns::Take(const std::string& name, const CallContext& call) {
  while (!TryTake(name)) {
    MADAD_RETURN_IF_ERROR(call.Check());
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::milliseconds(20));
  }
  return absl::OkStatus();
}

bool ModelRuns::TryTake(const std::string& name) {
  const std::lock_guard lock(mutex_);
  Known& known = known_[name];
  if (known.running) return false;
  known.running = true;
  known.progress = 0;
  known.step.clear();
  return true;
}

absl::StatusOr<const ModelUse*> ModelRuns::Find(std::string_view name, const World& world) const {
  const auto use = world.catalog().models.find(std::string(name));
  if (use == world.catalog().models.end()) return UnknownInstance(name, world.catalog());
  return &use->second;
}

absl::StatusOr<bool> ModelRuns::Run(std::string_view name, bool force, const CallContext& call,
                                    const ProgressSink& progress) {
  const std::shared_ptr<const World> world = store_.world();
  MADAD_ASSIGN_OR_RETURN(const ModelUse* use, Find(name, *world));
  MADAD_RETURN_IF_ERROR(Take(use->name, call));
  return RunAndLetGo(*use, force, call, progress);
}

absl::StatusOr<bool> ModelRuns::RunAndLetGo(const ModelUse& use, bool force,
                                            const CallContext& call, const ProgressSink& progress) {
  const bool is_fresh = FreshnessOf(use, store_.world()->snapshot()) == ModelFreshness::kFresh;
  const absl::Status status =
      is_fresh && !force ? absl::OkStatus() : RunTaken(use, force, call, progress);
  {
    const std::lock_guard lock(mutex_);
    known_[use.name].running = false;
  }
  changed_.notify_all();
  MADAD_RETURN_IF_ERROR(status);
  return force || !is_fresh;
}

absl::Status ModelRuns::RunTaken(const ModelUse& use, bool force, const CallContext& call,
                                 const ProgressSink& progress) {
  const absl::Time start = absl::Now();
  const std::shared_ptr<const World> world = store_.world();
  const CallContext limited = WithTimeout(call, use.timeout_micros);
  const auto contents = ContentsOf(use.shape, *world);
  Made made = Make(use, world, force, limited, [&](double fraction, std::string_view step) {
    {
      const std::lock_guard lock(mutex_);
      known_[use.name].progress = fraction;
      known_[use.name].step = std::string(step);
    }
    progress(fraction, step);
  });
  // A failed training is a failed run, also when what was learned before was applied.
  absl::Status status = made.failure;
  status.Update(made.tables.status());
  if (!status.ok()) {
    status = Failure(Cat("model instance '", use.name, "' (", use.model, ")"), status, limited);
  }
  if (made.tables.ok()) store_.Publish(*std::move(made.tables));
  if (!made.training.empty()) options_.log(Cat("model ", use.name, ": ", made.training));
  const std::lock_guard lock(mutex_);
  Known& known = known_[use.name];
  known.ran_at = start;
  known.elapsed = absl::Now() - start;
  known.last_status = status;
  if (!made.training.empty()) known.training = made.training;
  // What the caller ended may well be tried again.
  known.tried =
      contents.ok() && call.Check().ok() ? Tried{TextOf(*contents), made.artifact} : Tried{};
  return status;
}

ModelRuns::Made ModelRuns::Make(const ModelUse& use, const std::shared_ptr<const World>& world,
                                bool force, const CallContext& call, const ProgressSink& progress) {
  const absl::StatusOr<std::unique_ptr<ModelInstance>> instance =
      code_.Create(use.model, use.parameters);
  if (!instance.ok()) return {.tables = instance.status(), .artifact = ServingDigest(use)};
  std::vector<Table> tables;
  for (const std::string& name : TablesOf(use)) tables.push_back(world->catalog().tables.at(name));
  if ((*instance)->shape().trained) {
    return MakeTrained(use, **instance, tables, world, force, call, progress);
  }
  return {.tables =
              RunModel(**instance, nullptr, tables, world, store_, use.max_rows, call, progress)};
}

absl::StatusOr<ModelControl::Outcome> ModelRuns::RunOnce(std::string_view id,
                                                         std::string_view parameters,
                                                         int64_t max_rows, const CallContext& call,
                                                         const ProgressSink& progress) {
  MADAD_ASSIGN_OR_RETURN(const std::unique_ptr<ModelInstance> instance,
                         code_.Create(id, parameters));
  const std::shared_ptr<const World> world = store_.world();
  Catalog catalog = world->catalog();
  catalog.metrics.clear();
  Outcome outcome{.parameters = instance->parameters()};
  std::vector<Table> tables;
  for (const ModelOutput& output : instance->shape().outputs) {
    ModelShape one{.inputs = instance->shape().inputs, .outputs = {output}};
    MADAD_ASSIGN_OR_RETURN(std::vector<Table> made, ModelTables(catalog, output.name, one));
    tables.push_back(std::move(made.front()));
    outcome.table_names.push_back(output.name);
  }
  const absl::StatusOr<std::optional<Artifact>> artifact =
      TrainOnce(*instance, world, call, PartOf(progress, 0, kShareOfTraining));
  if (!artifact.ok()) return Failure(Cat("model '", id, "'"), artifact.status(), call);
  absl::StatusOr<MadeTables> made =
      RunModel(*instance, artifact->has_value() ? &**artifact : nullptr, tables, world, store_,
               max_rows, call, PartOf(progress, artifact->has_value() ? kShareOfTraining : 0, 1));
  if (!made.ok()) return Failure(Cat("model '", id, "'"), made.status(), call);
  auto snapshot = std::make_shared<Snapshot>(world->snapshot());
  for (Table& table : tables) {
    snapshot->tables[table.name] = std::move(made->at(table.name));
    const std::string name = table.name;
    catalog.tables.insert_or_assign(name, std::move(table));
  }
  auto definitions =
      std::make_shared<const Definitions>(std::move(catalog), std::vector<MetricDefinition>());
  outcome.world = std::make_shared<const World>(std::move(definitions), std::move(snapshot));
  return outcome;
}

}  // namespace madad::core
