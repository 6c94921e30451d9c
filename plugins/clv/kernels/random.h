// Random numbers that are the same on every machine.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace clv {

// Source: Blackman & Vigna's xoshiro256**, seeded by splitmix64; gamma variates by Marsaglia &
// Tsang 2000.
class Random {
 public:
  explicit Random(uint64_t seed) {
    for (uint64_t& word : state_) {
      seed += 0x9E3779B97F4A7C15;
      uint64_t z = seed;
      z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
      z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
      word = z ^ (z >> 31);
    }
  }

  uint64_t Bits() {
    const uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }
  // In (0, 1).
  double Uniform() { return (static_cast<double>(Bits() >> 12) + 0.5) * 0x1p-52; }
  double Exponential() { return -std::log(Uniform()); }
  double Normal() {
    return std::sqrt(2 * Exponential()) * std::cos(2 * std::numbers::pi * Uniform());
  }
  // Gamma of this shape and scale 1.
  double Gamma(double shape) {
    if (shape < 1) return Gamma(shape + 1) * std::pow(Uniform(), 1 / shape);
    const double d = shape - 1.0 / 3;
    const double c = 1 / std::sqrt(9 * d);
    while (true) {
      const double x = Normal();
      const double v = (1 + c * x) * (1 + c * x) * (1 + c * x);
      if (v > 0 && std::log(Uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
    }
  }

 private:
  uint64_t state_[4];
};

}  // namespace clv
