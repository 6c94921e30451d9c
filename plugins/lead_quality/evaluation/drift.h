// Whether leads are still those that a model was trained on.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace lead_quality {

// A share of leads smaller than this counts as this, so that an empty bin does not make the index
// infinite.
inline constexpr double kLeastShare = 1e-4;

// From these on, drift is called moderate and large: the bounds that are usual for the index.
inline constexpr double kModerateDrift = 0.1;
inline constexpr double kLargeDrift = 0.25;

// Returns the population stability index of two counts over the same bins: the sum of
// (q - p) ln(q / p) over shares p then and q now.
// Nulls: when either has no leads at all.
std::optional<double> PopulationStabilityIndex(std::span<const double> then,
                                               std::span<const double> now);

// Bins of a number that hold about equally many of the values that they were made from.
struct QuantileBins {
  std::vector<double> upper;  // rising inner borders; a value belongs below the first above it

  size_t count() const { return upper.size() + 2; }  // the last bin is for what is missing
  // The bin of `value`; NaN is in the last.
  size_t Of(double value) const;
  // How many of `values` are in each.
  std::vector<double> Count(std::span<const double> values) const;
};

// Returns about `bins` bins, fewer when values repeat; one for each value when there are no more
// values than that. NaN is missing.
QuantileBins MakeQuantileBins(std::vector<double> values, size_t bins = 10);

}  // namespace lead_quality
