#include "learners/feature_bins.h"

#include <algorithm>

namespace lead_quality {
namespace {

// More rows than this say nothing more of where ranges end.
constexpr size_t kRowsForRanges = 100'000;

QuantileBins RangesOf(const Matrix& x, size_t column, size_t bins) {
  const size_t step = std::max<size_t>(1, x.rows / kRowsForRanges);
  std::vector<double> values;
  for (size_t i = 0; i < x.rows; i += step) {
    values.push_back(static_cast<double>(x.Row(i)[column]));
  }
  return MakeQuantileBins(std::move(values), bins);
}

}  // namespace

FeatureBins::Found FeatureBins::Find(const float* row) const {
  if (!levels) return {ranges.Of(static_cast<double>(row[first])), first};
  for (size_t i = 0; i < count; ++i) {
    if (row[first + i] == 1) return {i, first + i};
  }
  return {count, first};
}

std::vector<double> FeatureBins::Count(const Matrix& x, size_t step) const {
  std::vector<double> counts(size());
  for (size_t i = 0; i < x.rows; i += step) counts[Find(x.Row(i)).bin] += 1;
  return counts;
}

void FeatureBins::Save(ByteWriter& bytes) const {
  bytes.U64(feature);
  bytes.U64(first);
  bytes.U64(count);
  bytes.U64(levels ? 1 : 0);
  bytes.Doubles(ranges.upper);
}

FeatureBins FeatureBins::Load(size_t width, ByteReader& bytes) {
  FeatureBins bins;
  bins.feature = static_cast<uint32_t>(bytes.U64());
  bins.first = bytes.U64();
  bins.count = bytes.U64();
  bins.levels = bytes.U64() != 0;
  bins.ranges.upper = bytes.Doubles();
  if (bins.first >= width || bins.count > width - bins.first) {
    throw sdk::Error(MADAD_DATA_LOSS,
                     "the stored model has ranges of columns that it does not have",
                     MADAD_SOURCE_DATA);
  }
  return bins;
}

std::vector<FeatureBins> BinFeatures(const Matrix& x, size_t bins) {
  std::vector<FeatureBins> features;
  for (size_t c = 0; c < x.width(); ++c) {
    const MatrixColumn& column = x.columns[c];
    // The absence of a number is a bin of the number itself.
    if (column.kind == ColumnKind::kAbsence) continue;
    const bool level = column.kind == ColumnKind::kLevel;
    if (level && !features.empty() && features.back().levels &&
        features.back().feature == column.feature) {
      ++features.back().count;
      continue;
    }
    FeatureBins made{.feature = column.feature, .first = c, .levels = level};
    if (!level) made.ranges = RangesOf(x, c, bins);
    features.push_back(std::move(made));
  }
  return features;
}

}  // namespace lead_quality
