#include <string>

#include "declare.h"

namespace clv::orders {
namespace {

// An order that is nothing but a refund is none; lines of one order are one order.
constexpr char kOrders[] =
    "count(DISTINCT order_id) FILTER (WHERE revenue IS NULL OR revenue >= 0)";
constexpr char kCustomers[] =
    "count(DISTINCT customer_id) FILTER (WHERE revenue IS NULL OR revenue >= 0)";

}  // namespace

void DeclareFrequency(sdk::Plugin& p) {
  p.Metric("clv.average_order_value")
      .Label("Average order value")
      .Label("he", "ערך הזמנה ממוצע")
      .Description(
          "Revenue of the period, refunds subtracted, over its orders: the lines of an order count "
          "once, and an order of nothing but negative revenue is a refund and no order. Orders "
          "dated later than as_of do not count. Null without orders.")
      .Ratio("sum(revenue)", kOrders)
      .Where("ordered_at <= as_of()")
      .From("orders")
      .At("ordered_at")
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter();
  p.Metric("clv.purchase_frequency")
      .Label("Purchase frequency")
      .Label("he", "תדירות רכישה")
      .Description(
          "Orders of the period over the customers who ordered in it. Two orders on one day are "
          "two; refunds are none. Orders dated later than as_of, and those without a customer, do "
          "not count.")
      .Ratio(kOrders, kCustomers)
      .Where("ordered_at <= as_of() AND customer_id IS NOT NULL")
      .From("orders")
      .At("ordered_at")
      .Unit(sdk::Unit::kRatio)
      .HigherIsBetter();
}

}  // namespace clv::orders
