// What an instance of the model is told.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "orders/purchase_log.h"

namespace clv {

struct Parameters : OrderOptions {
  std::string model = "bg_nbd";
  std::string time_unit = "week";
  sdk::Duration horizon = sdk::Duration::Days(365);
  sdk::Duration holdout;
  double discount_rate = 0.1;
  std::optional<double> margin;
  double penalty = 0;
  std::vector<double> start;
  std::string intervals = "laplace";
  double level = 0.95;
  int64_t replicates = 200;
  int64_t seed = 1;

  // A day, in units of time.
  double Tick() const;
  // A time in days.
  static double DaysOf(const sdk::Duration& duration);
  // The continuous rate of discount a unit of time: ln(1 + discount_rate) a year of 365.25 days.
  double Delta() const;
  // Errors: sdk::Error for what the schema cannot say.
  void Check() const;
};

}  // namespace clv
