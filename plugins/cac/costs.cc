#include <string>

#include "declare.h"

namespace cac {
namespace {

// A sum of costs, placed `lag` later than they were incurred.
sdk::Metric& DeclareCost(sdk::Plugin& p, const std::string& id) {
  return p.Metric("cac." + id)
      .Aggregate("sum(amount)")
      .From("costs")
      .At("incurred_on + :lag")
      .Param("lag", sdk::Type::kDuration, std::string("0d"), kLag)
      .Unit(sdk::Unit::kMoney)
      .Neutral();
}

// What every cost per customer has in common.
constexpr char kPerCustomer[] =
    " Null when there are no new customers; with --interval the answer shows the cost and the "
    "customers. New customers that nothing was spent on cost 0. By source or campaign, costs that "
    "carry the value are attributed to it, and those that carry none are apart, in the row without "
    "a value, beside customers whose own source is not known; the model cac.attributed_costs "
    "spreads them.";

}  // namespace

void DeclareCosts(sdk::Plugin& p) {
  p.Dimension("category")
      .On("costs", "category")
      .Order({"marketing", "sales", "overhead"})
      .Label("Cost category")
      .Label("he", "סוג עלות");
  DeclareCost(p, "acquisition_cost")
      .Label("Acquisition cost")
      .Label("he", "עלויות רכישה")
      .Description(
          "Sum of all costs of the period, whatever their category; by category it tells "
          "marketing, sales and overhead apart.");
  DeclareCost(p, "marketing_cost")
      .Label("Marketing cost")
      .Label("he", "עלויות שיווק")
      .Description("Sum of the period's costs whose category is marketing.")
      .Where("category = 'marketing'");
  p.Metric("cac.new_customers")
      .Label("New customers")
      .Label("he", "לקוחות חדשים")
      .Description("Distinct customers acquired in the period.")
      .Aggregate("count(DISTINCT customer_id)")
      .From("customers")
      .At("acquired_at")
      .Unit(sdk::Unit::kCount)
      .HigherIsBetter();
  p.Metric("cac.cac")
      .Label("Customer acquisition cost (CAC)")
      .Label("he", "עלות רכישת לקוח")
      .Description(std::string("Fully loaded: all costs of the period (marketing, sales and "
                               "overhead) over the new customers of the period.") +
                   kPerCustomer)
      .Derived("cac.acquisition_cost / cac.new_customers")
      .Unit(sdk::Unit::kMoney)
      .LowerIsBetter();
  p.Metric("cac.marketing_cac")
      .Label("Marketing CAC")
      .Label("he", "עלות שיווק לרכישת לקוח")
      .Description(std::string("Costs of marketing alone over the new customers of the period.") +
                   kPerCustomer)
      .Derived("cac.marketing_cost / cac.new_customers")
      .Unit(sdk::Unit::kMoney)
      .LowerIsBetter();
}

}  // namespace cac
