#include "value/spending.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace clv {
namespace {

double Correlation(const std::vector<SpendData::Customer>& customers) {
  double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  const auto n = static_cast<double>(customers.size());
  for (const SpendData::Customer& customer : customers) {
    const double log_z = std::log(customer.z);
    x += customer.x;
    y += log_z;
    xx += double{1} * customer.x * customer.x;
    yy += log_z * log_z;
    xy += customer.x * log_z;
  }
  const double spread = (n * xx - x * x) * (n * yy - y * y);
  return spread > 0 ? (n * xy - x * y) / std::sqrt(spread) : 0;
}

// The money of the repeat purchases of a customer, on each of them.
double MeanSpend(const PurchaseLog& log, const Summary& summary) {
  if (summary.history.x == 0) return 0;
  return log.Money(static_cast<double>(summary.repeat_amount)) / summary.history.x;
}

}  // namespace

double Spend::Of(double x, double z) const {
  if (is_mean) return mean;
  const double expected = GammaGamma::ExpectedSpend(fit.parameters, x, std::max(z, 0.0));
  return std::isfinite(expected) ? expected : mean;
}

std::vector<SpendData::Customer> RepeatPurchases(const PurchaseLog& log, const Known& known) {
  std::vector<SpendData::Customer> customers;
  for (const uint32_t i : known.customers) {
    const Summary& summary = known.summaries[i];
    if (summary.history.x > 0) customers.push_back({summary.history.x, MeanSpend(log, summary)});
  }
  return customers;
}

Spend FitSpending(std::vector<SpendData::Customer>& customers, const FitOptions& options) {
  Spend spend;
  double sum = 0;
  for (const SpendData::Customer& customer : customers) sum += customer.z;
  const auto count = static_cast<double>(customers.size());
  spend.mean = count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
  spend.left_out =
      static_cast<int64_t>(std::erase_if(customers, [](const auto& one) { return one.z <= 0; }));
  spend.correlation = Correlation(customers);
  spend.fit = FitSpend(SpendData(customers), options);
  spend.is_mean = spend.fit.diagnosis != Diagnosis::kOk;
  return spend;
}

std::vector<double> WorthOf(const PurchaseLog& log, const Known& known, const Spend& spend) {
  std::vector<double> worth;
  for (const uint32_t i : known.customers) {
    const Summary& summary = known.summaries[i];
    worth.push_back(spend.Of(summary.history.x, MeanSpend(log, summary)));
  }
  return worth;
}

}  // namespace clv
