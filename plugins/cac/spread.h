// An amount divided so that nothing is lost.
#pragma once

#include <cstdint>
#include <vector>

namespace cac {

// Returns `amount` divided in proportion to `weights`, which add up to it exactly: each share is
// rounded towards zero, and the units that are left over go to the largest remainders, the earlier
// of equal ones first. All zero when the weights are.
// Requires: weights are not negative, and their sum and `amount` are within int64.
std::vector<int64_t> SpreadExactly(int64_t amount, const std::vector<int64_t>& weights);

}  // namespace cac
