// Models of how often customers purchase while they are customers, and when they stop.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "purchases/histories.h"

namespace clv {

// A customer's history in the unit of time of the parameters.
struct Observed {
  double x = 0;
  double recency = 0;  // t_x
  double age = 0;      // T
};

// A model of purchases. Parameters are positive, in the order of parameter_names().
//
// A customer who is alive after (x, T) is a new one with other parameters, whatever t_x was. So
// what is expected of the future is the probability of being alive times a figure that depends on
// (x, T) alone, and the functions below that say "of one who is alive" give that figure.
// Thread: any, at the same time.
class PurchaseModel {
 public:
  virtual ~PurchaseModel() = default;

  virtual std::string_view name() const = 0;
  virtual std::vector<std::string> parameter_names() const = 0;
  // Which parameters are times (true), so that they scale with the unit of time.
  virtual std::vector<bool> is_time() const = 0;

  // Returns the weighted log-likelihood of `data`, and its derivatives by the logs of the
  // parameters in `gradient`.
  virtual double LogLikelihood(const Histories& data, std::span<const double> parameters,
                               std::span<double> gradient) const = 0;

  // Returns the probability that a customer with this history is still one.
  virtual double AliveProbability(std::span<const double> parameters,
                                  const Observed& customer) const = 0;

  // Returns the purchases expected in the time `t` after T, of one who is alive.
  virtual double Expected(std::span<const double> parameters, double x, double age,
                          double t) const = 0;
  // The same, each discounted by e^(-delta u) at its time u after T.
  double Discounted(std::span<const double> parameters, double x, double age, double t,
                    double delta) const;
  // The same over all future (DERT); infinity where the integral does not exist, as it may not at
  // delta = 0.
  virtual double Residual(std::span<const double> parameters, double x, double age,
                          double delta) const = 0;
  // Returns the probabilities of 0, 1, 2 ... purchases in the time `t` after T, of one who is
  // alive; they end where less than 1e-12 is left, or with the 10,000th.
  virtual std::vector<double> Counts(std::span<const double> parameters, double x, double age,
                                     double t) const = 0;

  // Returns the repeat purchases expected of a new customer in the time `t` after the first.
  virtual double NewCustomer(std::span<const double> parameters, double t) const = 0;
};

// Returns the model of that name; null when there is none. Lifetime: the library's.
const PurchaseModel* FindPurchaseModel(std::string_view name);
// All of them: bg_nbd, mbg_nbd, pareto_nbd.
std::span<const PurchaseModel* const> PurchaseModels();

}  // namespace clv
