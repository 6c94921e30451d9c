// Small matrices.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace clv {

// A square matrix, row by row.
struct Matrix {
  explicit Matrix(size_t order = 0) : size(order), values(order * order) {}
  double& operator()(size_t i, size_t j) { return values[i * size + j]; }
  double operator()(size_t i, size_t j) const { return values[i * size + j]; }

  size_t size;
  std::vector<double> values;
};

// Returns the inverse of a symmetric positive definite matrix; nothing when it is not one, or so
// nearly singular that the inverse is mostly rounding.
std::optional<Matrix> InversePositive(const Matrix& matrix);

}  // namespace clv
