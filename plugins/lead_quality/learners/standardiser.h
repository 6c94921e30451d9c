// Columns of a matrix on one scale.
#pragma once

#include <vector>

#include "learners/matrix.h"

namespace lead_quality {

// Brings columns to the weighted mean 0 and deviation 1 over the leads that it was made from; what
// is missing is at the mean, and so lessens the deviation.
class Standardiser {
 public:
  // The weights of the leads have a sum above 0.
  Standardiser(const Matrix& x, const Targets& targets);

  // Writes a row's values to `z`; 0 for a column that does not vary.
  void Standardise(const float* row, double* z) const;
  bool Varies(size_t column) const { return inverses_[column] != 0; }

  const std::vector<double>& means() const { return means_; }
  const std::vector<double>& deviations() const { return deviations_; }

 private:
  void Average(const Matrix& x, const Targets& targets);

  std::vector<double> means_, deviations_, inverses_;
};

}  // namespace lead_quality
