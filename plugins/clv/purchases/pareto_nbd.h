// Pareto/NBD.
#pragma once

#include "purchases/model.h"

namespace clv {

// Purchases at a rate that is Gamma(r, alpha) over customers, who stop at a rate that is
// Gamma(s, beta) over customers, whether they purchase or not. Parameters: r, alpha (a time), s,
// beta (a time).
// Source: Schmittlein, Morrison & Colombo 1987; Fader & Hardie's note 009. The integral over when a
// customer stopped is done by quadrature (see pareto_integral.h), which also gives the gradient.
class ParetoNbd final : public PurchaseModel {
 public:
  std::string_view name() const override { return "pareto_nbd"; }
  std::vector<std::string> parameter_names() const override { return {"r", "alpha", "s", "beta"}; }
  std::vector<bool> is_time() const override { return {false, true, false, true}; }

  double LogLikelihood(const Histories& data, std::span<const double> parameters,
                       std::span<double> gradient) const override;
  double AliveProbability(std::span<const double> parameters,
                          const Observed& customer) const override;
  double Expected(std::span<const double> parameters, double x, double age,
                  double t) const override;
  double Residual(std::span<const double> parameters, double x, double age,
                  double delta) const override;
  std::vector<double> Counts(std::span<const double> parameters, double x, double age,
                             double t) const override;
  double NewCustomer(std::span<const double> parameters, double t) const override;
};

}  // namespace clv
