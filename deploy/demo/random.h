// Random numbers that are the same on every machine: integers only.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

namespace madad::demo {

// What a sequence of random numbers is for. Each entity has a sequence of its
// own, so a change to one kind of data leaves the others as they were.
enum class Stream : uint64_t { kCreated, kLead, kOpportunity, kOrder, kCost, kActivity };

// SplitMix64 (Steele, Lea and Flood, 2014): one 64-bit state, good enough to
// seed other generators, and for demo data.
class Random {
 public:
  Random(uint64_t seed, Stream stream, uint64_t index);

  // Returns the next 64 random bits.
  uint64_t Next();

  // Returns a whole number in [0, limit). Requires: limit > 0. The bias is below
  // limit / 2^32.
  uint32_t Below(uint32_t limit) {
    return static_cast<uint32_t>(((Next() >> 32) * uint64_t{limit}) >> 32);
  }

  // Returns a whole number in [low, high]. Requires: 0 <= high - low < 2^32 - 1.
  int64_t Between(int64_t low, int64_t high) {
    return low + int64_t{Below(static_cast<uint32_t>(high - low + 1))};
  }

  // Returns true `per_mille` times in a thousand.
  bool Chance(int64_t per_mille) { return int64_t{Below(1000)} < per_mille; }

 private:
  uint64_t state_;
};

// A choice among n things by whole-number weights.
class Choice {
 public:
  explicit Choice(const std::vector<uint32_t>& weights);

  // Returns the index of the chosen weight.
  int Draw(Random& random) const;

 private:
  std::vector<uint32_t> cumulative_;
};

// Returns a choice among things by their member `weight`.
template <typename Things>
Choice ChoiceOf(const Things& things) {
  std::vector<uint32_t> weights;
  for (const auto& thing : things) weights.push_back(thing.weight);
  return Choice(weights);
}

// A distribution given by its quantiles, with straight lines between them: the
// inverse of its cumulative distribution function.
class Quantiles {
 public:
  // `value` is what `per_mille` of the draws stay below.
  struct Point {
    int64_t per_mille;
    int64_t value;
  };

  // Requires: at most 16 points in rising order, from 0 to 1000 per mille.
  constexpr Quantiles(std::initializer_list<Point> points) {
    size_t i = 0;
    for (const Point& point : points) points_[i++] = point;
  }

  // Returns a draw, rounded down to a whole number.
  int64_t Draw(Random& random) const;

 private:
  std::array<Point, 16> points_{};
};

}  // namespace madad::demo
