// The part of the Pareto/NBD likelihood that is of those who have stopped.
#pragma once

namespace clv {

// The integral over u from t_x to T of s (1 + u/alpha)^-(r+x) (1 + u/beta)^-(s+1) / beta: the
// likelihood of having stopped at u, over that of purchases alone.
struct StoppedIntegral {
  double log_value = 0;  // -infinity where t_x = T
  // Means over the density of u that the integrand is proportional to:
  double log_alpha = 0;    // of ln(1 + u/alpha)
  double share_alpha = 0;  // of u / (alpha + u)
  double log_beta = 0;
  double share_beta = 0;
};

// Returns it. In v = ln(u + min(alpha, beta)) the integrand's log is concave, so it has one peak:
// the rule is put where it is within e^-36 of that, whatever the parameters are.
StoppedIntegral IntegrateStopped(double events /* r + x */, double alpha, double s, double beta,
                                 double recency, double age);

}  // namespace clv
