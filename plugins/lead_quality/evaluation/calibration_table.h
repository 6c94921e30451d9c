// Whether probabilities mean what they say.
#pragma once

#include "evaluation/outcomes.h"

namespace lead_quality {

// Leads of about one probability.
struct CalibrationBin {
  double lower = 0, upper = 0;  // the least and the largest probability in it
  double leads = 0;
  double mean_probability = 0;
  double observed_rate = 0;
};

struct CalibrationTable {
  std::vector<CalibrationBin> bins;  // by rising probability; equal probabilities are never parted
  double expected_error = 0;  // expected calibration error: mean distance of rate and probability
  double chance_error = 0;    // what it would be, about, by chance alone were they all right
  double mean_probability = 0, observed_rate = 0;  // of all leads
};

// Returns the table over about `bins` bins of equally many leads. The scores are probabilities. Of
// no leads it is empty, and all its figures are 0.
// Source: Naeini, Cooper & Hauskrecht 2015, with bins of equal size.
CalibrationTable MakeCalibrationTable(const Outcomes& outcomes, size_t bins = 10);

// How far the expected error may be above that of chance before probabilities are called invalid.
inline constexpr double kCalibrationTolerance = 0.02;

// Whether the probabilities can be taken at their word.
bool IsCalibrated(const CalibrationTable& table);

}  // namespace lead_quality
