// What a model learns from, and what it is tried on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "features/frame.h"

namespace lead_quality {

struct SplitOptions {
  int64_t horizon_us = 90 * kDayUs;  // a lead converts when it does so within this of its creation
  double validation = 0.2;           // share of the matured leads to choose and calibrate by
  double test = 0.2;                 // the newest ones, to report on
  int64_t test_us = 0;               // above 0: those of so long before the newest, instead
  // Between learning and validation, and between validation and test: leads created in it would
  // have been too young to learn from at the time. Negative: the horizon.
  int64_t embargo_us = -1;
  // Whether leads inside the embargo are learned from as far as was known at its end, each weighted
  // by the inverse of the chance that a lead of its age is known (Robins & Rotnitzky 1992);
  // otherwise they are left out.
  bool weigh_censored = false;
};

// The leads of each part, oldest first.
struct Split {
  struct Part {
    std::vector<uint32_t> rows;
    std::vector<uint8_t> converted;  // within the horizon
    std::vector<double> weights;     // the leads' own, for what is censored times that of its age
  };
  Part fit, validation, test;
  size_t duplicates = 0;  // rows of leads that had come before: left out
  size_t immature = 0;    // leads too young for their outcome to be known: left out
  size_t embargoed = 0;   // leads left out by the embargo
};

// Returns the leads cut by their time of creation; what is created at the same instant is not
// parted. A lead has matured when its horizon ends before `as_of`.
Split SplitByTime(const Frame& frame, const SplitOptions& options = {});

}  // namespace lead_quality
