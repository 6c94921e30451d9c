#include "declare.h"

namespace pipeline {
namespace {

void DeclareFactors(sdk::Plugin& p) {
  p.Metric("pipeline.closed_count")
      .Label("Opportunities closed")
      .Description(
          "Opportunities won or lost in the period. One closed before it was created counts when "
          "it was created.")
      .Aggregate(kOpportunities)
      .Where("outcome IS NOT NULL AND closed_at IS NOT NULL AND created_at IS NOT NULL")
      .From("opportunities")
      .At("greatest(created_at, closed_at)")
      .Unit(sdk::Unit::kCount)
      .Neutral();
  p.Metric("pipeline.worked_count")
      .Label("Opportunities worked")
      .Label("he", "הזדמנויות בטיפול")
      .Description(
          "Opportunities that were open at any time in the period: those open at its end and those "
          "closed in it.")
      .Derived("pipeline.open_count + pipeline.closed_count")
      .Unit(sdk::Unit::kCount)
      .HigherIsBetter();
  p.Metric("pipeline.velocity_win_rate")
      .Label("Win rate (factor of velocity)")
      .Description("Of the opportunities closed in the period, the share that was won.")
      .Proportion(kOpportunities, "outcome = 'won'")
      .Where("outcome IN ('won', 'lost')")
      .From("opportunities")
      .At("closed_at")
      .Unit(sdk::Unit::kPercent)
      .HigherIsBetter();
  p.Metric("pipeline.time_to_win_mean")
      .Label("Mean time to win")
      .Label("he", "זמן ממוצע לסגירה בהצלחה")
      .Description("Mean time from creation to winning, of the opportunities won in the period.")
      .Aggregate("avg(closed_at - created_at)")
      .Where("outcome = 'won'")
      .From("opportunities")
      .At("closed_at")
      .Unit(sdk::Unit::kDuration)
      .LowerIsBetter();
}

}  // namespace

void DeclareVelocity(sdk::Plugin& p) {
  DeclareFactors(p);
  p.Metric("pipeline.velocity")
      .Label("Sales velocity")
      .Label("he", "מהירות המכירות")
      .Description(
          "Money that the pipeline brings in a day: opportunities worked in the period, times "
          "their win rate, times the average deal size, over the mean days to win. Each factor is "
          "a metric of its own. Null when nothing was won, or was won in no time.")
      .Derived(
          "pipeline.worked_count * pipeline.velocity_win_rate * pipeline.average_deal_size / "
          "(pipeline.time_to_win_mean / '1d')")
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter();
}

}  // namespace pipeline
