#include "spread.h"

#include <algorithm>
#include <numeric>

namespace cac {

std::vector<int64_t> SpreadExactly(int64_t amount, const std::vector<int64_t>& weights) {
  __extension__ using Wide = __int128;
  std::vector<int64_t> shares(weights.size());
  const int64_t whole = std::accumulate(weights.begin(), weights.end(), int64_t{0});
  if (whole == 0) return shares;
  std::vector<int64_t> remainders(weights.size());
  int64_t left = amount;
  for (size_t i = 0; i < weights.size(); ++i) {
    const Wide product = Wide{amount} * weights[i];
    shares[i] = static_cast<int64_t>(product / whole);
    const auto remainder = static_cast<int64_t>(product % whole);
    remainders[i] = remainder < 0 ? -remainder : remainder;
    left -= shares[i];
  }
  std::vector<size_t> order(weights.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return remainders[a] > remainders[b]; });
  const int64_t unit = left < 0 ? -1 : 1;
  for (size_t i = 0; left != 0; ++i, left -= unit) shares[order[i]] += unit;
  return shares;
}

}  // namespace cac
