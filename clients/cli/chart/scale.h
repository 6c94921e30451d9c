// Scales whose ends are round numbers.
#pragma once

#include <string>
#include <vector>

#include "madad/v1/types.pb.h"

namespace madad::cli {

// A scale that includes 0, so that lengths tell the truth.
struct Scale {
  double low = 0;   // 0 or less
  double high = 1;  // 0 or more; above `low`

  double span() const { return high - low; }
};

// Returns the narrowest scale of round ends that holds 0 and all of `values`.
Scale RoundScale(const std::vector<double>& values, v1::Unit unit);

// Returns a scale's number with its unit, short: 25 %, 1.2M, 12h.
std::string ScaleText(double value, v1::Unit unit);

}  // namespace madad::cli
