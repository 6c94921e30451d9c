// Published data, and random data, for the tests of the survival estimators.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "madad/sdk/survival.h"

namespace madad::sdk {

struct Sample {
  std::vector<double> time;
  std::vector<int32_t> cause;
  std::vector<double> entry;

  Observations seen() const { return {time, cause, entry}; }
};

// Weeks of remission of children with acute leukaemia, with 6-mercaptopurine and with a placebo.
// Source: Freireich et al., Blood 21 (1963); Kalbfleisch & Prentice (2002), table 1.1 of 1980.
inline Sample Mercaptopurine() {
  return {{6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35},
          {1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0},
          {}};
}

inline Sample Placebo() {
  return {{1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23},
          std::vector<int32_t>(21, 1),
          {}};
}

// Whole times with many ties, some of them negative; causes 0 to `causes`.
inline Sample RandomSample(std::mt19937& random, int32_t causes, bool censored, bool delayed) {
  Sample sample;
  const int n = std::uniform_int_distribution<int>(1, 40)(random);
  std::uniform_int_distribution<int> time(-2, 12);
  std::uniform_int_distribution<int32_t> cause(censored ? 0 : 1, causes);
  for (int i = 0; i < n; ++i) {
    sample.time.push_back(time(random));
    sample.cause.push_back(cause(random));
    if (delayed) sample.entry.push_back(time(random) - 4);
  }
  return sample;
}

}  // namespace madad::sdk
