#include "demo/random.h"

#include <algorithm>

namespace madad::demo {
namespace {

constexpr uint64_t kGolden = 0x9E3779B97F4A7C15;

uint64_t Mix(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

}  // namespace

Random::Random(uint64_t seed, Stream stream, uint64_t index)
    : state_(Mix(Mix(Mix(seed + kGolden) + static_cast<uint64_t>(stream) + kGolden) + index)) {}

uint64_t Random::Next() {
  state_ += kGolden;
  return Mix(state_);
}

Choice::Choice(const std::vector<uint32_t>& weights) {
  uint32_t sum = 0;
  for (uint32_t weight : weights) cumulative_.push_back(sum += weight);
}

int Choice::Draw(Random& random) const {
  const uint32_t drawn = random.Below(cumulative_.back());
  const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end(), drawn);
  return static_cast<int>(found - cumulative_.begin());
}

int64_t Quantiles::Draw(Random& random) const {
  const int64_t drawn = random.Below(1'000'000);  // parts per million
  size_t upper = 1;
  while (points_[upper].per_mille * 1000 <= drawn) ++upper;
  const Point& low = points_[upper - 1];
  const Point& high = points_[upper];
  return low.value + (high.value - low.value) * (drawn - low.per_mille * 1000) /
                         ((high.per_mille - low.per_mille) * 1000);
}

}  // namespace madad::demo
