#include "bottleneck.h"

#include <cmath>
#include <string>
#include <vector>

#include "dwell_table.h"
#include "stage_findings.h"
#include "stays.h"

namespace pipeline {
namespace {

void AppendNumber(double value, sdk::DoubleColumn& out) {
  if (std::isfinite(value)) {
    out.Append(value);
  } else {
    out.Null();
  }
}

void WriteDwellFigures(const Finding& finding, sdk::Writer& out) {
  const bool is_dwell = finding.measure == Measure::kDwell;
  const auto days = [&](double value) { return is_dwell ? value : sdk::kUnknown; };
  AppendDays(days(finding.value), out.Duration("median"));
  AppendDays(days(finding.interval.low), out.Duration("median_low"));
  AppendDays(days(finding.interval.high), out.Duration("median_high"));
  AppendDays(days(finding.before), out.Duration("median_before"));
  const auto share = [&](double value) { return is_dwell ? sdk::kUnknown : value; };
  AppendNumber(share(finding.value), out.Double("lost_share"));
  AppendNumber(share(finding.interval.low), out.Double("lost_share_low"));
  AppendNumber(share(finding.interval.high), out.Double("lost_share_high"));
  AppendNumber(share(finding.before), out.Double("lost_share_before"));
}

}  // namespace

void Bottleneck::Declare(sdk::ModelSpec<Bottleneck>& m) {
  m.Label("Bottlenecks").Label("he", "צווארי בקבוק");
  m.Description(
      "Stages ranked by how long entities stay (the Kaplan-Meier median) and by how many are lost "
      "from them within half of the recent time (an Aalen-Johansen incidence), each beside its own "
      "history: stays that began in the recent time against earlier ones. A difference is called "
      "one "
      "when it is unlikely to be chance, all comparisons of the run taken together (Holm); stages "
      "with too few stays are not ranked, and say so. The evidence is there in figures and in "
      "words.");
  DeclareStageOptions(m);
  m.Param("recent", &Bottleneck::recent_,
          "How long before as_of a stay must have begun at most to be recent");
  m.Param("min_stays", &Bottleneck::min_stays_, "Ended stays that a statement needs").Min(2);
  m.Param("level", &Bottleneck::level_,
          "The chance of calling any difference when there is none, that is taken")
      .Min(0)
      .Max(1);
}

void Bottleneck::Shape(sdk::Shape& shape) const {
  using sdk::Type;
  DeclareLog(*this, /*with_amounts=*/false, shape);
  shape.Output("bottleneck")
      .Column("measure", Type::kString, "dwell: how long; drop_off: how many are lost")
      .Column("rank", Type::kInt64, "1 is the worst; null: too few stays")
      .Column("stage", Type::kString)
      .Column("position", Type::kInt64, "Of the stage, from 1")
      .Column("verdict", Type::kString,
              "slower, faster, more, fewer, as before, no history or too few")
      .Column("evidence", Type::kString)
      .Column("stays", Type::kInt64, "Stays that began in the recent time")
      .Column("ended", Type::kInt64)
      .Column("stays_before", Type::kInt64)
      .Column("ended_before", Type::kInt64)
      .Column("median", Type::kDuration, "Of `dwell`; null while less than half have left")
      .Column("median_low", Type::kDuration)
      .Column("median_high", Type::kDuration)
      .Column("median_before", Type::kDuration)
      .Column("lost_share", Type::kDouble, "Of `drop_off`: lost within half of the recent time")
      .Column("lost_share_low", Type::kDouble)
      .Column("lost_share_high", Type::kDouble)
      .Column("lost_share_before", Type::kDouble)
      .Column("p_value", Type::kDouble, "Of the difference to before, two-sided")
      .Column("p_adjusted", Type::kDouble, "For all comparisons of the run")
      .Column("as_of", Type::kTimestamp, "Up to where the log is known");
  sdk::Notes::Declare(shape, "the log");
}

void Bottleneck::Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out) {
  StageLog log = ReadLog(*this, call, in["log"]);
  call.Progress(0.6, "stages read");
  const std::vector<Stay> stays = StaysOf(log);
  call.Check();
  const int64_t recent = recent_.ExactMicros();
  const FindingOptions options{log.as_of - recent,
                               static_cast<double>(recent) / 2 / 86'400'000'000.0, min_stays_};
  const std::vector<Finding> findings = FindingsOf(log, stays, options);
  sdk::Writer& rows = out["bottleneck"];
  for (const Finding& finding : findings) {
    const StageLog::Stage& stage = log.stages[static_cast<size_t>(finding.stage)];
    rows.Text("measure").Append(finding.measure == Measure::kDwell ? "dwell" : "drop_off");
    rows.Int64("rank").Append(finding.rank > 0 ? std::optional(finding.rank) : std::nullopt);
    rows.Text("stage").Append(stage.name);
    rows.Int64("position").Append(stage.rank + 1);
    rows.Text("verdict").Append(VerdictOf(finding, options, level_));
    rows.Text("evidence").Append(EvidenceOf(finding, findings, log, options, level_));
    rows.Int64("stays").Append(finding.stays);
    rows.Int64("ended").Append(finding.ended);
    rows.Int64("stays_before").Append(finding.stays_before);
    rows.Int64("ended_before").Append(finding.ended_before);
    WriteDwellFigures(finding, rows);
    AppendNumber(finding.p_value, rows.Double("p_value"));
    AppendNumber(finding.p_adjusted, rows.Double("p_adjusted"));
    rows.Timestamp("as_of").Append(log.as_of);
    rows.EndRow();
  }
  log.notes.WriteTo(out);
}

}  // namespace pipeline
