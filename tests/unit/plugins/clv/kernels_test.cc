// The numerical kernels against plain ones in long double, and against themselves.
#include <cmath>
#include <cstdlib>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernels/optimise.h"
#include "kernels/quadrature.h"
#include "kernels/random.h"
#include "kernels/special.h"
#include "purchases/model.h"
#include "spend/gamma_gamma.h"
#include "unit/plugins/clv/long_double.h"

namespace clv {
namespace {

using plain::Real;

// How many random points a gradient is tried at: MADAD_FULL=1 asks for all.
int Points() { return std::getenv("MADAD_FULL") != nullptr ? 10'000 : 400; }

double LogUniform(Random& random, double low, double high) {
  return low * std::exp(random.Uniform() * std::log(high / low));
}

std::vector<double> RandomParameters(Random& random, size_t count) {
  std::vector<double> parameters;
  for (size_t i = 0; i < count; ++i) parameters.push_back(LogUniform(random, 1e-4, 1e4));
  return parameters;
}

// x up to 10,000, T up to 100,000, t_x = T now and then.
History RandomHistory(Random& random) {
  History history;
  history.age = static_cast<int32_t>(LogUniform(random, 1, 1e5));
  if (random.Uniform() < 0.2) return history;
  history.x = static_cast<int32_t>(LogUniform(random, 1, 10'001));
  const double share = random.Uniform();
  history.recency = static_cast<int32_t>(std::min(1.0, 1.2 * share * share) * history.age);
  return history;
}

// A derivative by the log of a parameter from eight values beside the point, and how far those may
// be off: by what the outer two add, and by rounding of the terms that make up a value.
struct Derivative {
  Real value, doubt;
};
Derivative Difference(const std::function<Real(const std::vector<Real>&)>& f,
                      const std::vector<double>& at, size_t parameter, Real step, Real terms) {
  Real pairs[4];
  for (int i = 0; i < 4; ++i) {
    std::vector<Real> up(at.begin(), at.end()), down(up);
    up[parameter] *= expl((i + 1) * step);
    down[parameter] *= expl(-(i + 1) * step);
    pairs[i] = (f(up) - f(down)) / step;
  }
  const Real eighth = 4 * pairs[0] / 5 - pairs[1] / 5 + 4 * pairs[2] / 105 - pairs[3] / 280;
  const Real sixth = 3 * pairs[0] / 4 - 3 * pairs[1] / 20 + pairs[2] / 60;
  return {eighth, fabsl(eighth - sixth) + 2e-19L * terms / step};
}

// Compares values and gradients, to what rounding of their terms allows, and counts the components
// that differences know to a tenth of what is asked.
class GradientCheck {
 public:
  void Compare(const std::function<Real(const std::vector<Real>&)>& f,
               const std::vector<double>& at, double events, double terms, double value,
               const std::vector<double>& gradient, const std::string& where) {
    ASSERT_TRUE(std::isfinite(value)) << where;
    const Real expected = f({at.begin(), at.end()});
    EXPECT_NEAR(value, static_cast<double>(expected),
                1e-12 * (1 + std::abs(static_cast<double>(expected))) + 5e-15 * terms)
        << where;
    for (size_t i = 0; i < at.size(); ++i) {
      ASSERT_TRUE(std::isfinite(gradient[i])) << where;
      const Derivative known = Difference(f, at, i, 0.06L / (1 + events), terms);
      const Real size = fabsl(known.value);
      EXPECT_LE(fabsl(known.value - gradient[i]), 1e-6L * size + 2 * known.doubt + 1e-15L * terms)
          << where << ", parameter " << i << ": " << gradient[i] << " and "
          << static_cast<double>(known.value) << " +- " << static_cast<double>(known.doubt);
      ++components_;
      sharp_ += known.doubt < 1e-7L * size;
    }
  }
  void ExpectSharp() const { EXPECT_GT(sharp_, 0.8 * components_); }

 private:
  int components_ = 0;
  int sharp_ = 0;
};

std::string Where(const History& h, const std::vector<double>& p) {
  std::string text = "x " + std::to_string(h.x) + " recency " + std::to_string(h.recency) +
                     " age " + std::to_string(h.age) + " at";
  for (const double value : p) text += " " + std::to_string(value);
  return text;
}

class GradientTest : public ::testing::TestWithParam<const char*> {};

TEST_P(GradientTest, AgreesWithDifferences) {
  const std::string name = GetParam();
  Random random(7);
  GradientCheck check;
  for (int point = 0; point < Points(); ++point) {
    const History history = RandomHistory(random);
    const std::vector<double> parameters = RandomParameters(random, 4);
    const plain::Case c = {history.x, static_cast<Real>(history.recency),
                           static_cast<Real>(history.age)};
    const auto reference = [&](const std::vector<Real>& p) {
      if (name == "pareto_nbd") return plain::ParetoNbd(c, p);
      return plain::BgNbd(c, history.x + (name == "mbg_nbd" ? 1 : 0), p);
    };
    std::vector<double> gradient(4);
    const double value = FindPurchaseModel(name)->LogLikelihood(
        Compress(std::vector<History>{history}, 1), parameters, gradient);
    const double terms = 20 * (1 + history.x + parameters[0] + parameters[2] + parameters[3]);
    const double events = history.x + parameters[0] + (name == "pareto_nbd" ? parameters[2] : 0);
    check.Compare(reference, parameters, events, terms, value, gradient,
                  Where(history, parameters));
    if (HasFailure()) break;
  }
  check.ExpectSharp();
}

INSTANTIATE_TEST_SUITE_P(Models, GradientTest,
                         ::testing::Values("bg_nbd", "mbg_nbd", "pareto_nbd"));

TEST(GammaGammaGradientTest, AgreesWithDifferences) {
  Random random(8);
  GradientCheck check;
  for (int point = 0; point < Points(); ++point) {
    const auto x = static_cast<int32_t>(LogUniform(random, 1, 10'001));
    const double z = LogUniform(random, 1e-2, 1e6);
    const std::vector<double> parameters = RandomParameters(random, 3);
    const SpendData data(std::vector<SpendData::Customer>{{x, z}});
    std::vector<double> gradient(3);
    const double value = GammaGamma::LogLikelihood(data, parameters, gradient);
    const auto reference = [&](const std::vector<Real>& p) { return plain::GammaGamma(x, z, p); };
    const double terms = 20 * (1 + parameters[0] * x + parameters[1]);
    check.Compare(reference, parameters, 10, terms, value, gradient,
                  Where({x, 0, 0}, parameters) + " z " + std::to_string(z));
    if (HasFailure()) break;
  }
  check.ExpectSharp();
}

TEST(SpecialTest, GammaFunctions) {
  for (const double x : {1e-4, 0.3, 1.0, 2.5, 9.99, 10.0, 123.4, 1e8}) {
    EXPECT_NEAR(LogGamma(x), static_cast<double>(lgammal(x)), 2e-15 * (1 + std::abs(LogGamma(x))));
    // psi(x + 1) - psi(x) = 1 / x, and Gamma(x + 1) / Gamma(x) = x
    EXPECT_NEAR(DigammaDifference(x, 1) * x, 1, 1e-13) << x;
    EXPECT_NEAR(LogGammaRatio(x, 1), std::log(x), 2e-14 * (1 + std::abs(std::log(x)))) << x;
  }
  EXPECT_NEAR(LogBeta(2.5, 3.5), std::log(std::tgamma(2.5) * std::tgamma(3.5) / 120), 1e-14);
  // e^z E_1(z) at 1: 0.596347362323194 (Gompertz's constant).
  EXPECT_NEAR(ScaledExpIntegral(1, 1), 0.59634736232319407434, 1e-14);
  EXPECT_NEAR(ScaledExpIntegral(0, 2.5), 0.4, 1e-14);
}

TEST(QuadratureTest, RulesHaveTheirMoments) {
  for (const size_t count : {8, 12, 16, 24}) {
    double sum = 0, power = 0;
    for (const Node& node : GaussLegendre(count)) {
      sum += node.weight;
      power += node.weight * std::pow(node.at, 15);
    }
    EXPECT_NEAR(sum, 1, 1e-14);
    EXPECT_NEAR(power, 1.0 / 16, 1e-15) << count;
  }
  for (const auto& [a, b] : {std::pair{0.1, 3.0}, {0.8, 2.4}, {50.0, 0.5}, {300.0, 2000.0}}) {
    double mean = 0;
    for (const Node& node : BetaNodes(a, b)) mean += node.weight * node.at;
    EXPECT_NEAR(mean * (a + b) / a, 1, 1e-12) << a;
  }
  for (const double r : {0.05, 0.24, 4.0, 900.0}) {
    double mean = 0;
    for (const Node& node : GammaNodes(r)) mean += node.weight * node.at;
    EXPECT_NEAR(mean / r, 1, 1e-12) << r;
  }
}

// The distribution of counts, expected purchases, and discounted ones are three formulas of one
// thing.
TEST(ForecastFiguresTest, AgreeWithEachOther) {
  const std::vector<std::vector<double>> parameters = {
      {.24, 4.4, .79, 2.4}, {2.5, 30, 3.0, 0.4}, {.05, 400, .2, 9}, {.55, 10.6, 1.0, 11.7}};
  for (const PurchaseModel* model : PurchaseModels()) {
    for (const std::vector<double>& p : parameters) {
      for (const double x : {0.0, 1.0, 7.0, 200.0}) {
        const std::vector<double> counts = model->Counts(p, x, 38, 40);
        double sum = 0, mean = 0;
        for (size_t n = 0; n < counts.size(); ++n) {
          sum += counts[n];
          mean += static_cast<double>(n) * counts[n];
        }
        const double expected = model->Expected(p, x, 38, 40);
        EXPECT_NEAR(sum, 1, 1e-10) << model->name();
        EXPECT_NEAR(mean / expected, 1, 1e-8) << model->name() << x << p[0];
        // The sum over short times, each discounted at its middle.
        double discounted = 0;
        for (int i = 0; i < 2000; ++i) {
          discounted +=
              std::exp(-0.01 * (i + 0.5) / 50) *
              (model->Expected(p, x, 38, (i + 1) / 50.0) - model->Expected(p, x, 38, i / 50.0));
        }
        EXPECT_NEAR(model->Discounted(p, x, 38, 40, 0.01) / discounted, 1, 1e-7) << model->name();
        EXPECT_NEAR(model->Discounted(p, x, 38, 4000, 0.01) / model->Residual(p, x, 38, 0.01), 1,
                    2e-9)
            << model->name() << x << p[0];
      }
    }
  }
}

TEST(ForecastFiguresTest, NothingSpecialAtOne) {
  for (const char* name : {"bg_nbd", "pareto_nbd"}) {
    const PurchaseModel& model = *FindPurchaseModel(name);
    const double at = model.Expected(std::vector<double>{.5, 9, 1, 6}, 3, 20, 30);
    const double below = model.Expected(std::vector<double>{.5, 9, 1 - 1e-9, 6}, 3, 20, 30);
    EXPECT_NEAR(at / below, 1, 1e-8) << name;
    EXPECT_EQ(model.Residual(std::vector<double>{.5, 9, 1, 6}, 3, 20, 0),
              std::numeric_limits<double>::infinity());
  }
}

TEST(OptimiseTest, FindsAMinimumAndSaysWhenThereIsNone) {
  const Objective bowl = [](const std::vector<double>& at, std::vector<double>& gradient) {
    const double x = at[0] - 1, y = at[1] + 2 * at[0];
    gradient = {2 * x + 8 * y, 4 * y};
    return x * x + 2 * y * y;
  };
  const Optimum found = Minimise(bowl, {0, 0}, {0, 0});
  EXPECT_EQ(found.state, Optimum::State::kConverged);
  EXPECT_NEAR(found.at[0], 1, 1e-8);
  EXPECT_NEAR(found.at[1], -2, 1e-8);
  const Objective slope = [](const std::vector<double>& at, std::vector<double>& gradient) {
    gradient = {1, 0};
    return at[0];
  };
  EXPECT_EQ(Minimise(slope, {0, 0}, {0, 0}).state, Optimum::State::kBoundary);
  const Objective valley = [](const std::vector<double>& at, std::vector<double>& gradient) {
    gradient = {2 * (at[0] + at[1]), 2 * (at[0] + at[1])};
    return (at[0] + at[1]) * (at[0] + at[1]);
  };
  EXPECT_EQ(Minimise(valley, {1, 0}, {0, 0}).state, Optimum::State::kFlat);
  const Objective nowhere = [](const std::vector<double>&, std::vector<double>& gradient) {
    gradient = {0, 0};
    return std::numeric_limits<double>::quiet_NaN();
  };
  EXPECT_EQ(Minimise(nowhere, {1, 0}, {0, 0}).state, Optimum::State::kNotFinite);
}

}  // namespace
}  // namespace clv
