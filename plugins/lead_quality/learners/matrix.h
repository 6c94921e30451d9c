// Leads as numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace lead_quality {

inline constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

// What a column of the matrix holds.
enum class ColumnKind : uint8_t {
  kNumber,   // any finite number; NaN is missing
  kLevel,    // 1 where the feature has this value, else 0; at most one of a feature's levels is 1
  kAbsence,  // 1 where the feature's number is missing, else 0
};

struct MatrixColumn {
  std::string name;
  ColumnKind kind = ColumnKind::kNumber;
  uint32_t feature = 0;  // which feature it was made from: columns of one feature are neighbours
};

// Leads row by row, in the order in which they were created.
struct Matrix {
  std::vector<MatrixColumn> columns;
  size_t rows = 0;
  std::vector<float> values;

  size_t width() const { return columns.size(); }
  const float* Row(size_t row) const { return values.data() + row * columns.size(); }
  // Returns rows [begin, end) as a matrix of their own.
  Matrix Slice(size_t begin, size_t end) const {
    Matrix part{.columns = columns, .rows = end - begin, .values = {}};
    part.values.assign(Row(begin), Row(end));
    return part;
  }
};

// What became of the leads of a matrix.
// Lifetime: borrowed.
struct Targets {
  std::span<const uint8_t> converted;  // 0 or 1
  std::span<const double> weights;     // not negative; empty when all are 1

  double Weight(size_t row) const { return weights.empty() ? 1 : weights[row]; }
  Targets Slice(size_t begin, size_t end) const {
    return {converted.subspan(begin, end - begin),
            weights.empty() ? weights : weights.subspan(begin, end - begin)};
  }
};

// The weights of the leads that converted and of those that did not.
struct ClassWeights {
  double positives = 0, negatives = 0;

  double sum() const { return positives + negatives; }
  bool both() const { return positives > 0 && negatives > 0; }
  double rate() const { return positives / sum(); }
};
inline ClassWeights Weigh(const Targets& targets) {
  ClassWeights weights;
  for (size_t i = 0; i < targets.converted.size(); ++i) {
    (targets.converted[i] != 0 ? weights.positives : weights.negatives) += targets.Weight(i);
  }
  return weights;
}

}  // namespace lead_quality
