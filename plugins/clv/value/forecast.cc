#include "value/forecast.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace clv {
namespace {

// How many groups a task takes.
constexpr size_t kTaskGroups = 2048;
// The step of differences by the parameters' logs.
constexpr double kStep = 1e-3;

// What does not depend on when the last purchase was.
struct OfAlive {
  int32_t x = -1, age = -1;
  double expected = 0, discounted = 0, residual = 0;
  std::vector<double> by_logs;  // derivatives of ln(expected)
  std::vector<double> counts;
};

class Forecaster {
 public:
  Forecaster(const PurchaseModel& model, const std::vector<double>& parameters, double tick,
             const ForecastOptions& options)
      : model_(model), parameters_(parameters), tick_(tick), options_(options) {
    if (options.covariance.empty()) return;
    for (size_t i = 0; i < parameters.size(); ++i) {
      for (const double step : {kStep, -kStep}) {
        moved_.push_back(parameters);
        moved_.back()[i] *= std::exp(step);
      }
    }
  }

  Forecast Of(const History& history, OfAlive& known) const {
    if (known.x != history.x || known.age != history.age) known = Alive(history);
    const Observed observed = {static_cast<double>(history.x), history.recency * tick_,
                               history.age * tick_};
    Forecast forecast;
    forecast.alive = model_.AliveProbability(parameters_, observed);
    forecast.expected = forecast.alive * known.expected;
    forecast.discounted = forecast.alive * known.discounted;
    forecast.residual = forecast.alive > 0 ? forecast.alive * known.residual : 0;
    forecast.log_sd = LogSd(observed, known);
    SetRange(known.counts, forecast);
    return forecast;
  }

 private:
  OfAlive Alive(const History& history) const {
    const auto x = static_cast<double>(history.x);
    const double age = history.age * tick_;
    OfAlive known{history.x, history.age};
    known.expected = model_.Expected(parameters_, x, age, options_.time);
    known.discounted = model_.Discounted(parameters_, x, age, options_.time, options_.delta);
    if (options_.residuals) known.residual = model_.Residual(parameters_, x, age, options_.delta);
    known.counts = model_.Counts(parameters_, x, age, options_.time);
    for (size_t i = 0; i < moved_.size(); i += 2) {
      const double up = model_.Expected(moved_[i], x, age, options_.time);
      const double down = model_.Expected(moved_[i + 1], x, age, options_.time);
      known.by_logs.push_back(std::log(up / down) / (2 * kStep));
    }
    return known;
  }

  // The delta method: the variance of a function whose gradient is g is g' C g.
  double LogSd(const Observed& observed, const OfAlive& known) const {
    const size_t n = known.by_logs.size();
    if (n == 0) return 0;
    std::vector<double> gradient(known.by_logs);
    for (size_t i = 0; i < n; ++i) {
      const double up = model_.AliveProbability(moved_[2 * i], observed);
      const double down = model_.AliveProbability(moved_[2 * i + 1], observed);
      if (up > 0 && down > 0) gradient[i] += std::log(up / down) / (2 * kStep);
    }
    double variance = 0;
    for (size_t i = 0; i < n; ++i) {
      for (size_t j = 0; j < n; ++j) {
        variance += gradient[i] * options_.covariance[i * n + j] * gradient[j];
      }
    }
    return std::sqrt(std::max(variance, 0.0));
  }

  void SetRange(const std::vector<double>& counts, Forecast& forecast) const {
    const double outside = (1 - options_.level) / 2;
    double sum = 0;
    double below = 0;
    bool has_lower = false;
    for (size_t n = 0; n < counts.size(); ++n) {
      const double before = sum;
      sum += CountProbability(counts, forecast.alive, static_cast<int64_t>(n));
      if (!has_lower && sum > outside) {
        has_lower = true;
        forecast.lower = static_cast<int64_t>(n);
        below = before;
      }
      forecast.upper = static_cast<int64_t>(n);
      if (sum >= 1 - outside) break;
    }
    forecast.within = sum - below;
  }

  const PurchaseModel& model_;
  const std::vector<double>& parameters_;
  const double tick_;
  const ForecastOptions& options_;
  std::vector<std::vector<double>> moved_;
};

}  // namespace

double CountProbability(const std::vector<double>& counts, double alive, int64_t n) {
  const auto index = static_cast<size_t>(n);
  const double mass = index < counts.size() ? alive * counts[index] : 0;
  return n == 0 ? mass + (1 - alive) : mass;
}

std::vector<Forecast> ForecastGroups(const PurchaseModel& model,
                                     const std::vector<double>& parameters, const Histories& data,
                                     const ForecastOptions& options, const Tasks& tasks) {
  const Forecaster forecaster(model, parameters, data.tick, options);
  std::vector<Forecast> forecasts(data.groups.size());
  tasks((forecasts.size() + kTaskGroups - 1) / kTaskGroups, [&](size_t task) {
    OfAlive known;
    const size_t end = std::min(forecasts.size(), (task + 1) * kTaskGroups);
    for (size_t i = task * kTaskGroups; i < end; ++i) {
      forecasts[i] = forecaster.Of(data.groups[i].history, known);
    }
  });
  return forecasts;
}

}  // namespace clv
