// Arrow streams made by hand: what an engine would return.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/adapter.h"

namespace madad::testing {

// A column of one batch: text ("u"), doubles ("g"), days ("tdD") or 64-bit
// integers (any other format).
struct ArrowColumn {
  std::string format;
  std::vector<std::string> texts = {};
  std::vector<int64_t> integers = {};
  std::vector<double> doubles = {};
  // The rows that are null, which have a value all the same.
  std::vector<size_t> nulls = {};
};

// Returns a stream of one batch with these columns, all of `rows` rows.
core::ArrowStream ToArrow(std::vector<ArrowColumn> columns, int64_t rows);

}  // namespace madad::testing
