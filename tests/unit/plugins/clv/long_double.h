// Log-likelihoods of one customer written down plainly in long double, to check the kernels
// against.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace clv::plain {

using Real = long double;

struct Case {
  int x = 0;
  Real recency = 0, age = 0;
};

inline Real LogSum(Real a, Real b) {
  const Real most = std::max(a, b);
  return most + log1pl(expl(std::min(a, b) - most));
}

// `chances` of stopping survived: x, or x + 1 in the modified model.
inline Real BgNbd(const Case& c, int chances, const std::vector<Real>& p) {
  const Real r = p[0], alpha = p[1], a = p[2], b = p[3];
  const auto log_beta = [](Real u, Real v) { return lgammal(u) + lgammal(v) - lgammal(u + v); };
  const Real rate = lgammal(r + c.x) - lgammal(r) + r * logl(alpha);
  const Real alive = log_beta(a, b + chances) - log_beta(a, b) - (r + c.x) * logl(alpha + c.age);
  if (chances == 0) return rate + alive;
  const Real stopped =
      log_beta(a + 1, b + chances - 1) - log_beta(a, b) - (r + c.x) * logl(alpha + c.recency);
  return rate + LogSum(alive, stopped);
}

// The integral by the trapezoidal rule in the logit of (u - t_x) / (T - t_x).
inline Real ParetoNbd(const Case& c, const std::vector<Real>& p) {
  const Real r = p[0], alpha = p[1], s = p[2], beta = p[3];
  const Real events = r + c.x;
  const Real rate = lgammal(events) - lgammal(r) + r * logl(alpha) + s * logl(beta);
  const Real alive = -events * logl(alpha + c.age) - s * logl(beta + c.age);
  const Real gap = c.age - c.recency;
  if (gap <= 0) return rate + alive;
  constexpr Real kStep = 0.25L;
  std::vector<Real> logs;
  Real most = -HUGE_VALL;
  for (Real w = -90; w < 48; w += kStep) {
    const Real share = 1 / (1 + expl(-w));
    const Real u = c.recency + gap * share;
    logs.push_back(logl(share) - w + logl(share) - events * logl(alpha + u) -
                   (s + 1) * logl(beta + u));  // 1 - share is share e^-w
    most = std::max(most, logs.back());
  }
  Real sum = 0;
  for (const Real log : logs) sum += expl(log - most);
  return rate + LogSum(alive, logl(s * gap * kStep * sum) + most);
}

inline Real GammaGamma(int x, Real z, const std::vector<Real>& g) {
  const Real p = g[0], q = g[1], gamma = g[2];
  return lgammal(p * x + q) - lgammal(p * x) - lgammal(q) + q * logl(gamma) +
         (p * x - 1) * logl(z) + p * x * logl(static_cast<Real>(x)) -
         (p * x + q) * logl(gamma + x * z);
}

}  // namespace clv::plain
