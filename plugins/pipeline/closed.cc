#include <string>

#include "declare.h"

namespace pipeline {
namespace {

sdk::Metric& DeclareOutcome(sdk::Plugin& p, const std::string& id, const std::string& outcome,
                            const std::string& value) {
  return p.Metric("pipeline." + id)
      .Aggregate(value)
      .Where("outcome = '" + outcome + "'")
      .From("opportunities")
      .At("closed_at");
}

constexpr char kReasons[] =
    " By lost_reason, with --share, it is the loss-reason report; by competitor it shows whom "
    "deals were lost to.";

}  // namespace

void DeclareClosed(sdk::Plugin& p) {
  DeclareOutcome(p, "won_count", "won", kOpportunities)
      .Label("Opportunities won")
      .Label("he", "הזדמנויות שנסגרו בהצלחה")
      .Description("Opportunities won in the period, by the time of closing.")
      .Unit(sdk::Unit::kCount)
      .HigherIsBetter();
  DeclareOutcome(p, "lost_count", "lost", kOpportunities)
      .Label("Opportunities lost")
      .Label("he", "הזדמנויות שאבדו")
      .Description(std::string("Opportunities lost in the period, by the time of closing.") +
                   kReasons)
      .Unit(sdk::Unit::kCount)
      .LowerIsBetter();
  DeclareOutcome(p, "won_value", "won", "sum(amount)")
      .Label("Won value")
      .Label("he", "ערך המכירות שנסגרו")
      .Description("Sum of the amounts of the opportunities won in the period.")
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter();
  DeclareOutcome(p, "lost_value", "lost", "sum(amount)")
      .Label("Lost value")
      .Label("he", "ערך המכירות שאבדו")
      .Description(std::string("Sum of the amounts of the opportunities lost in the period.") +
                   kReasons)
      .Unit(sdk::Unit::kMoney)
      .LowerIsBetter();
  p.Metric("pipeline.average_deal_size")
      .Label("Average deal size")
      .Label("he", "גודל עסקה ממוצע")
      .Description(
          "Won value over the opportunities won in the period that have an amount; null when there "
          "are none.")
      .Ratio("sum(amount)", "count(amount)")
      .Where("outcome = 'won'")
      .From("opportunities")
      .At("closed_at")
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter();
  p.Metric("pipeline.competitive_win_rate")
      .Label("Win rate against competitors")
      .Label("he", "יחס סגירה מול מתחרים")
      .Description(
          "Of the opportunities closed in the period in which a competitor is named, the share "
          "that was won; by competitor, the win rate against each.")
      .Proportion(kOpportunities, "outcome = 'won'")
      .Where("outcome IN ('won', 'lost') AND competitor IS NOT NULL")
      .From("opportunities")
      .At("closed_at")
      .Unit(sdk::Unit::kPercent)
      .HigherIsBetter();
}

}  // namespace pipeline
