#include "value/valuation_notes.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

namespace clv {
namespace {

// A correlation of frequency and spend from which on they are not taken as independent.
constexpr double kCorrelated = 0.3;

const char* Explained(Diagnosis diagnosis) {
  switch (diagnosis) {
    case Diagnosis::kOk:
      return "fitted";
    case Diagnosis::kTooLittleData:
      return "too_little_data, fewer than 20 customers or 5 with repeat purchases";
    case Diagnosis::kBoundary:
      return "boundary, the data does not bound a parameter (a penalty would)";
    case Diagnosis::kFlat:
      return "flat, the data does not tell parameters apart (a penalty would)";
    case Diagnosis::kNotFinite:
      return "not_finite, the likelihood has no value where it was begun";
    case Diagnosis::kNotConverged:
      return "not_converged, the steps ran out";
  }
  return "";
}

void AddPurchaseNotes(Valuation& valuation) {
  const auto& [model, fit] = valuation.purchases;
  const std::string name(model->name());
  if (fit.diagnosis != Diagnosis::kOk) {
    valuation.log.notes.Add(
        "PURCHASES_DIAGNOSIS",
        name + ": " + Explained(fit.diagnosis) +
            (fit.usable() ? "; take its forecasts with caution" : "; nothing is foretold"));
  }
  // Both a and s are how fast customers stop.
  if (!fit.usable() || fit.parameters[2] > 1) return;
  valuation.log.notes.Add(
      "RESIDUAL_NEEDS_DISCOUNT",
      name + ": " + fit.names[2] +
          " is 1 or less, so that purchases expected over all future are bounded by the "
          "discount alone; without one, residual_purchases is empty");
}

void AddSpendNotes(Valuation& valuation) {
  const Spend& spend = valuation.spend;
  if (spend.left_out > 0) {
    valuation.log.notes.Add(
        "SPEND_NOT_POSITIVE",
        "customers with repeat purchases spent nothing on them, or got it back: they "
        "are left out of the spend's fit",
        spend.left_out);
  }
  if (spend.is_mean) {
    valuation.log.notes.Add(
        "SPEND_IS_MEAN",
        std::string("gamma_gamma: ") + Explained(spend.fit.diagnosis) +
            "; everybody is expected to spend the mean over customers of their repeat "
            "purchases");
  } else if (spend.fit.parameters[1] <= 1) {
    valuation.log.notes.Add(
        "SPEND_MEAN_UNBOUNDED",
        "gamma_gamma: q is 1 or less, so that by the model the spend of customers "
        "without repeat purchases has no mean: that of the others stands in");
  }
  // Of few customers, only what is beyond three standard deviations of chance.
  const double chance = 3 / std::sqrt(std::max(spend.fit.customers, 1.0));
  if (std::abs(spend.correlation) < std::max(kCorrelated, chance)) return;
  char text[160];
  std::snprintf(text, sizeof(text),
                "the correlation of purchases with spend is %.2f, and the model takes them as "
                "independent: values are biased",
                spend.correlation);
  valuation.log.notes.Add("SPEND_CORRELATED", text);
}

}  // namespace

void AddNotes(Valuation& valuation) {
  const auto refunds_only = static_cast<int64_t>(valuation.log.customers()) -
                            static_cast<int64_t>(valuation.all.customers.size());
  valuation.log.notes.Add("CUSTOMERS_WITHOUT_PURCHASE",
                          "customers have refunds only, and are left out", refunds_only);
  AddPurchaseNotes(valuation);
  AddSpendNotes(valuation);
}

}  // namespace clv
