// Percentiles by linear interpolation between the two nearest values.
// Source: R. J. Hyndman, Y. Fan, "Sample quantiles in statistical packages",
// The American Statistician 50 (1996), type 7.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>

namespace conversion::funnel {

// Returns the `percent`-th percentile of `values`, to the nearest integer; none
// when there are none. Changes the order of `values`.
inline std::optional<int64_t> Percentile(std::span<int64_t> values, uint64_t percent) {
  if (values.empty()) return std::nullopt;
  const uint64_t scaled = (values.size() - 1) * percent;  // exact, unlike a share in doubles
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(scaled / 100);
  std::nth_element(values.begin(), at, values.end());
  const uint64_t beyond = scaled % 100;
  if (beyond == 0) return *at;
  const int64_t next = *std::min_element(at + 1, values.end());
  const double gap = static_cast<double>(next) - static_cast<double>(*at);
  return *at + std::llround(gap * static_cast<double>(beyond) / 100);
}

}  // namespace conversion::funnel
