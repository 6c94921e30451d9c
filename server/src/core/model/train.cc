#include "core/model/train.h"

#include <utility>

#include "absl/strings/str_join.h"
#include "absl/time/clock.h"

#include "core/model/reading.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

std::string KeyOf(const Learner& learner) { return ArtifactKey(learner.name, learner.model); }

std::string TrainedFrom(const Learner& learner,
                        const std::map<std::string, std::string>& contents) {
  return Cat(learner.model, " ", learner.plugin_version, "\n", learner.instance.parameters(), "\n",
             absl::StrJoin(contents, "\n", absl::PairFormatter("=")));
}

// `version 4 was trained and kept back: no better; version 3 serves`
std::string Saying(const ArtifactVersion& made, const ArtifactVersions& versions) {
  const std::string why = made.reason.empty() ? "" : Cat(": ", made.reason);
  if (made.state == ArtifactState::kServing) {
    return Cat("version ", made.number, " was trained and serves", why);
  }
  const ArtifactVersion* serving = versions.serving();
  const std::string who = serving == nullptr ? "no version serves"
                                             : Cat("version ", serving->number, " serves",
                                                   versions.pinned ? ", which was activated" : "");
  return Cat("version ", made.number, " was trained and kept back", why, "; ", who);
}

absl::StatusOr<std::string> Train(const Learner& learner, const std::shared_ptr<const World>& world,
                                  ArtifactBytes previous, const CallContext& call,
                                  const ProgressSink& progress) {
  MADAD_ASSIGN_OR_RETURN(ModelReading reading,
                         OpenReading(learner.instance.shape(), world, call, progress));
  const absl::Time start = absl::Now();
  MADAD_ASSIGN_OR_RETURN(
      TrainedModel trained,
      learner.instance.Train(std::move(reading.inputs), std::move(previous), reading.call));
  ArtifactVersion version{.report = std::move(trained.report),
                          .replaces = trained.replaces,
                          .reason = std::move(trained.reason),
                          .trained_at = start,
                          .snapshot = reading.made_from.snapshot,
                          .trained_from = TrainedFrom(learner, reading.made_from.contents),
                          .model = learner.model,
                          .plugin_version = learner.plugin_version,
                          .parameters = learner.instance.parameters()};
  MADAD_ASSIGN_OR_RETURN(
      const ArtifactVersion made,
      learner.artifacts.Put(KeyOf(learner), std::move(version), trained.artifact));
  MADAD_ASSIGN_OR_RETURN(const ArtifactVersions versions, learner.artifacts.List(KeyOf(learner)));
  return Saying(made, versions);
}

absl::Status NothingServes(const Learner& learner, const ArtifactVersions& versions) {
  const ArtifactVersion& newest = versions.all.front();
  return Error(absl::StatusCode::kFailedPrecondition,
               Cat("no version serves: version ", newest.number, " was kept back",
                   newest.reason.empty() ? "" : Cat(": ", newest.reason),
                   "; `madad model activate ", learner.name, " ", newest.number, "` lets it serve"),
               {"MODEL_NOT_SERVING", {{"instance", learner.name}}, ""});
}

}  // namespace

std::string ArtifactKey(const std::string& instance, const std::string& model) {
  return Cat(instance, ".", model);
}

absl::StatusOr<TrainedArtifact> TrainIfDue(const Learner& learner,
                                           const std::shared_ptr<const World>& world, bool force,
                                           const CallContext& call, const ProgressSink& progress) {
  MADAD_ASSIGN_OR_RETURN(const auto contents, ContentsOf(learner.instance.shape(), *world));
  MADAD_ASSIGN_OR_RETURN(const ArtifactVersions before, learner.artifacts.List(KeyOf(learner)));
  const absl::StatusOr<Artifact> served = learner.artifacts.Serving(KeyOf(learner));
  const bool is_due = force || !before.damage.ok() || before.all.empty() ||
                      before.all.front().trained_from != TrainedFrom(learner, contents);
  TrainedArtifact result;
  if (is_due) {
    absl::StatusOr<std::string> said =
        Train(learner, world, served.ok() ? served->bytes : nullptr, call, progress);
    MADAD_RETURN_IF_ERROR(call.Check());
    if (said.ok()) result.said = *std::move(said);
    if (!said.ok()) result.failure = said.status();
  }
  absl::StatusOr<Artifact> serving = learner.artifacts.Serving(KeyOf(learner));
  if (serving.ok()) {
    result.artifact = *std::move(serving);
    return result;
  }
  MADAD_RETURN_IF_ERROR(result.failure);
  if (!absl::IsNotFound(serving.status())) return serving.status();
  MADAD_ASSIGN_OR_RETURN(const ArtifactVersions versions, learner.artifacts.List(KeyOf(learner)));
  return versions.all.empty() ? serving.status() : NothingServes(learner, versions);
}

absl::StatusOr<std::optional<Artifact>> TrainOnce(ModelInstance& instance,
                                                  const std::shared_ptr<const World>& world,
                                                  const CallContext& call,
                                                  const ProgressSink& progress) {
  if (!instance.shape().trained) return std::nullopt;
  MADAD_ASSIGN_OR_RETURN(ModelReading reading,
                         OpenReading(instance.shape(), world, call, progress));
  MADAD_ASSIGN_OR_RETURN(TrainedModel trained,
                         instance.Train(std::move(reading.inputs), nullptr, reading.call));
  return Artifact{.bytes = std::make_shared<const std::string>(std::move(trained.artifact))};
}

}  // namespace madad::core
