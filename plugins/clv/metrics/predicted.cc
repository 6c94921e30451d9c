#include "metrics/predicted.h"

#include <string>

namespace clv {
namespace {

constexpr char kCustomers[] = "clv.customer_value.customers";

// A metric over the customers that the model has figures of, by when they first ordered.
sdk::Metric& Declare(sdk::Plugin& p, const char* id, const char* label, const char* hebrew,
                     const std::string& description) {
  return p.Metric(id)
      .Label(label)
      .Label("he", hebrew)
      .Description(
          description +
          " Customers belong to the period of their first order, so a range of time chooses "
          "cohorts. "
          "The figures are those of the model clv.customer_value, whose horizon, discount rate and "
          "margin the catalog says.");
}

void DeclareValues(sdk::Plugin& p) {
  Declare(p, "clv.predicted_clv", "Predicted CLV (mean)", "ערך חיי לקוח חזוי (ממוצע)",
          "Mean over customers of the discounted margin predicted for the horizon.")
      .Ratio("sum(clv)", "count(clv)")
      .From(kCustomers)
      .At("first_order_on")
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter()
      .Warn("count(*) FILTER (WHERE clv IS NULL)",
            "{n} customers have no predicted value and are left out of the mean; see the model's "
            "notes");
  Declare(p, "clv.total_predicted_clv", "Predicted CLV (total)", "ערך חיי לקוח חזוי (סך הכול)",
          "Sum over customers of the discounted margin predicted for the horizon.")
      .Aggregate("sum(clv)")
      .From(kCustomers)
      .At("first_order_on")
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter()
      .Warn("count(*) FILTER (WHERE clv IS NULL)",
            "{n} customers have no predicted value and add nothing; see the model's notes");
  Declare(p, "clv.predicted_lifetime_value", "Predicted lifetime value (mean)",
          "ערך חיי לקוח חזוי לכל החיים (ממוצע)",
          "Mean over customers of the discounted margin predicted over all future.")
      .Ratio("sum(lifetime_value)", "count(lifetime_value)")
      .From(kCustomers)
      .At("first_order_on")
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter();
  Declare(p, "clv.expected_spend", "Expected spend", "הוצאה צפויה",
          "Sum over customers of the revenue expected in the horizon, not discounted.")
      .Aggregate("sum(expected_spend)")
      .From(kCustomers)
      .At("first_order_on")
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter();
}

void DeclareCounts(sdk::Plugin& p) {
  Declare(p, "clv.valued_customers", "Customers valued", "לקוחות שהוערכו",
          "Customers with at least one purchase that the model has seen.")
      .Aggregate("count(*)")
      .From(kCustomers)
      .At("first_order_on")
      .Unit(sdk::Unit::kCount)
      .HigherIsBetter();
  Declare(p, "clv.mean_p_alive", "Probability of being active (mean)",
          "הסתברות להיות לקוח פעיל (ממוצע)",
          "Mean over customers of the probability that they are customers still.")
      .Ratio("sum(p_alive)", "count(p_alive)")
      .From(kCustomers)
      .At("first_order_on")
      .Unit(sdk::Unit::kPercent)
      .HigherIsBetter();
  Declare(p, "clv.active_customers", "Active customers expected", "לקוחות פעילים צפויים",
          "Sum over customers of the probability that they are customers still.")
      .Aggregate("sum(p_alive)")
      .From(kCustomers)
      .At("first_order_on")
      .Unit(sdk::Unit::kCount)
      .HigherIsBetter();
  Declare(p, "clv.expected_purchases", "Expected purchases", "רכישות צפויות",
          "Sum over customers of the purchases expected in the horizon.")
      .Aggregate("sum(expected_purchases)")
      .From(kCustomers)
      .At("first_order_on")
      .Unit(sdk::Unit::kCount)
      .HigherIsBetter();
}

}  // namespace

void DeclarePredicted(sdk::Plugin& p) {
  DeclareValues(p);
  DeclareCounts(p);
  p.Dimension("cohort")
      .Label("Cohort (month of first order)")
      .Label("he", "קבוצת הצטרפות (חודש ההזמנה הראשונה)")
      .On(kCustomers, "cohort");
}

}  // namespace clv
