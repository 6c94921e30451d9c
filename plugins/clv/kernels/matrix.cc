#include "kernels/matrix.h"

#include <cmath>

namespace clv {

using Vector = std::vector<double>;

std::optional<Matrix> InversePositive(const Matrix& matrix) {
  const size_t n = matrix.size;
  // Cholesky of the matrix scaled to a unit diagonal, so that units do not matter.
  Vector scale(n);
  for (size_t i = 0; i < n; ++i) {
    if (!(matrix(i, i) > 0) || !std::isfinite(matrix(i, i))) return std::nullopt;
    scale[i] = 1 / std::sqrt(matrix(i, i));
  }
  Matrix lower(n);
  for (size_t j = 0; j < n; ++j) {
    for (size_t i = j; i < n; ++i) {
      double sum = matrix(i, j) * scale[i] * scale[j];
      for (size_t k = 0; k < j; ++k) sum -= lower(i, k) * lower(j, k);
      if (i == j && !(sum > 1e-9)) return std::nullopt;
      lower(i, j) = i == j ? std::sqrt(sum) : sum / lower(j, j);
    }
  }
  Matrix inverse(n);
  for (size_t column = 0; column < n; ++column) {
    Vector x(n);
    for (size_t i = 0; i < n; ++i) {
      double sum = i == column ? 1 : 0;
      for (size_t k = 0; k < i; ++k) sum -= lower(i, k) * x[k];
      x[i] = sum / lower(i, i);
    }
    for (size_t i = n; i-- > 0;) {
      for (size_t k = i + 1; k < n; ++k) x[i] -= lower(k, i) * x[k];
      x[i] /= lower(i, i);
    }
    for (size_t i = 0; i < n; ++i) inverse(i, column) = x[i] * scale[i] * scale[column];
  }
  return inverse;
}

}  // namespace clv
