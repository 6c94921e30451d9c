#include <string>

#include "declare.h"
#include "purchases.h"

namespace clv::orders {
namespace {

constexpr char kHorizon[] = "A customer who has bought nothing for that long has left";

// A metric over purchases, with a horizon after which a customer has left.
sdk::Metric& DeclareWithHorizon(sdk::Plugin& p, const std::string& id) {
  return p.Metric("clv." + id)
      .From("clv.purchases")
      .At("ordered_at")
      .Param("horizon", sdk::Type::kDuration, std::string("90d"), kHorizon);
}

constexpr char kLastSoFar[] = "(next_at IS NULL OR next_at > as_of())";
// Purchases of which it is known whether the customer has left after them.
constexpr char kKnown[] = "ordered_at + :horizon <= as_of()";
// How long a customer of a purchase was one: up to the next, or until they had left.
constexpr char kActive[] =
    "sum((CASE WHEN next_at <= as_of() THEN next_at ELSE ordered_at + :horizon END - ordered_at) / "
    "'730.5h')";

void DeclareRates(sdk::Plugin& p) {
  p.Metric("clv.repeat_rate")
      .From("clv.purchases")
      .Label("Repeat purchase rate")
      .Label("he", "שיעור רכישה חוזרת")
      .Description(
          "Of the customers who first bought in the period, the share who bought again on another "
          "day, however much later; with a window, within it, of those who had that time. Orders "
          "of one day are one purchase, and refunds are none. Of the model clv.purchases.")
      .Conversion("ordered_at", "next_at")
      .Where("number = 1")
      .Unit(sdk::Unit::kPercent)
      .HigherIsBetter();
  DeclareWithHorizon(p, "churn_rate")
      .Label("Churn rate")
      .Label("he", "שיעור נטישה")
      .Description(
          "Of the customers who bought in the period, the share for whom it was the last time: "
          "they have bought nothing since, and for `horizon` at least. Purchases younger than the "
          "horizon tell nothing yet and do not count, so the newest periods are null. Of the model "
          "clv.purchases.")
      .Proportion("count(DISTINCT customer_id)", kLastSoFar)
      .Where(kKnown)
      .Unit(sdk::Unit::kPercent)
      .LowerIsBetter();
}

void DeclareSimpleParts(sdk::Plugin& p) {
  DeclareWithHorizon(p, "monthly_margin")
      .Label("Margin per active customer-month")
      .Label("he", "רווח גולמי לחודש לקוח פעיל")
      .Description(
          "Value of the purchases of the period (margin, unless the model clv.purchases is told "
          "revenue), refunds subtracted, over the months in which their customers were active: "
          "from each purchase to the next, and for `horizon` after the last. Months are of 30.4375 "
          "days. Purchases younger than the horizon do not count, as in clv.monthly_churn.")
      .Ratio("sum(value)", kActive)
      .Where(kKnown)
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter();
  DeclareWithHorizon(p, "monthly_churn")
      .Label("Churn per active customer-month")
      .Label("he", "נטישה לחודש לקוח פעיל")
      .Description(
          "Customers for whom a purchase of the period was the last, over the months in which the "
          "period's customers were active (as clv.monthly_margin has them): the chance of leaving "
          "within a month. Purchases younger than `horizon` tell nothing yet and do not count, so "
          "the newest periods are null. It can exceed 1 only with a horizon shorter than a month.")
      .Ratio(std::string("count(*) FILTER (WHERE ") + kLastSoFar + ")", kActive)
      .Where(kKnown)
      .Unit(sdk::Unit::kRatio)
      .LowerIsBetter();
}

}  // namespace

void DeclareRetention(sdk::Plugin& p) {
  p.Model<Purchases>("clv.purchases");
  DeclareRates(p);
  DeclareSimpleParts(p);
  p.Metric("clv.simple_clv")
      .Label("Simple CLV")
      .Label("he", "ערך חיי לקוח (פשוט)")
      .Description(
          "Margin per period x (1 + d) / (churn + d), the period being a month: "
          "clv.monthly_margin, clv.monthly_churn, and d, the discount rate of a month. What an "
          "active customer is worth from today's month on when margin and churn stay as they were "
          "over the period asked for. Null when nobody has left and d is 0.")
      .Param("d", sdk::Type::kDouble, 0.01, "The discount rate of a month: 0.01 is 12.7 % a year")
      .Derived("clv.monthly_margin * (1 + :d) / (clv.monthly_churn + :d)")
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter();
}

}  // namespace clv::orders
