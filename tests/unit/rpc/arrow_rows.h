// Arrow streams made by hand: what an engine would return.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/adapter.h"

namespace madad::testing {

// A column of one batch: text ("u"), days ("tdD") or 64-bit integers (any
// other format).
struct ArrowColumn {
  std::string format;
  std::vector<std::string> texts;
  std::vector<int64_t> integers;
};

// Returns a stream of one batch with these columns, all of `rows` rows.
core::ArrowStream ToArrow(std::vector<ArrowColumn> columns, int64_t rows);

}  // namespace madad::testing
