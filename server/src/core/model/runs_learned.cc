// What ModelRuns does with models that learn, and with rows that requests carry.
#include <optional>
#include <utility>

#include "core/model/runs.h"
#include "core/model/scorer.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

std::string KeyOf(const ModelUse& use) { return ArtifactKey(use.name, use.model); }

}  // namespace

std::string ModelRuns::ServingDigest(const ModelUse& use) const {
  if (!use.shape.trained || options_.artifacts == nullptr) return "";
  const absl::StatusOr<ArtifactVersions> versions = options_.artifacts->List(KeyOf(use));
  const ArtifactVersion* serving = versions.ok() ? versions->serving() : nullptr;
  return serving == nullptr ? "" : serving->digest;
}

void ModelRuns::AddVersions(const ModelUse& use, const World& world, ModelState& state) const {
  if (const ModelInput* input = RequestInput(use.shape)) {
    auto columns = RequestColumns(world.catalog(), *input);
    if (columns.ok()) state.request_columns = *std::move(columns);
  }
  if (!use.shape.trained || options_.artifacts == nullptr) return;
  const absl::StatusOr<ArtifactVersions> versions = options_.artifacts->List(KeyOf(use));
  if (!versions.ok()) {
    state.availability.Update(versions.status());
    return;
  }
  state.pinned = versions->pinned;
  if (const ArtifactVersion* serving = versions->serving()) {
    state.serving = std::make_shared<const ArtifactVersion>(*serving);
  }
}

ModelRuns::Made ModelRuns::MakeTrained(const ModelUse& use, ModelInstance& instance,
                                       const std::vector<Table>& tables,
                                       const std::shared_ptr<const World>& world, bool force,
                                       const CallContext& call, const ProgressSink& progress) {
  if (options_.artifacts == nullptr) {
    return {.tables = absl::FailedPreconditionError("there is no place for what it learns")};
  }
  const Learner learner{use.name, use.model, PluginVersion(use.model), instance,
                        *options_.artifacts};
  absl::StatusOr<TrainedArtifact> trained =
      TrainIfDue(learner, world, force, call, PartOf(progress, 0, kShareOfTraining));
  if (!trained.ok()) return {.tables = trained.status(), .artifact = ServingDigest(use)};
  Made made{.tables = RunModel(instance, &trained->artifact, tables, world, store_, use.max_rows,
                               call, PartOf(progress, kShareOfTraining, 1)),
            .artifact = trained->artifact.version.digest,
            .training = std::move(trained->said)};
  if (!trained->failure.ok()) {
    made.training = Cat("training failed, version ", trained->artifact.version.number,
                        " goes on serving: ", trained->failure.message());
    made.failure = Annotate(trained->failure, "training failed: ");
  }
  return made;
}

std::string ModelRuns::PluginVersion(std::string_view model) const {
  for (const ModelDefinition& known : code_.models()) {
    if (known.id == model) return known.plugin_version;
  }
  return "";
}

absl::StatusOr<const ModelUse*> ModelRuns::FindLearner(std::string_view name,
                                                       const World& world) const {
  MADAD_ASSIGN_OR_RETURN(const ModelUse* use, Find(name, world));
  if (use->shape.trained && options_.artifacts != nullptr) return use;
  return Error(absl::StatusCode::kFailedPrecondition,
               Cat("the model of instance '", name, "' (", use->model,
                   ") does not learn, so it has no versions"),
               {"MODEL_NOT_TRAINED", {{"instance", std::string(name)}}, "instance"});
}

absl::StatusOr<ArtifactVersions> ModelRuns::Versions(std::string_view name) const {
  const std::shared_ptr<const World> world = store_.world();
  MADAD_ASSIGN_OR_RETURN(const ModelUse* use, FindLearner(name, *world));
  return options_.artifacts->List(KeyOf(*use));
}

absl::StatusOr<ArtifactVersion> ModelRuns::Activate(std::string_view name, int64_t number) {
  const std::shared_ptr<const World> world = store_.world();
  MADAD_ASSIGN_OR_RETURN(const ModelUse* use, FindLearner(name, *world));
  MADAD_ASSIGN_OR_RETURN(ArtifactVersion serving,
                         options_.artifacts->Activate(KeyOf(*use), number));
  options_.log(Cat("model ", name, ": version ", serving.number, " was activated"));
  return serving;
}

absl::StatusOr<std::unique_ptr<ModelScorer>> ModelRuns::OpenScorer(
    std::string_view name, const std::vector<SqlColumn>& columns, const CallContext& call) {
  MADAD_RETURN_IF_ERROR(call.Check());
  ScorerParts parts{.world = store_.world(), .columns = columns};
  MADAD_ASSIGN_OR_RETURN(const ModelUse* use, Find(name, *parts.world));
  const ModelInput* input = RequestInput(use->shape);
  if (input == nullptr) {
    return Error(absl::StatusCode::kFailedPrecondition,
                 Cat("the model of instance '", name, "' (", use->model,
                     ") scores no rows of requests; its table is '", name, "'"),
                 {"MODEL_SCORES_NO_ROWS", {{"instance", std::string(name)}}, "instance"});
  }
  MADAD_ASSIGN_OR_RETURN(const std::vector<RequestColumn> expected,
                         RequestColumns(parts.world->catalog(), *input));
  MADAD_RETURN_IF_ERROR(CheckRequestColumns(expected, columns));
  if (use->shape.trained) {
    MADAD_RETURN_IF_ERROR(FindLearner(name, *parts.world).status());
    MADAD_ASSIGN_OR_RETURN(parts.artifact, options_.artifacts->Serving(KeyOf(*use)));
  }
  MADAD_ASSIGN_OR_RETURN(parts.instance, code_.Create(use->model, use->parameters));
  parts.output = parts.world->catalog().tables.at(use->name);
  return MakeScorer(std::move(parts));
}

}  // namespace madad::core
