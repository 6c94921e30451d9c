#include <string>

#include "declare.h"

namespace clv::orders {
namespace {

// A sum over the orders of the customers that the period acquired, up to as_of.
sdk::Metric& DeclareToDate(sdk::Plugin& p, const std::string& id, const std::string& column) {
  return p.Metric("clv." + id)
      .Aggregate("sum(" + column + ")")
      .Where("ordered_at <= as_of()")
      .From("orders")
      .At("customer.acquired_at")
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter()
      .Cohort();
}

constexpr char kToDate[] =
    " of all orders up to as_of of the customers acquired in the period, refunds subtracted. "
    "Orders of nobody who is among the customers, and those dated later than as_of, do not count.";

constexpr char kPerCustomer[] =
    " that a customer acquired in the period has brought to date, on average: those who never "
    "ordered count, with 0. Refunds are subtracted. The newest periods had little time.";

}  // namespace

void DeclareHistoric(sdk::Plugin& p) {
  DeclareToDate(p, "revenue_to_date", "revenue")
      .Label("Revenue to date")
      .Label("he", "הכנסות עד היום")
      .Description(std::string("Revenue") + kToDate);
  DeclareToDate(p, "margin_to_date", "margin")
      .Label("Gross margin to date")
      .Label("he", "רווח גולמי עד היום")
      .Description(std::string("Gross margin") + kToDate);
  p.Metric("clv.customer_count")
      .Label("Customers")
      .Label("he", "לקוחות")
      .Description("Distinct customers acquired in the period, up to as_of.")
      .Aggregate("count(DISTINCT customer_id)")
      .Where("acquired_at <= as_of()")
      .From("customers")
      .At("acquired_at")
      .Unit(sdk::Unit::kCount)
      .HigherIsBetter();
  p.Metric("clv.historic_revenue")
      .Label("Historic revenue per customer")
      .Label("he", "הכנסות ללקוח עד היום")
      .Description(std::string("Revenue") + kPerCustomer)
      .Derived("clv.revenue_to_date / clv.customer_count")
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter();
  p.Metric("clv.historic_margin")
      .Label("Historic gross margin per customer (historic CLV)")
      .Label("he", "ערך חיי לקוח היסטורי (רווח גולמי עד היום)")
      .Description(std::string("Gross margin") + kPerCustomer)
      .Derived("clv.margin_to_date / clv.customer_count")
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter();
}

}  // namespace clv::orders
