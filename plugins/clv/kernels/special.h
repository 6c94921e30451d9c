// Gamma functions of positive arguments, and differences of them that stay exact where the two
// values are nearly equal.
#pragma once

namespace clv {

// Returns ln Gamma(x), x > 0. Relative error about 1e-15.
double LogGamma(double x);

// Returns ln Gamma(u + d) - ln Gamma(u), u > 0 and d >= 0.
double LogGammaRatio(double u, double d);

// Returns psi(u + d) - psi(u), u > 0 and d >= 0.
double DigammaDifference(double u, double d);

// Returns ln B(a, b).
double LogBeta(double a, double b);

// Returns (e^(k x) - 1) / k, which is x at k = 0.
double ExpDifference(double k, double x);

// Returns e^z E_s(z), the scaled generalised exponential integral: the integral of
// e^(-z v) (1 + v)^-s over v > 0. Requires z > 0.
double ScaledExpIntegral(double s, double z);

}  // namespace clv
