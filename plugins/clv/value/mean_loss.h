// What a fit minimises.
#pragma once

#include <cmath>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "purchases/model.h"
#include "value/fit.h"

namespace clv {

using Vector = std::vector<double>;
using LogLikelihood = std::function<double(std::span<const double>, std::span<double>)>;

inline Vector Exp(const Vector& logs) {
  Vector values(logs);
  for (double& value : values) value = std::exp(value);
  return values;
}
inline Vector Log(const Vector& values) {
  Vector logs(values);
  for (double& value : logs) value = std::log(value);
  return logs;
}

// The mean negative log-likelihood over the logs of the parameters, with its penalty.
class MeanLoss {
 public:
  MeanLoss(const LogLikelihood& log_likelihood, double weight, Vector centre,
           const FitOptions& options)
      : log_likelihood_(log_likelihood),
        weight_(weight),
        centre_(std::move(centre)),
        options_(options) {}

  double operator()(const Vector& logs, Vector& gradient) const {
    options_.check();
    double value = -log_likelihood_(Exp(logs), gradient) / weight_;
    for (size_t i = 0; i < logs.size(); ++i) {
      const double from_centre = logs[i] - centre_[i];
      gradient[i] = -gradient[i] / weight_ + 2 * options_.penalty * from_centre;
      value += options_.penalty * from_centre * from_centre;
    }
    return value;
  }

 private:
  const LogLikelihood& log_likelihood_;
  double weight_;
  Vector centre_;
  const FitOptions& options_;
};

// Where the penalty leads to, and what parameters are tried around.
inline Vector CentreOf(const PurchaseModel& model, const Histories& data) {
  Vector centre;
  for (const bool is_time : model.is_time()) {
    centre.push_back(is_time ? std::log(data.max_age * data.tick) : 0);
  }
  return centre;
}

}  // namespace clv
