// Result columns as messages.
#pragma once

#include <cstddef>
#include <vector>

#include "core/result.h"
#include "madad/v1/types.pb.h"

namespace madad::rpc {

// Rows [begin, end) of a result.
struct RowRange {
  size_t begin = 0;
  size_t end = 0;
};

// Fills `out` with those rows of `column`.
void ToColumn(const core::ResultColumn& column, RowRange rows, v1::Column& out);

// Returns `columns`' rows cut such that the values of each range take at most
// `most` bytes as a message; a row that is larger stands alone. At least one
// range, empty when there are no rows.
std::vector<RowRange> CutRows(const std::vector<core::ResultColumn>& columns, size_t most);

}  // namespace madad::rpc
