// BG/NBD as a textbook has it: gamma functions for each customer.
#pragma once

#include <span>
#include <vector>

#include "purchases/histories.h"

namespace madad::bench {

// Returns the log-likelihood of the customers, and its derivatives by the logs of r, alpha, a and
// b: lgamma and digamma for each row, nothing kept.
double PlainBgNbd(std::span<const clv::History> customers, double tick,
                  std::span<const double> parameters, std::span<double> gradient);

}  // namespace madad::bench
