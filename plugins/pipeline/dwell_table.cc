#include "dwell_table.h"

#include <cmath>
#include <string>

namespace pipeline {
namespace {

constexpr double kMicrosPerDay = 86'400'000'000.0;

void AppendShare(int64_t part, int64_t whole, sdk::DoubleColumn& out) {
  if (whole == 0) {
    out.Null();
  } else {
    out.Append(static_cast<double>(part) / static_cast<double>(whole));
  }
}

void WriteCurve(const DwellSample& sample, double horizon_days, sdk::Writer& out) {
  const sdk::RiskTable table = sdk::TabulateRisk(sample.seen());
  const sdk::KaplanMeier curve(table);
  const sdk::Interval median = curve.MedianInterval();
  out.Int64("stays").Append(curve.subjects());
  out.Int64("finished").Append(curve.events());
  out.Int64("still_there").Append(curve.subjects() - curve.events());
  AppendDays(curve.Median(), out.Duration("median"));
  AppendDays(median.low, out.Duration("median_low"));
  AppendDays(median.high, out.Duration("median_high"));
  AppendDays(curve.Quantile(0.9), out.Duration("p90"));
  const double horizon = std::min(horizon_days, table.last);
  AppendDays(curve.RestrictedMean(horizon), out.Duration("restricted_mean"));
  AppendDays(curve.subjects() > 0 ? horizon : sdk::kUnknown, out.Duration("horizon"));
}

}  // namespace

void DwellSample::Add(const Stay& stay, bool counts) {
  if (stay.visit == 1) {
    ++entered;
    advanced += stay.advanced;
  }
  if (!counts) return;
  days.push_back(stay.days());
  cause.push_back(stay.censored() ? 0 : 1);
}

DwellSamples SampleStays(const StageLog& log, const std::vector<Stay>& stays, bool first_visits) {
  DwellSamples samples;
  for (const Stay& stay : stays) {
    const int32_t rank = log.stages[static_cast<size_t>(stay.stage)].rank;
    samples[{rank, stay.group}].Add(stay, !first_visits || stay.visit == 1);
  }
  return samples;
}

void DeclareDwell(const StageOptions& options, sdk::Shape& shape) {
  using sdk::Type;
  sdk::Output& dwell = shape.Output("dwell");
  for (const std::string& dimension : options.by) dwell.Like(dimension, "log." + dimension);
  dwell.Column("stage", Type::kString)
      .Column("position", Type::kInt64, "Of the stage, from 1")
      .Column("stays", Type::kInt64, "Stays that began")
      .Column("finished", Type::kInt64, "Those that ended, in whatever way")
      .Column("still_there", Type::kInt64, "Those that go on at as_of: censored there")
      .Column("median", Type::kDuration,
              "Kaplan-Meier median of the time in the stage; null while less than half have left")
      .Column("median_low", Type::kDuration, "Its 95 % interval (Brookmeyer and Crowley)")
      .Column("median_high", Type::kDuration, "null: no limit is seen yet")
      .Column("p90", Type::kDuration, "The time after which nine of ten have left")
      .Column("restricted_mean", Type::kDuration, "Mean time in the stage, up to the horizon")
      .Column("horizon", Type::kDuration, "The parameter, or the longest stay when that is shorter")
      .Column("entered", Type::kInt64, "Entities that entered the stage, by a record of their own")
      .Column("advanced", Type::kInt64, "Those that later reached a stage further on, or were won")
      .Column("conversion_rate", Type::kDouble,
              "advanced / entered; the newest entries had little time, so it can still rise")
      .Column("as_of", Type::kTimestamp, "Up to where the log is known");
}

void WriteDwell(const StageOptions& options, const StageLog& log, const DwellSamples& samples,
                double horizon_days, const sdk::Call& call, sdk::Writer& out) {
  const std::vector<int32_t> stages = log.OpenStages();
  for (const auto& [key, sample] : samples) {
    call.Check();
    const auto [rank, group] = key;
    for (size_t i = 0; i < options.by.size(); ++i) {
      out.Any(options.by[i]).AppendValue(log.groups[static_cast<size_t>(group)][i]);
    }
    const int32_t stage = stages[static_cast<size_t>(rank)];
    out.Text("stage").Append(log.stages[static_cast<size_t>(stage)].name);
    out.Int64("position").Append(rank + 1);
    WriteCurve(sample, horizon_days, out);
    out.Int64("entered").Append(sample.entered);
    out.Int64("advanced").Append(sample.advanced);
    AppendShare(sample.advanced, sample.entered, out.Double("conversion_rate"));
    out.Timestamp("as_of").Append(log.as_of);
    out.EndRow();
  }
}

void AppendDays(double days, sdk::Int64Column& out) {
  if (std::isfinite(days)) {
    out.Append(std::llround(days * kMicrosPerDay));
  } else {
    out.Null();
  }
}

}  // namespace pipeline
