#include "value/backtest.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace clv {
namespace {

// ln of the probability that the model gives to each customer's actual number.
std::vector<double> LogScores(const PurchaseModel& model, const std::vector<double>& parameters,
                              const Histories& data, const std::vector<uint32_t>& group_of,
                              const std::vector<int32_t>& actual,
                              const std::vector<Forecast>& forecasts, double time) {
  std::vector<uint32_t> order(group_of.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(),
            [&](uint32_t a, uint32_t b) { return group_of[a] < group_of[b]; });
  std::vector<double> scores(group_of.size());
  const History* last = nullptr;
  std::vector<double> counts;
  for (const uint32_t customer : order) {
    const History& history = data.groups[group_of[customer]].history;
    if (last == nullptr || last->x != history.x || last->age != history.age) {
      counts = model.Counts(parameters, history.x, history.age * data.tick, time);
    }
    last = &history;
    const double probability =
        CountProbability(counts, forecasts[group_of[customer]].alive, actual[customer]);
    scores[customer] = std::log(std::max(probability, 1e-12));
  }
  return scores;
}

}  // namespace

std::vector<BacktestRow> MakeBacktest(const PurchaseModel& model,
                                      const std::vector<double>& parameters, const Histories& data,
                                      const std::vector<uint32_t>& group_of, const HeldOut& held,
                                      const std::vector<double>& worth,
                                      const std::vector<Forecast>& forecasts, double time) {
  const std::vector<int32_t>& actual = held.purchases;
  const std::vector<double> scores =
      LogScores(model, parameters, data, group_of, actual, forecasts, time);
  std::vector<uint32_t> ranked(group_of.size());
  std::iota(ranked.begin(), ranked.end(), 0);
  std::stable_sort(ranked.begin(), ranked.end(), [&](uint32_t a, uint32_t b) {
    return forecasts[group_of[a]].expected > forecasts[group_of[b]].expected;
  });
  std::vector<BacktestRow> rows(ranked.size() < 10 ? 1 : 11);
  for (size_t rank = 0; rank < ranked.size(); ++rank) {
    const uint32_t customer = ranked[rank];
    const Forecast& forecast = forecasts[group_of[customer]];
    const double error = forecast.expected - actual[customer];
    const double spend = forecast.expected * worth[customer];
    for (const size_t decile : {size_t{0}, 1 + rank * 10 / ranked.size()}) {
      if (decile >= rows.size()) continue;
      BacktestRow& row = rows[decile];
      ++row.customers;
      row.predicted += forecast.expected;
      row.actual += actual[customer];
      row.absolute_error += std::abs(error);
      row.squared_error += error * error;
      row.coverage += forecast.lower <= actual[customer] && actual[customer] <= forecast.upper;
      row.expected_coverage += forecast.within;
      row.log_score += scores[customer];
      row.predicted_spend += spend;
      row.actual_spend += held.spend[customer];
      row.spend_absolute_error += std::abs(spend - held.spend[customer]);
    }
  }
  for (size_t i = 0; i < rows.size(); ++i) {
    BacktestRow& row = rows[i];
    row.decile = static_cast<int64_t>(i);
    if (row.customers == 0) continue;
    const auto n = static_cast<double>(row.customers);
    for (double* sum : {&row.absolute_error, &row.squared_error, &row.coverage,
                        &row.expected_coverage, &row.log_score, &row.spend_absolute_error}) {
      *sum /= n;
    }
    const double all = rows[0].actual / static_cast<double>(ranked.size());
    row.lift = all > 0 ? row.actual / n / all : 0;
  }
  return rows;
}

}  // namespace clv
