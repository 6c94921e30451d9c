// Random numbers that are the same on every machine.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

namespace lead_quality {

// Source: Steele, Lea & Flood 2014, splitmix64.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t Bits() {
    state_ += 0x9E3779B97F4A7C15;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  // In (0, 1).
  double Uniform() { return (static_cast<double>(Bits() >> 12) + 0.5) * 0x1p-52; }
  double Normal() {
    const double radius = std::sqrt(-2 * std::log(Uniform()));
    return radius * std::cos(2 * std::numbers::pi * Uniform());
  }
  // A whole number below `end`.
  size_t Below(size_t end) { return static_cast<size_t>(Uniform() * static_cast<double>(end)); }

 private:
  uint64_t state_;
};

}  // namespace lead_quality
