#include "declare.h"

namespace conversion {

void DeclareWinRates(sdk::Plugin& p) {
  p.Metric("conversion.win_rate")
      .Label("Win rate")
      .Label("he", "יחס סגירה בהצלחה")
      .Description(
          "Of the opportunities closed in the period, the share that was won: won / (won + lost), "
          "by the time of closing. Open opportunities are in neither part, even when they carry an "
          "expected closing time. A period in which nothing closed has no rate.")
      .Proportion(kOpportunities, "outcome = 'won'")
      .Where("outcome IN ('won', 'lost')")
      .From("opportunities")
      .At("closed_at")
      .Unit(sdk::Unit::kPercent)
      .HigherIsBetter();
  p.Metric("conversion.created_win_rate")
      .Label("Win rate of all created")
      .Label("he", "יחס סגירה מכלל ההזדמנויות שנוצרו")
      .Description(
          "Of all opportunities created in the period, open ones included, the share that was won "
          "by as_of. The newest periods are still open and can only rise. A period without "
          "opportunities has no rate.")
      .Proportion(kOpportunities, "outcome = 'won' AND coalesce(closed_at <= as_of(), TRUE)")
      .From("opportunities")
      .At("created_at")
      .Cohort()
      .Unit(sdk::Unit::kPercent)
      .HigherIsBetter();
}

}  // namespace conversion
