#include "stage_dwell.h"

#include <string>

#include "dwell_table.h"

namespace pipeline {
namespace {

void DeclareStays(const StageOptions& options, sdk::Shape& shape) {
  using sdk::Type;
  shape.Output("stays")
      .Entity(options.entity, "entity_id")
      .Key("stay")
      .Column("stay", Type::kInt64, "Counts them, entity by entity")
      .Like("entity_id", "log.entity_id")
      .Column("stage", Type::kString)
      .Column("position", Type::kInt64, "Of the stage, from 1")
      .Column("visit", Type::kInt64, "1 for the entity's first stay in the stage")
      .Column("entered_at", Type::kTimestamp)
      .Column("left_at", Type::kTimestamp, "null for a stay that goes on")
      .Column("duration", Type::kDuration, "Up to as_of for a stay that goes on")
      .Column("is_censored", Type::kBool, "It goes on, so it lasts longer than `duration`")
      .Column("next_stage", Type::kString, "null for a stay that goes on")
      .Column("ended", Type::kString, "still there, forward, back, won or lost")
      .Column("advanced", Type::kBool,
              "The entity later reached a stage further on, directly or not, or was won");
}

}  // namespace

void StageDwell::Declare(sdk::ModelSpec<StageDwell>& m) {
  m.Label("Time in each stage").Label("he", "זמן שהייה בכל שלב");
  m.Description(
      "How long entities stay in each stage, by Kaplan-Meier: a stay that goes on at as_of is "
      "censored there, not left out, so that slow ones count while they are still open. A stay "
      "begins with an entry into a stage and ends with the next entry into another one, or when "
      "the "
      "entity is won or lost; an entry into the stage that it is in already changes nothing. The "
      "won and lost stages have no stays of their own. Where the log itself does not say who was "
      "won "
      "or lost, the columns outcome and closed_at, or won_at and lost_at, do: of the log, or of "
      "the "
      "entity's own table when the log has a join of the entity's name onto it. Entries later than "
      "as_of are left out.");
  DeclareStageOptions(m);
  m.Param("by", static_cast<std::vector<std::string> StageDwell::*>(&StageOptions::by),
          "Dimensions to tell apart in the table `dwell`, as of the entry");
  m.Param(
       "count", &StageDwell::count_,
       "every_stay: a return to a stage is another stay; first_stay: it is left out of the times")
      .OneOf({"every_stay", "first_stay"});
  m.Param("horizon", &StageDwell::horizon_, "Up to where restricted means go");
}

void StageDwell::Shape(sdk::Shape& shape) const {
  DeclareLog(*this, /*with_amounts=*/false, shape);
  DeclareDwell(*this, shape);
  DeclareStays(*this, shape);
  sdk::Notes::Declare(shape, "the log");
}

void StageDwell::Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out) {
  StageLog log = ReadLog(*this, call, in["log"]);
  call.Progress(0.6, "stages read");
  const std::vector<Stay> stays = StaysOf(log);
  const double horizon_days = static_cast<double>(horizon_.ExactMicros()) / 86'400'000'000.0;
  WriteDwell(*this, log, SampleStays(log, stays, count_ == "first_stay"), horizon_days, call,
             out["dwell"]);
  WriteStays(log, stays, call, out["stays"]);
  log.notes.WriteTo(out);
}

void StageDwell::WriteStays(const StageLog& log, const std::vector<Stay>& stays,
                            const sdk::Call& call, sdk::Writer& out) const {
  for (size_t i = 0; i < stays.size(); ++i) {
    if (i % 10'000 == 0) call.Check();
    const Stay& stay = stays[i];
    const StageLog::Stage& stage = log.stages[static_cast<size_t>(stay.stage)];
    out.Int64("stay").Append(static_cast<int64_t>(i) + 1);
    out.Any("entity_id").AppendValue(log.entities[stay.entity].id);
    out.Text("stage").Append(stage.name);
    out.Int64("position").Append(stage.rank + 1);
    out.Int64("visit").Append(stay.visit);
    out.Timestamp("entered_at").Append(stay.entered_at);
    if (stay.censored()) {
      out.Timestamp("left_at").Null();
      out.Text("next_stage").Null();
    } else {
      out.Timestamp("left_at").Append(stay.left_at);
      out.Text("next_stage").Append(log.stages[static_cast<size_t>(stay.next)].name);
    }
    out.Duration("duration").Append(stay.left_at - stay.entered_at);
    out.Bool("is_censored").Append(stay.censored());
    out.Text("ended").Append(WordOf(stay.end));
    out.Bool("advanced").Append(stay.advanced);
    out.EndRow();
  }
}

void DeclareStages(sdk::Plugin& p) {
  p.Model<StageDwell>("pipeline.stage_dwell");
  p.Dimension("stage")
      .Label("Stage")
      .Label("he", "שלב")
      .On("pipeline.stage_dwell.dwell", "stage")
      .On("pipeline.stage_dwell.stays", "stage");
  p.Metric("pipeline.stage_dwell_time")
      .Label("Time in stage (median)")
      .Label("he", "זמן שהייה בשלב (חציון)")
      .Description(
          "Kaplan-Meier median of the time spent in a stage, stays that still go on included as "
          "censored: ask for it by stage. It is worked out by the model pipeline.stage_dwell over "
          "all of its log, so a range of time does not apply, and over several groups it is that "
          "of "
          "the slowest. Null while less than half have left the stage.")
      .Aggregate("max(median)")
      .From("pipeline.stage_dwell.dwell")
      .At("as_of")
      .Unit(sdk::Unit::kDuration)
      .LowerIsBetter();
  p.Metric("pipeline.stage_stays")
      .Label("Stays in stage")
      .Label("he", "שהיות בשלב")
      .Description("Stays in a stage that began in the period.")
      .Aggregate("count(*)")
      .From("pipeline.stage_dwell.stays")
      .At("entered_at")
      .Unit(sdk::Unit::kCount)
      .Neutral();
  p.Metric("pipeline.stage_conversion_rate")
      .Label("Stage conversion")
      .Label("he", "יחס המרה בכל שלב")
      .Description(
          "Of the entities that first entered the stage in the period, the share that later "
          "reached "
          "a stage further on, directly or not, or was won. Only stages with a record of their own "
          "count as entered. The newest periods had little time and can still rise.")
      .Proportion("count(*)", "advanced")
      .Where("visit = 1")
      .From("pipeline.stage_dwell.stays")
      .At("entered_at")
      .Cohort()
      .Unit(sdk::Unit::kPercent)
      .HigherIsBetter();
}

}  // namespace pipeline
