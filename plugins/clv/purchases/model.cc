#include "purchases/model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "kernels/quadrature.h"
#include "purchases/bg_nbd.h"
#include "purchases/pareto_nbd.h"

namespace clv {
namespace {

double ShortestTime(std::span<const double> parameters, const std::vector<bool>& is_time) {
  double shortest = std::numeric_limits<double>::infinity();
  for (size_t i = 0; i < parameters.size(); ++i) {
    if (is_time[i]) shortest = std::min(shortest, parameters[i]);
  }
  return shortest;
}

}  // namespace

// By parts: e^(-delta t) E(t) + delta times the integral of e^(-delta u) E(u), in which E is smooth
// and delta small, so that few nodes do. The panels grow with the distance from the present, as
// E's own scale does, up to that of the discount.
double PurchaseModel::Discounted(std::span<const double> parameters, double x, double age, double t,
                                 double delta) const {
  const double at_end = Expected(parameters, x, age, t);
  if (delta == 0) return at_end;
  double integral = 0;
  double from = 0;
  const double scale = std::max(age + ShortestTime(parameters, is_time()), t / 64);
  while (from < t) {
    const double to = std::min(t, from + std::min(scale + from, 3 / delta));
    for (const Node& node : GaussLegendre(8)) {
      const double u = from + node.at * (to - from);
      integral +=
          node.weight * (to - from) * std::exp(-delta * u) * Expected(parameters, x, age, u);
    }
    from = to;
  }
  return std::exp(-delta * t) * at_end + delta * integral;
}

std::span<const PurchaseModel* const> PurchaseModels() {
  static const BgNbd kBgNbd(BgNbd::Kind::kBg);
  static const BgNbd kMbgNbd(BgNbd::Kind::kModified);
  static const ParetoNbd kParetoNbd;
  static const std::array<const PurchaseModel*, 3> kAll = {&kBgNbd, &kMbgNbd, &kParetoNbd};
  return kAll;
}

const PurchaseModel* FindPurchaseModel(std::string_view name) {
  for (const PurchaseModel* model : PurchaseModels()) {
    if (model->name() == name) return model;
  }
  return nullptr;
}

}  // namespace clv
