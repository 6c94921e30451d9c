// How leads become customers, and how deals end.
#include <madad/sdk/plugin.h>

namespace sdk = madad::sdk;

namespace {

constexpr char kLeads[] = "count(DISTINCT lead_id)";
constexpr char kOpportunities[] = "count(DISTINCT opportunity_id)";

void DeclareLeadCount(sdk::Plugin& p) {
  p.Metric("conversion.lead_count")
      .Label("Leads")
      .Label("he", "מספר לידים (נפח לידים)")
      .Description(
          "Distinct leads by the time they were created. A lead that appears in several rows "
          "counts once; a lead without a creation time belongs to no period and is not counted.")
      .Aggregate(kLeads)
      .From("leads")
      .At("created_at")
      .Unit(sdk::Unit::kCount)
      .HigherIsBetter();
}

void DeclareLeadToCustomerRate(sdk::Plugin& p) {
  p.Metric("conversion.lead_to_customer_rate")
      .Label("Lead to customer rate")
      .Label("he", "שיעור המרה")
      .Description(
          "Of the leads created in the period, the share that was won by as_of: a cohort rate, "
          "reported in the period of creation, however much later the win came. Without a "
          "conversion window the newest periods are still open and can only rise. A lead won "
          "before it was created counts as won and is reported as a warning. A period without "
          "leads has no rate.")
      .Proportion(kLeads, "won_at IS NOT NULL")
      .From("leads")
      .At("created_at")
      .Cohort()
      .Unit(sdk::Unit::kPercent)
      .HigherIsBetter()
      .Warn("count(DISTINCT lead_id) FILTER (WHERE won_at < created_at)",
            "{n} leads were won before they were created; they count as won");
}

void DeclareWinRate(sdk::Plugin& p) {
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
}

void Declare(sdk::Plugin& p) {
  DeclareLeadCount(p);
  DeclareLeadToCustomerRate(p);
  DeclareWinRate(p);
}

}  // namespace

MADAD_PLUGIN(Declare);
