// Numerical integration.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace clv {

struct Node {
  double at = 0;
  double weight = 0;
};

// Returns the Gauss-Legendre rule of `count` nodes on [0, 1]; count is 8, 12, 16 or 24.
// Lifetime: the library's. Thread: any.
std::span<const Node> GaussLegendre(size_t count);

// Returns nodes for expectations over the Beta(a, b) distribution of a function that is smooth in
// the logit of its argument; weights sum to 1.
std::vector<Node> BetaNodes(double a, double b);

// The same over the Gamma distribution of shape `r` and scale 1, for functions smooth in the log.
std::vector<Node> GammaNodes(double r);

}  // namespace clv
