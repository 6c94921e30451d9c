// The values of a feature in ranges.
#pragma once

#include <vector>

#include "artifact/bytes.h"
#include "evaluation/drift.h"
#include "learners/matrix.h"

namespace lead_quality {

// Of a number: ranges of about equally many leads, and one for what is missing. Of a category: its
// levels, and one for none of them.
struct FeatureBins {
  uint32_t feature = 0;
  size_t first = 0, count = 1;  // columns
  bool levels = false;
  QuantileBins ranges;  // of a number

  // Which bin a row is in, and the column that says so.
  struct Found {
    size_t bin, column;
  };
  Found Find(const float* row) const;
  size_t size() const { return levels ? count + 1 : ranges.count(); }
  // How many rows are in each, of every `step`-th row. of every `step`-th row.
  std::vector<double> Count(const Matrix& x, size_t step = 1) const;

  void Save(ByteWriter& bytes) const;
  // Errors: sdk::Error (MADAD_DATA_LOSS) when its columns are not among `width`.
  static FeatureBins Load(size_t width, ByteReader& bytes);
};

// Returns the features of a matrix, numbers in about `bins` ranges.
std::vector<FeatureBins> BinFeatures(const Matrix& x, size_t bins);

}  // namespace lead_quality
