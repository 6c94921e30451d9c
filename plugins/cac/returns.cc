#include <string>

#include "declare.h"

namespace cac {
namespace {

// Margins of orders; what is dated later than the data is known has not happened yet.
sdk::Metric& DeclareMargin(sdk::Plugin& p, const std::string& id, const std::string& at) {
  return p.Metric("cac." + id)
      .Aggregate("sum(margin)")
      .Where("ordered_at <= as_of()")
      .From("orders")
      .At(at)
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter();
}

// The parts of payback, each for the customers that the period acquired.
void DeclarePaybackParts(sdk::Plugin& p) {
  DeclareMargin(p, "margin_of_acquired", "customer.acquired_at")
      .Label("Gross margin of customers acquired")
      .Label("he", "רווח גולמי מהלקוחות שנרכשו")
      .Description(
          "Gross margin of all orders up to as_of, refunds subtracted, in the period in which "
          "their customer was acquired (the customer behind the orders' join `customer`).");
  p.Metric("cac.customer_months")
      .Label("Customer-months")
      .Label("he", "חודשי לקוח")
      .Description(
          "Time from acquisition to as_of of the customers acquired in the period, together, in "
          "months of 30.4375 days: a twelfth of a year of 365.25.")
      .Aggregate("sum((as_of() - acquired_at) / '730.5h')")
      .Where("acquired_at <= as_of()")
      .From("customers")
      .At("acquired_at")
      .Unit(sdk::Unit::kRatio)
      .Neutral();
  p.Metric("cac.monthly_margin_per_customer")
      .Label("Monthly gross margin per customer")
      .Label("he", "רווח גולמי חודשי ללקוח")
      .Description(
          "What a customer acquired in the period has brought a month since, whether still active "
          "or not: gross margin of their orders up to as_of over their months since acquisition. "
          "Those who never ordered count, so the mean is not of the good ones only. The newest "
          "periods had little time, and a first order weighs much in them.")
      .Derived("cac.margin_of_acquired / cac.customer_months")
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter();
}

struct Return {
  const char* id;
  const char* label;
  const char* hebrew;
  const char* formula;
  const char* description;
  bool is_share;  // of what was put in
};

constexpr Return kReturns[] = {
    {"return_on_ad_spend", "Return on ad spend (ROAS)", "החזר על הוצאות הפרסום (ROAS)",
     "pipeline.won_value / cac.marketing_cost",
     "Won value of the period over its marketing cost; null when nothing was spent.", false},
    {"return_on_investment", "Return on investment (ROI)", "החזר על ההשקעה (ROI)",
     "(pipeline.won_value - cac.marketing_cost) / cac.marketing_cost",
     "Won value of the period less its marketing cost, over that cost: 0 is breaking even. Null "
     "when nothing was spent.",
     true},
    {"margin_return_on_ad_spend", "Return on ad spend, by margin",
     "החזר על הוצאות הפרסום לפי רווח גולמי", "cac.gross_margin / cac.marketing_cost",
     "Gross margin of the orders of the period over its marketing cost; null when nothing was "
     "spent.",
     false},
    {"margin_return_on_investment", "Return on investment, by margin",
     "החזר על ההשקעה לפי רווח גולמי",
     "(cac.gross_margin - cac.marketing_cost) / cac.marketing_cost",
     "Gross margin of the orders of the period less its marketing cost, over that cost. Null when "
     "nothing was spent.",
     true},
    {"fully_loaded_return_on_investment", "Return on all acquisition costs, by margin",
     "החזר על כלל עלויות הרכישה לפי רווח גולמי",
     "(cac.gross_margin - cac.acquisition_cost) / cac.acquisition_cost",
     "Gross margin of the orders of the period less all of its costs (marketing, sales and "
     "overhead), over those. Null when nothing was spent.",
     true}};

struct LifetimeValue {
  const char* id;
  const char* label;
  const char* hebrew;
  const char* metric;
  const char* description;
};

constexpr LifetimeValue kLifetimeValues[] = {
    {"ltv_to_cac", "LTV to CAC (simple CLV)", "יחס ערך חיי לקוח לעלות רכישה (CLV פשוט)",
     "clv.simple_clv",
     "The simple CLV (clv.simple_clv: monthly margin, churn and a discount rate) over the fully "
     "loaded CAC of the period."},
    {"predicted_ltv_to_cac", "LTV to CAC (predicted CLV)",
     "יחס ערך חיי לקוח לעלות רכישה (CLV חזוי)", "clv.mean_predicted_clv",
     "The mean predicted CLV (clv.mean_predicted_clv, of the model clv.customer_value) over the "
     "fully loaded CAC of the period."},
    {"historic_ltv_to_cac", "LTV to CAC (margin to date)",
     "יחס ערך חיי לקוח לעלות רכישה (רווח עד היום)", "clv.historic_margin",
     "What the customers acquired in the period have brought so far (clv.historic_margin, each) "
     "over the fully loaded CAC of the period: the newest periods had little time."}};

}  // namespace

void DeclareReturns(sdk::Plugin& p) {
  DeclareMargin(p, "gross_margin", "ordered_at")
      .Label("Gross margin of orders")
      .Label("he", "רווח גולמי מהזמנות")
      .Description(
          "Sum of the margins of the orders of the period, refunds subtracted; orders dated later "
          "than as_of do not count.");
  DeclarePaybackParts(p);
  p.Metric("cac.payback_months")
      .Label("Payback (months)")
      .Label("he", "חודשים להחזר עלות הרכישה")
      .Description(
          "Months until a customer has brought back what acquiring them cost: the fully loaded CAC "
          "of the period over the monthly gross margin of the very customers that it acquired "
          "(cac.monthly_margin_per_customer). Null when that margin is not positive, since nothing "
          "is ever paid back then, or when there were no new customers.")
      .Derived(
          "cac.cac / (CASE WHEN cac.monthly_margin_per_customer > 0 THEN "
          "cac.monthly_margin_per_customer END)")
      .Unit(sdk::Unit::kRatio)
      .LowerIsBetter();
  for (const LifetimeValue& value : kLifetimeValues) {
    p.Metric(std::string("cac.") + value.id)
        .Label(value.label)
        .Label("he", value.hebrew)
        .Description(std::string(value.description) +
                     " Null where customers cost nothing, or there are none.")
        .Derived(std::string(value.metric) + " / cac.cac")
        .Unit(sdk::Unit::kRatio)
        .HigherIsBetter();
  }
  for (const Return& of : kReturns) {
    p.Metric(std::string("cac.") + of.id)
        .Label(of.label)
        .Label("he", of.hebrew)
        .Description(of.description)
        .Derived(of.formula)
        .Unit(of.is_share ? sdk::Unit::kPercent : sdk::Unit::kRatio)
        .HigherIsBetter();
  }
}

}  // namespace cac
