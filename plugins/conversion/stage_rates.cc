#include "declare.h"

namespace conversion {
namespace {

struct StageRate {
  const char* id;
  const char* label;
  const char* hebrew;
  const char* from;
  const char* to;
  const char* what;
};

constexpr StageRate kRates[] = {
    {"conversion.lead_to_mql_rate", "Lead to MQL rate", "שיעור המרה: ליד ל-MQL", "lead", "mql",
     "leads created in the period, the share that became marketing-qualified"},
    {"conversion.mql_to_sql_rate", "MQL to SQL rate", "שיעור המרה: MQL ל-SQL", "mql", "sql",
     "leads marketing-qualified in the period, the share that became sales-qualified"},
    {"conversion.sql_to_opportunity_rate", "SQL to opportunity rate", "שיעור המרה: SQL להזדמנות",
     "sql", "opportunity",
     "leads sales-qualified in the period, the share that became opportunities"},
    {"conversion.opportunity_to_customer_rate", "Opportunity to customer rate",
     "שיעור המרה: הזדמנות ללקוח", "opportunity", "won",
     "leads that became opportunities in the period, the share that became customers"},
    {"conversion.lead_to_customer_rate", "Lead to customer rate", "שיעור המרה", "lead", "won",
     "leads created in the period, the share that became customers"}};

std::string Stage(const char* id) { return std::string("stage('") + id + "')"; }

}  // namespace

void DeclareStageRates(sdk::Plugin& p) {
  for (const StageRate& rate : kRates) {
    p.Metric(rate.id)
        .Label(rate.label)
        .Label("he", rate.hebrew)
        .Description(std::string("Of the ") + rate.what +
                     " by as_of: a cohort rate, reported in the period of entry, however much "
                     "later the outcome came. With a window (window=30d) only outcomes within it "
                     "count, and only entries that have had that long; those younger are left out "
                     "and counted. Without one, the newest periods are still open and can only "
                     "rise. Reaching a later stage counts as having reached the earlier ones "
                     "(policy=strict: only a stage's own time). An outcome before its entry "
                     "counts and is reported as a warning. A period without entries has no rate.")
        .Conversion(Stage(rate.from), Stage(rate.to))
        .From("leads")
        .Unit(sdk::Unit::kPercent)
        .HigherIsBetter();
  }
}

}  // namespace conversion
