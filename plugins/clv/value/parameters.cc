#include "value/parameters.h"

#include <cmath>
#include <stdexcept>

#include "orders/day.h"

namespace clv {
namespace {

constexpr double kYearDays = 365.25;

[[noreturn]] void Refuse(const std::string& message) {
  throw sdk::Error(MADAD_INVALID_ARGUMENT, message, MADAD_SOURCE_CONFIG);
}

}  // namespace

double Parameters::Tick() const {
  if (time_unit == "day") return 1;
  if (time_unit == "week") return 1.0 / 7;
  return (time_unit == "month" ? 12 : 1) / kYearDays;
}

double Parameters::DaysOf(const sdk::Duration& duration) {
  return static_cast<double>(duration.ExactMicros()) / 86'400'000'000.0;
}

double Parameters::Delta() const { return std::log1p(discount_rate) / (kYearDays * Tick()); }

void Parameters::Check() const {
  if (DaysOf(horizon) < 1 || DaysOf(horizon) > 100 * kYearDays) {
    Refuse("parameter 'horizon' is " + horizon.ToText() + "; expected 1d to 36525d");
  }
  const double held = DaysOf(holdout);
  if (held < 0 || held > 100 * kYearDays || std::fmod(held, 1) != 0) {
    Refuse("parameter 'holdout' is " + holdout.ToText() + "; expected whole days, such as 90d");
  }
  if (model == "auto" && DaysOf(holdout) == 0) {
    Refuse("parameter 'model' is auto, which needs a holdout to choose by; set 'holdout', as 90d");
  }
  if (!start.empty() && (model == "auto" || start.size() != 4)) {
    Refuse("parameter 'start' has " + std::to_string(start.size()) + " numbers and 'model' is " +
           model + "; expected the four parameters of one model");
  }
  for (const double value : start) {
    if (!(value > 0)) Refuse("parameter 'start' has a number that is not positive");
  }
  try {
    if (!observed_until.empty()) ParseDay(observed_until);
  } catch (const std::invalid_argument& e) {
    Refuse(e.what());
  }
}

}  // namespace clv
