// Conversion over time, of which the youngest attempts have seen little yet.
#include <algorithm>
#include <cmath>

#include <madad/sdk/survival.h>

#include "funnel/tables.h"

namespace conversion::funnel {
namespace {

constexpr int32_t kConvertedCause = 1;
constexpr int32_t kLostCause = 2;

sdk::RiskTable Tabulate(const std::vector<Outcome>& outcomes, bool lost_is_open) {
  std::vector<double> times;
  std::vector<int32_t> causes;
  times.reserve(outcomes.size());
  causes.reserve(outcomes.size());
  for (const Outcome& outcome : outcomes) {
    times.push_back(static_cast<double>(outcome.elapsed));
    int32_t cause = outcome.ending == Ending::kConverted ? kConvertedCause : 0;
    if (outcome.ending == Ending::kLost && !lost_is_open) cause = kLostCause;
    causes.push_back(cause);
  }
  return sdk::TabulateRisk({.time = times, .cause = causes});
}

// At most `most` of `count` steps, evenly, the first and the last among them.
std::vector<size_t> Thin(size_t count, size_t most) {
  std::vector<size_t> kept;
  if (count <= most) most = count;
  for (size_t i = 0; i < most; ++i) {
    kept.push_back(most == 1 ? count - 1 : i * (count - 1) / (most - 1));
  }
  return kept;
}

std::optional<double> Known(double value) {
  return std::isnan(value) ? std::nullopt : std::make_optional(value);
}

}  // namespace

void WriteCurve(const Found& found, sdk::Writer& out) {
  GroupColumns by(found, out);
  const std::vector<std::vector<Outcome>> outcomes = found.report.Outcomes();
  for (const size_t group : found.groups.InOrder()) {
    if (outcomes[group].empty()) continue;
    const sdk::RiskTable table = Tabulate(outcomes[group], false);
    const sdk::AalenJohansen converted(table, kConvertedCause);
    const sdk::AalenJohansen lost(table, kLostCause);
    const sdk::KaplanMeier naive(Tabulate(outcomes[group], true));
    const auto most = static_cast<size_t>(found.parameters.curve_points);
    for (const size_t i : Thin(table.rows.size(), most)) {
      const sdk::AalenJohansen::Step& step = converted.steps()[i];
      by.Append(group);
      out.Duration("elapsed").Append(std::llround(step.time));
      out.Double("converted").Append(step.incidence);
      out.Double("converted_low").Append(Known(step.interval.low));
      out.Double("converted_high").Append(Known(step.interval.high));
      out.Double("lost").Append(lost.steps()[i].incidence);
      out.Double("naive").Append(Known(1 - naive.Survival(step.time)));
      out.Int64("at_risk").Append(step.at_risk);
      out.EndRow();
    }
  }
}

}  // namespace conversion::funnel
