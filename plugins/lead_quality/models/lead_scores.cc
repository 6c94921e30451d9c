#include "models/lead_scores.h"

#include <cmath>
#include <utility>

#include <madad/sdk/json_reader.h>
#include <madad/sdk/notes.h>

#include "models/lead_reader.h"
#include "models/main_figures.h"
#include "models/quality_tables.h"
#include "models/score_artifact.h"
#include "models/scores_table.h"
#include "models/won_amounts.h"
#include "training/apply.h"
#include "training/model.h"

namespace lead_quality {
namespace {

void CheckOutcome(const sdk::Reader& leads, const ScoreParameters& parameters) {
  if (leads.Has("converted_at")) return;
  throw sdk::Error(MADAD_FAILED_PRECONDITION,
                   "nothing says when a lead converted: the catalog has no '" +
                       parameters.OutcomeExpression() +
                       "' of leads; map that column, or name another in `outcome` or a stage in "
                       "`stage`",
                   MADAD_SOURCE_CONFIG);
}

// Whether the bytes are a model that can go on serving.
bool IsModel(const std::string& bytes) {
  if (bytes.empty()) return false;
  try {
    LoadModel(bytes);
    return true;
  } catch (const sdk::Error&) {
    return false;
  }
}

// Leads without a value of their own are worth `otherwise`, if anybody knows.
void FillValues(double otherwise, Frame& frame) {
  if (frame.values.empty()) frame.values.assign(frame.size(), NAN);
  for (double& value : frame.values) {
    if (std::isnan(value)) value = otherwise;
  }
}

void AddTrainingNotes(const sdk::Json& report, sdk::Notes& notes) {
  const sdk::Json* diagnosis = report.Find("diagnosis");
  const std::string word = diagnosis == nullptr ? "unknown" : diagnosis->Text();
  if (word != "ok") {
    notes.Add("NOT_TRAINED", "nothing could be learned (" + word +
                                 "), so there are no scores; more matured leads of both kinds or "
                                 "other features are needed");
  }
  const sdk::Json* found = report.Find("notes");
  if (found == nullptr) return;
  for (const sdk::Json& note : found->items()) notes.Add("TRAINING", note.Text());
}

sdk::Notes NotesOf(const LeadReader& reader, const sdk::Json& report) {
  sdk::Notes notes;
  notes.Add("LEADS_INCOMPLETE", "leads without an id or a time of creation are left out",
            static_cast<int64_t>(reader.incomplete()));
  notes.Add("OUTCOMES_IN_THE_FUTURE",
            "conversions later than the data is known have not happened yet",
            static_cast<int64_t>(reader.from_future()));
  AddTrainingNotes(report, notes);
  return notes;
}

}  // namespace

sdk::Trained LeadScores::Train(const sdk::Call& call, sdk::Readers& in, std::string_view previous) {
  CheckOutcome(in["leads"], *this);
  LeadReader reader(call, Columns());
  Frame frame = reader.Read(in["leads"]);
  KeepLearned(frame);
  ScoreArtifact learned;
  if (won_amounts) {
    learned.value_if_converted = MeanWonAmount(call, frame, horizon.ExactMicros(), in["deals"]);
  }
  call.Progress(0.2, "leads read");
  const TrainOptions options = OptionsFor(frame, call);
  const std::string serving = ModelIn(previous);
  const lead_quality::Trained trained = lead_quality::Train(std::move(frame), serving, options);
  learned.model = trained.bytes;
  learned.report = trained.report.ToJson();
  sdk::Trained made{.bytes = learned.ToBytes(), .reason = trained.report.reason};
  made.Report(MainFigures(trained.report));
  const bool worse = !trained.report.replace && (!learned.model.empty() || IsModel(serving));
  if (worse) made.Keep(trained.report.reason);
  return made;
}

void LeadScores::Apply(const sdk::Call& call, std::string_view artifact, sdk::Readers& in,
                       sdk::Writers& out) {
  const ScoreArtifact learned = ScoreArtifact::From(artifact);
  const sdk::Json report = sdk::Json::Parse(learned.report);
  LeadReader reader(call, Columns());
  Frame frame = reader.Read(in["leads"]);
  std::vector<FitScore> fit;
  if (const std::vector<Criterion> profile = Criteria(); !profile.empty()) {
    fit = ScoreFit(frame, profile, fit_share);
  }
  KeepLearned(frame);
  FillValues(learned.value_if_converted, frame);
  call.Progress(0.3, "leads read");
  const std::vector<int64_t> created_at = frame.created_at;
  const ScoredLeads leads{reader.ids(), created_at, fit};
  sdk::Notes notes = NotesOf(reader, report);
  if (learned.model.empty()) {
    WriteScores(leads, nullptr, call, out);
    WriteQuality(report, {}, out);
  } else {
    const Applied applied = lead_quality::Apply(
        learned.model, std::move(frame),
        {.explained = static_cast<size_t>(explain),
         .reasons = static_cast<size_t>(reasons),
         .check = [&call] { call.Check(); },
         .tasks = [&call](size_t count, const auto& task) { call.tasks().Run(count, task); }});
    WriteScores(leads, &applied, call, out);
    WriteQuality(report, applied.drift, out);
    for (const std::string& note : applied.notes) notes.Add("LEADS_CHANGED", note);
  }
  notes.WriteTo(out);
}

}  // namespace lead_quality
