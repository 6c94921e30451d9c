#include "evaluation/calibration_table.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace lead_quality {
namespace {

// Sums over the bins, for the means in the end.
void Add(CalibrationBin& bin, const Tie& tie) {
  if (bin.leads == 0) bin.lower = tie.score;
  bin.upper = tie.score;
  bin.leads += tie.leads;
  bin.mean_probability += tie.score * tie.leads;
  bin.observed_rate += tie.positives;
}

void Conclude(CalibrationTable& table, double leads) {
  for (CalibrationBin& bin : table.bins) {
    table.mean_probability += bin.mean_probability / leads;
    table.observed_rate += bin.observed_rate / leads;
    bin.mean_probability /= bin.leads;
    bin.observed_rate /= bin.leads;
    table.expected_error += bin.leads / leads * std::abs(bin.mean_probability - bin.observed_rate);
    // The mean distance of a normal variate from its mean is its deviation times sqrt(2 / pi).
    const double p = std::clamp(bin.mean_probability, 0.0, 1.0);
    const double deviation = std::sqrt(p * (1 - p) / bin.leads);
    table.chance_error += bin.leads / leads * deviation * std::sqrt(2 / std::numbers::pi);
  }
}

}  // namespace

CalibrationTable MakeCalibrationTable(const Outcomes& outcomes, size_t bins) {
  CalibrationTable table;
  if (outcomes.size() == 0 || bins == 0) return table;
  std::vector<Tie> ties = TiesFromTheTop(outcomes);
  std::reverse(ties.begin(), ties.end());
  const auto leads = static_cast<double>(outcomes.size());
  const double share = leads / static_cast<double>(bins);
  double seen = 0;
  for (const Tie& tie : ties) {
    const bool full = seen >= share * static_cast<double>(table.bins.size()) - 1e-9;
    if (table.bins.empty() || full) table.bins.emplace_back();
    Add(table.bins.back(), tie);
    seen += tie.leads;
  }
  Conclude(table, leads);
  return table;
}

bool IsCalibrated(const CalibrationTable& table) {
  return table.expected_error <= kCalibrationTolerance + table.chance_error;
}

}  // namespace lead_quality
