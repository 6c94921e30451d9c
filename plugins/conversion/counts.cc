#include "declare.h"

namespace conversion {
namespace {

void DeclareStageCount(sdk::Plugin& p, const char* id, const char* stage, const char* label,
                       const char* hebrew, const std::string& what) {
  p.Metric(id)
      .Label(label)
      .Label("he", hebrew)
      .Description("Distinct leads that became " + what +
                   " in the period, by the time they entered that stage: its own time, else the "
                   "earliest time of a later stage (a lead that skipped the stage has reached "
                   "it). With policy=strict only leads with a time of their own count.")
      .Aggregate(kLeads)
      .From("leads")
      .At(std::string("stage('") + stage + "')")
      .Unit(sdk::Unit::kCount)
      .HigherIsBetter();
}

}  // namespace

void DeclareCounts(sdk::Plugin& p) {
  p.Metric("conversion.lead_count")
      .Label("Leads")
      .Label("he", "מספר לידים (נפח לידים)")
      .Description(
          "Distinct leads created in the period. By source, with their share of the total, they "
          "are "
          "the lead-source report.")
      .Aggregate(kLeads)
      .From("leads")
      .At("created_at")
      .Unit(sdk::Unit::kCount)
      .HigherIsBetter();
  DeclareStageCount(p, "conversion.mql_count", "mql", "Marketing-qualified leads",
                    "לידים כשירים לשיווק (MQL)", "marketing-qualified");
  DeclareStageCount(p, "conversion.sql_count", "sql", "Sales-qualified leads",
                    "לידים כשירים למכירה (SQL)", "sales-qualified");
  DeclareStageCount(p, "conversion.opportunity_count", "opportunity", "Opportunities", "הזדמנויות",
                    "opportunities");
  DeclareStageCount(p, "conversion.won_lead_count", "won", "Leads won", "לידים שהפכו ללקוחות",
                    "customers");
}

}  // namespace conversion
