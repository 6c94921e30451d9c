// The order of rows.
#pragma once

#include <string>
#include <vector>

#include "core/query.h"
#include "core/result.h"

namespace madad::core {

// Returns the rows of `columns` in `order`, nulls last; ties, and rows without
// an order, by the first `keys` columns. `value_order` (by key column; may be
// shorter) lists values of a dimension that come before the others, in that
// order.
std::vector<size_t> SortedRows(const std::vector<ResultColumn>& columns, size_t keys,
                               const std::vector<OrderBy>& order,
                               const std::vector<std::vector<std::string>>& value_order);

}  // namespace madad::core
