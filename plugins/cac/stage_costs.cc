#include <string>

#include "declare.h"

namespace cac {
namespace {

struct Stage {
  const char* id;     // of what is counted
  const char* count;  // the metric that counts it
  const char* label;
  const char* hebrew;
  const char* plural;
};

constexpr Stage kStages[] = {{"lead", "conversion.lead_count", "lead", "ליד", "leads created"},
                             {"mql", "conversion.mql_count", "MQL", "ליד כשיר לשיווק (MQL)",
                              "leads that became marketing-qualified"},
                             {"sql", "conversion.sql_count", "SQL", "ליד כשיר למכירה (SQL)",
                              "leads that became sales-qualified"},
                             {"opportunity", "conversion.opportunity_count", "opportunity",
                              "הזדמנות", "leads that became opportunities"}};

void DeclareCostPer(sdk::Plugin& p, const Stage& stage, bool marketing) {
  const std::string cost = marketing ? "marketing_cost" : "acquisition_cost";
  p.Metric(std::string("cac.") + (marketing ? "marketing_cost_per_" : "cost_per_") + stage.id)
      .Label(std::string(marketing ? "Marketing cost per " : "Cost per ") + stage.label)
      .Label("he", std::string(marketing ? "עלות שיווק ל" : "עלות ל") + stage.hebrew)
      .Description(
          std::string(marketing ? "Costs of marketing alone" : "All costs") +
          " of the period over the " + stage.plural +
          " in the period (conversion's count, at the time of that stage). The cost of a period is "
          "not followed to the leads it brought later: `lag` takes it from earlier. Null when "
          "there are none; 0 where they cost nothing. Costs without a source are apart, in the row "
          "without a value.")
      .Derived("cac." + cost + " / " + stage.count)
      .Unit(sdk::Unit::kMoney)
      .LowerIsBetter();
}

}  // namespace

void DeclareStageCosts(sdk::Plugin& p) {
  for (const Stage& stage : kStages) {
    DeclareCostPer(p, stage, /*marketing=*/false);
    DeclareCostPer(p, stage, /*marketing=*/true);
  }
}

}  // namespace cac
