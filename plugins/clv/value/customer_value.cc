#include "value/customer_value.h"

#include <stdexcept>

#include "value/earlier_fits.h"
#include "value/tables.h"

namespace clv {
namespace {

// A member of what the model is made of as one of the model.
template <typename T, typename Base>
T CustomerValue::*Of(T Base::*member) {
  return member;
}

}  // namespace

void CustomerValue::Declare(sdk::ModelSpec<CustomerValue>& m) {
  m.Label("Customer value").Label("he", "ערך חיי לקוח");
  m.Description(
      "Predicts, for each customer, the probability of still being one, purchases and spend in a "
      "horizon, and their discounted margin. Purchases are modelled by BG/NBD, MBG/NBD or "
      "Pareto/NBD, spend by Gamma-Gamma, fitted by maximum likelihood. Orders of one day are one "
      "purchase; a day of refunds alone is none and lowers the purchase before it; orders of 0 "
      "count as purchases. A customer is observed from the first purchase to the last day "
      "(observed_until, else as_of's); later orders are left out. Margin is discounted "
      "continuously, by ln(1 + discount_rate) a year of 365.25 days, from the last day on: clv "
      "over the horizon, lifetime_value over all future. The table `notes` says what is unusual.");
  m.Param(
       "model", Of(&Parameters::model),
       "The model of purchases; auto: the one that gave the highest probability to what happened "
       "in the holdout")
      .OneOf({"bg_nbd", "mbg_nbd", "pareto_nbd", "auto"});
  m.Param("time_unit", Of(&Parameters::time_unit),
          "The unit of the fit's parameters that are times")
      .OneOf({"day", "week", "month", "year"});
  m.Param("horizon", Of(&Parameters::horizon), "How far ahead purchases, spend and clv are");
  m.Param("holdout", Of(&Parameters::holdout),
          "How much of the newest data a backtest holds back, in whole days; 0d: no backtest. The "
          "customers' figures are of a fit to all data");
  m.Param("discount_rate", Of(&Parameters::discount_rate), "A year; 0.1 is 10 %").Min(0).Max(10);
  m.Param("margin", Of(&Parameters::margin),
          "Share of revenue that is margin; without it, that of the orders' column margin, else 1")
      .Min(0)
      .Max(1);
  m.Param("penalty", Of(&Parameters::penalty),
          "Weight of a penalty on the squares of the parameters' logs, for little data")
      .Min(0);
  m.Param(
       "start", Of(&Parameters::start),
       "Where the fit of purchases begins, as parameters; without it, where that of the run before "
       "ended")
      .Min(0);
  m.Param("intervals", Of(&Parameters::intervals),
          "Where limits come from: laplace, the likelihood's curvature; bootstrap, fits with "
          "customers weighted at random; none")
      .OneOf({"laplace", "bootstrap", "none"});
  m.Param("level", Of(&Parameters::level), "Of limits and ranges").Min(0.5).Max(0.999);
  m.Param("replicates", Of(&Parameters::replicates), "Of the bootstrap").Min(20).Max(10'000);
  m.Param("seed", Of(&Parameters::seed), "Of the bootstrap's random numbers");
  m.Param("observed_until", Of(&Parameters::observed_until),
          "The last day that is observed, as 2024-12-31; empty: the day of as_of");
  m.Param("where", Of(&Parameters::where), "A condition for the orders that are read");
}

void CustomerValue::Shape(sdk::Shape& shape) const {
  Check();
  DeclareOrders(*this, shape);
  EarlierFits::Declare(shape);
  DeclareTables(shape);
}

void CustomerValue::Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out) {
  try {
    PurchaseLog log = ReadOrders(*this, call, in["orders"]);
    call.Progress(0.2, "orders read");
    const EarlierFits earlier(in, time_unit);
    const Valuation valuation = Value(*this, std::move(log), earlier, call);
    call.Progress(0.9, "writing");
    WriteTables(*this, valuation, call, out);
  } catch (const std::invalid_argument& e) {
    throw sdk::Error(MADAD_FAILED_PRECONDITION, e.what(), MADAD_SOURCE_DATA);
  }
}

}  // namespace clv
