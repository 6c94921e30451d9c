// BG/NBD and MBG/NBD.
#pragma once

#include "purchases/model.h"

namespace clv {

// Purchases at a rate that is Gamma(r, alpha) over customers; after each purchase a customer stops
// with a probability that is Beta(a, b) over customers. In the modified model (MBG/NBD) the first
// purchase is followed by that chance too, so that one who never came back may have stopped.
// Parameters: r, alpha (a time), a, b.
// Source: Fader, Hardie & Lee 2005, with the stable form of Fader & Hardie's note 027; Batislam,
// Denizel & Filiztekin 2007. Both are one formula in m, the number of chances survived: x, or x
// + 1.
class BgNbd final : public PurchaseModel {
 public:
  enum class Kind { kBg, kModified };

  explicit BgNbd(Kind kind) : extra_(kind == Kind::kBg ? 0 : 1) {}

  std::string_view name() const override { return extra_ == 0 ? "bg_nbd" : "mbg_nbd"; }
  std::vector<std::string> parameter_names() const override { return {"r", "alpha", "a", "b"}; }
  std::vector<bool> is_time() const override { return {false, true, false, false}; }

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

 private:
  const int extra_;  // m - x
};

}  // namespace clv
