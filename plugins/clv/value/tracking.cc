#include "value/tracking.h"

#include <algorithm>
#include <limits>

namespace clv {
namespace {

// By days since the first purchase of all: how many customers begin, and repeat purchases.
struct ByDay {
  int32_t first = std::numeric_limits<int32_t>::max();
  std::vector<int64_t> begin, repeat;

  ByDay(const PurchaseLog& log, int32_t last) {
    for (const Purchase& purchase : log.purchases) {
      if (!purchase.is_refund) first = std::min(first, purchase.day);
    }
    if (first > last) return;
    begin.resize(static_cast<size_t>(last - first) + 1);
    repeat.resize(begin.size());
    size_t from = 0;
    for (const size_t end : log.ends) {
      bool has_begun = false;
      for (size_t i = from; i < end && log.purchases[i].day <= last; ++i) {
        if (log.purchases[i].is_refund) continue;
        ++(has_begun ? repeat : begin)[static_cast<size_t>(log.purchases[i].day - first)];
        has_begun = true;
      }
      from = end;
    }
  }
};

}  // namespace

std::vector<TrackedWeek> Track(const PurchaseLog& log, int32_t day, const PurchaseModel& model,
                               const std::vector<double>& parameters, double tick) {
  const ByDay days(log, day);
  std::vector<double> of_lag(parameters.empty() ? 0 : days.begin.size() + 1);
  for (size_t lag = 0; lag < of_lag.size(); ++lag) {
    of_lag[lag] = model.NewCustomer(parameters, static_cast<double>(lag) * tick);
  }
  std::vector<TrackedWeek> weeks;
  double cumulative = 0;
  for (size_t end = 7; end <= days.begin.size(); end += 7) {
    TrackedWeek week;
    week.week = static_cast<int64_t>(end / 7);
    week.first_day = days.first + static_cast<int32_t>(end) - 7;
    for (size_t i = end - 7; i < end; ++i) week.actual += days.repeat[i];
    // Up to the last of the week's days, as T is up to the last day observed.
    double expected = 0;
    for (size_t i = 0; i < end && !of_lag.empty(); ++i) {
      expected += static_cast<double>(days.begin[i]) * of_lag[end - 1 - i];
    }
    week.expected = expected - cumulative;
    cumulative = expected;
    weeks.push_back(week);
  }
  return weeks;
}

}  // namespace clv
