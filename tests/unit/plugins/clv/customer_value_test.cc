// The model as the server runs it: tables over the CDNOW customers, and corners by hand.
#include "value/customer_value.h"

#include <cmath>
#include <map>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/plugins/clv/cdnow.h"
#include "unit/plugins/clv/simulate.h"

namespace clv {
namespace {

using madad::sdk::testing::RunModel;
using madad::sdk::testing::RunOptions;
using madad::sdk::testing::RunResult;
using madad::sdk::testing::Table;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Optional;

constexpr int64_t kDay = 86'400'000'000;

RunResult RunValue(const std::string& parameters, const Table& orders,
                   const RunOptions& options = {}) {
  RunResult run = RunModel<CustomerValue>(parameters, {{"orders", orders}}, options);
  EXPECT_TRUE(run.ok()) << run.error;
  return run;
}

// The row of `table` in which a column has a value.
size_t RowOf(const Table& table, const std::string& column, const std::string& value) {
  const auto values = table.Text(column);
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i] == value) return i;
  }
  ADD_FAILURE() << "no row where " << column << " is " << value;
  return 0;
}

double Sum(const Table& table, const std::string& column) {
  double sum = 0;
  for (const auto& value : table.Double(column)) sum += value.value_or(0);
  return sum;
}

class CdnowModelTest : public ::testing::Test {
 protected:
  static void TearDownTestSuite() { run_.reset(); }
  // The usual setting: fitted to 39 weeks, tried on the next 39.
  void SetUp() override {
    MADAD_SKIP_WITHOUT_DATA("cdnow");
    if (run_ != nullptr) return;
    run_ = std::make_unique<RunResult>(RunValue(R"({"model": "auto", "holdout": "273d"})",
                                                CdnowSample().ToTable(), {.threads = 2}));
  }
  double Backtest(const std::string& model, const std::string& column) {
    const Table& table = (*run_)["backtest"];
    return *table.Double(column)[RowOf(table, "model", model)];
  }

  static inline std::unique_ptr<RunResult> run_;
};

// Computed independently, at the fits of the first 39 weeks.
TEST_F(CdnowModelTest, ForecastOfTheHoldout) {
  EXPECT_NEAR(Backtest("bg_nbd", "predicted"), 1653.41, 0.01);
  EXPECT_NEAR(Backtest("pareto_nbd", "predicted"), 1665.51, 0.02);
  const Table& table = (*run_)["backtest"];
  EXPECT_EQ(table.Int64("actual")[RowOf(table, "model", "bg_nbd")], 1882);
  EXPECT_NEAR(Backtest("bg_nbd", "bias"), (1653.41 - 1882) / 2357, 1e-5);
  EXPECT_EQ(table.rows(), 33U);
}

TEST_F(CdnowModelTest, DecilesAreWholeAndOrdered) {
  const Table& table = (*run_)["backtest"];
  const size_t first = RowOf(table, "model", "pareto_nbd");
  int64_t customers = 0, actual = 0;
  for (size_t decile = 1; decile <= 10; ++decile) {
    const size_t row = first + decile;
    EXPECT_EQ(table.Int64("decile")[row], static_cast<int64_t>(decile));
    customers += *table.Int64("customers")[row];
    actual += *table.Int64("actual")[row];
    if (decile > 1) {
      EXPECT_LE(
          *table.Double("predicted")[row] / static_cast<double>(*table.Int64("customers")[row]),
          *table.Double("predicted")[row - 1] /
              static_cast<double>(*table.Int64("customers")[row - 1]));
    }
  }
  EXPECT_EQ(customers, 2357);
  EXPECT_EQ(actual, 1882);
  // The tenth of whom most is predicted makes almost half of the purchases.
  EXPECT_NEAR(*table.Double("lift")[first + 1], 4.7, 0.1);
}

// Spend is backtested with purchases: what was said of the customers at the end of the first 39
// weeks, beside what they spent after it.
TEST_F(CdnowModelTest, SpendOfTheHoldout) {
  const Orders sample = CdnowSample();
  const RunResult then =
      RunValue(R"({"model": "bg_nbd", "observed_until": "1997-09-30", "horizon": "273d"})",
               sample.ToTable());
  double expected = 0;
  for (const auto& cents : then["customers"].Decimal("expected_spend")) {
    expected += static_cast<double>(cents.value_or(0)) / 100;
  }
  EXPECT_NEAR(Backtest("bg_nbd", "predicted_spend") / expected, 1, 1e-5);
  double spent = 0;
  for (size_t i = 0; i < sample.days.size(); ++i) {
    if (*sample.days[i] > ParseDay(kCalibrationEnd)) {
      spent += static_cast<double>(*sample.cents[i]) / 100;
    }
  }
  EXPECT_NEAR(Backtest("bg_nbd", "actual_spend"), spent, 0.005);
  EXPECT_NEAR(Backtest("bg_nbd", "spend_bias"),
              (Backtest("bg_nbd", "predicted_spend") - spent) / 2357, 1e-9);
  EXPECT_GT(Backtest("bg_nbd", "spend_mean_absolute_error"),
            std::abs(Backtest("bg_nbd", "spend_bias")));
}

// `auto` takes the highest log score, and the customers are of that model.
TEST_F(CdnowModelTest, ChoosesByTheHoldout) {
  std::map<double, std::string> by_score;
  const Table& table = (*run_)["backtest"];
  for (const char* model : {"bg_nbd", "mbg_nbd", "pareto_nbd"}) {
    by_score[Backtest(model, "log_score")] = model;
  }
  const std::string best = by_score.rbegin()->second;
  for (const char* model : {"bg_nbd", "mbg_nbd", "pareto_nbd"}) {
    EXPECT_EQ(table.Bool("chosen")[RowOf(table, "model", model)], best == model);
  }
  EXPECT_EQ((*run_)["fit"].Text("model")[0], best);
  EXPECT_EQ((*run_)["fit"].Text("period")[0], "all");
}

TEST_F(CdnowModelTest, WeeksFollowThePublishedOnes) {
  std::ifstream file(madad::testing::RealData("cdnow/btyd_cdnowSummary_cu_tracking.csv"));
  std::string line;
  std::getline(file, line);
  const Table& tracking = (*run_)["tracking"];
  size_t weeks = 0;
  for (; std::getline(file, line); ++weeks) {
    EXPECT_EQ(std::to_string(*tracking.Int64("week")[weeks]) + "," +
                  std::to_string(*tracking.Int64("cumulative_actual")[weeks]),
              line);
  }
  EXPECT_EQ(weeks, 78U);
  // By the fit of the first half: close to what happened there, a little below it in the second.
  EXPECT_NEAR(*tracking.Double("cumulative_expected")[38], 2457, 60);
  EXPECT_NEAR(*tracking.Double("cumulative_expected")[77], 4339, 400);
}

// Computed independently: mean P(alive) at the end of the first 39 weeks.
TEST_F(CdnowModelTest, MeanProbabilityOfBeingAlive) {
  for (const auto& [model, mean] :
       std::map<std::string, double>{{"bg_nbd", .813440}, {"pareto_nbd", .446277}}) {
    const RunResult run =
        RunValue(R"({"observed_until": "1997-09-30", "model": ")" + model + "\"}",
                 CdnowSample().ToTable(), {.as_of = ParseDay("1998-06-30") * kDay});
    EXPECT_NEAR(Sum(run["customers"], "p_alive") / 2357, mean, 1e-6);
    EXPECT_THAT(run["notes"].Text("code"), Contains(Optional(std::string("ORDERS_NOT_OBSERVED"))));
  }
}

// A refresh that begins at the parameters of the last fit ends at the same ones.
TEST_F(CdnowModelTest, StartsWhereItIsTold) {
  const std::string until = R"({"observed_until": "1997-09-30", "discount_rate": 0.15, "start": )";
  const Table orders = CdnowSample().ToTable();
  const RunResult warm = RunValue(until + "[0.2426, 4.4136, 0.793, 2.426]}", orders);
  const RunResult cold = RunValue(until + "[]}", orders);
  for (size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(*warm["fit"].Double("estimate")[i], *cold["fit"].Double("estimate")[i], 1e-6);
  }
}

// The rows of a fit as the next run reads them, with the word of each column that `with` names.
Table EarlierFits(const Table& fit, const std::map<std::string, std::string>& with) {
  const auto column = [&](const std::string& name) {
    auto values = fit.Text(name);
    if (with.count(name) > 0) values.assign(values.size(), with.at(name));
    return values;
  };
  Table earlier;
  return earlier.Text("model", column("model"))
      .Text("period", column("period"))
      .Text("parameter", column("parameter"))
      .Double("estimate", fit.Double("estimate"))
      .Text("diagnosis", column("diagnosis"))
      .Text("time_unit", column("time_unit"));
}

// Refreshed with three months more, it begins at the fits of before, and ends where it would have.
TEST_F(CdnowModelTest, BeginsWhereTheRunBeforeEnded) {
  const Table orders = CdnowSample().ToTable();
  const std::string now = R"({"observed_until": "1997-12-31"})";
  const Table before = RunValue(R"({"observed_until": "1997-09-30"})", orders)["fit"];
  const Table cold = RunValue(now, orders)["fit"];
  const auto refreshed = [&](const std::map<std::string, std::string>& with) {
    const RunResult run = RunModel<CustomerValue>(
        now, {{"orders", orders}, {"earlier_fits", EarlierFits(before, with)}});
    EXPECT_TRUE(run.ok()) << run.error;
    return run["fit"];
  };
  const Table warm = refreshed({});
  ASSERT_EQ(warm.rows(), 7U);  // four parameters of purchases, three of spend
  for (size_t i = 0; i < 7; ++i) {
    EXPECT_NEAR(*warm.Double("estimate")[i] / *cold.Double("estimate")[i], 1, 1e-6);
    EXPECT_LT(*warm.Int64("evaluations")[i], *cold.Int64("evaluations")[i] * 3 / 4);
  }
  // Fits of another unit of time, another period, or that came to nothing, say nothing.
  const std::map<std::string, std::string> useless[] = {{{"time_unit", "day"}},
                                                        {{"period", "calibration"}},
                                                        {{"diagnosis", "boundary"}},
                                                        {{"model", "pareto_nbd"}}};
  for (const auto& with : useless) {
    EXPECT_EQ(refreshed(with).Int64("evaluations")[0], cold.Int64("evaluations")[0]);
  }
}

// Limits come from how sure the fit is: a bootstrap says much the same as the curvature.
TEST_F(CdnowModelTest, BothKindsOfLimits) {
  const Table orders = CdnowSample().ToTable();
  const RunResult laplace = RunValue(R"({"model": "mbg_nbd"})", orders);
  const RunResult bootstrap = RunValue(R"({"model": "mbg_nbd", "intervals": "bootstrap"})", orders);
  const RunResult none = RunValue(R"({"model": "mbg_nbd", "intervals": "none"})", orders);
  const auto width = [](const RunResult& run) {
    return Sum(run["customers"], "expected_purchases_high") -
           Sum(run["customers"], "expected_purchases_low");
  };
  EXPECT_NEAR(width(bootstrap) / width(laplace), 1, 0.35);
  EXPECT_EQ(width(none), 0);
  EXPECT_EQ(none["customers"].Decimal("clv_low")[0], std::nullopt);
  const Table& customers = laplace["customers"];
  const auto low = customers.Decimal("clv_low"), value = customers.Decimal("clv");
  const auto high = customers.Decimal("clv_high"), whole = customers.Decimal("lifetime_value");
  for (size_t i = 0; i < customers.rows(); ++i) {
    EXPECT_LE(*low[i], *value[i]);
    EXPECT_LE(*value[i], *high[i]);
    EXPECT_LE(*value[i], *whole[i]);
  }
}

// clv is margin x spend a purchase x discounted purchases. Without a discount that is expected
// spend; with one, between it and its value had everything come at the horizon's end.
TEST_F(CdnowModelTest, DiscountAndMargin) {
  const Table orders = CdnowSample().ToTable();
  const RunResult plain = RunValue(R"({"discount_rate": 0, "margin": 0.4})", orders);
  const RunResult dear = RunValue(R"({"discount_rate": 1, "margin": 0.4})", orders);
  const Table& customers = plain["customers"];
  for (const size_t i : {size_t{0}, size_t{5}, size_t{99}}) {
    const auto spend = static_cast<double>(*customers.Decimal("expected_spend")[i]);
    EXPECT_NEAR(static_cast<double>(*customers.Decimal("clv")[i]), 0.4 * spend, 1);
    const auto discounted = static_cast<double>(*dear["customers"].Decimal("clv")[i]);
    EXPECT_LT(discounted, 0.4 * spend);
    EXPECT_GT(discounted, 0.4 * spend / 2);
  }
  // a is below 1: over all future there is no bound without a discount.
  EXPECT_EQ(customers.Double("residual_purchases")[0], std::nullopt);
  EXPECT_EQ(customers.Decimal("lifetime_value")[0], std::nullopt);
  EXPECT_THAT(plain["notes"].Text("code"),
              Contains(Optional(std::string("RESIDUAL_NEEDS_DISCOUNT"))));
}

TEST_F(CdnowModelTest, UnitsOfTimeChangeParametersAndNothingElse) {
  const Table orders = CdnowSample().ToTable();
  const RunResult weeks = RunValue("{}", orders);
  const RunResult days = RunValue(R"({"time_unit": "day"})", orders);
  EXPECT_NEAR(*days["fit"].Double("estimate")[1], 7 * *weeks["fit"].Double("estimate")[1], 1e-4);
  EXPECT_NEAR(Sum(days["customers"], "expected_purchases"),
              Sum(weeks["customers"], "expected_purchases"), 1e-4);
  EXPECT_EQ(days["customers"].Decimal("clv")[5], weeks["customers"].Decimal("clv")[5]);
}

TEST_F(CdnowModelTest, EndsWhenItsCallDoes) {
  const auto run = [&](const RunOptions& options) {
    return RunModel<CustomerValue>("{}", {{"orders", CdnowSample().ToTable()}}, options);
  };
  for (const int64_t after : {0, 3, 9, 40}) {
    EXPECT_EQ(run({.cancel_after = after}).code, MADAD_CANCELLED) << after;
  }
  EXPECT_EQ(run({.timeout = std::chrono::nanoseconds(-1)}).code, MADAD_DEADLINE_EXCEEDED);
}

// Orders that a few customers made; days of 2024.
Table FewOrders() {
  Orders orders;
  orders.Add("once", "20240105", "10");
  orders.Add("twice", "20240101", "20");
  orders.Add("twice", "20240111", "30.50");
  return orders.ToTable();
}

TEST(CustomerValueTest, TooLittleDataIsSaidAndForetellsNothing) {
  const RunResult run = RunValue("{}", FewOrders());
  const Table& customers = run["customers"];
  ASSERT_EQ(customers.rows(), 2U);
  EXPECT_EQ(customers.Int64("frequency")[0], 0);
  EXPECT_EQ(customers.Decimal("monetary_value")[0], std::nullopt);
  EXPECT_EQ(customers.Int64("frequency")[1], 1);
  EXPECT_EQ(customers.Duration("recency")[1], 10 * kDay);
  EXPECT_EQ(customers.Decimal("monetary_value")[1], 3050);
  EXPECT_EQ(customers.Decimal("revenue")[1], 5050);
  EXPECT_EQ(customers.Text("cohort")[1], "2024-01");
  EXPECT_EQ(customers.Double("p_alive")[1], std::nullopt);
  EXPECT_EQ(customers.Decimal("clv")[1], std::nullopt);
  EXPECT_EQ(run["fit"].Text("diagnosis")[0], "too_little_data");
  EXPECT_EQ(run["fit"].Text("parameter")[0], std::nullopt);
  EXPECT_THAT(run["notes"].Text("code"), Contains(Optional(std::string("PURCHASES_DIAGNOSIS"))));
}

TEST(CustomerValueTest, NoOrdersMakeNoCustomers) {
  const RunResult run = RunValue(R"({"holdout": "30d"})", Orders().ToTable(), {.as_of = 0});
  EXPECT_EQ(run["customers"].rows(), 0U);
  EXPECT_EQ(run["tracking"].rows(), 0U);
}

// Simulated customers, in orders of a fixed amount; days since 2023-01-01.
Orders SimulatedOrders(const std::vector<double>& parameters, size_t count,
                       const std::function<double(const History&, size_t customer)>& dollars) {
  Orders orders;
  Simulation simulation("bg_nbd", parameters, 1.0 / 7, 5);
  size_t number = 0;
  for (const Simulated& customer : simulation.Customers(count, 364, 0)) {
    char id[16];
    std::snprintf(id, sizeof(id), "%06zu", number++);
    const History& history = customer.history;
    for (int32_t i = 0; i <= history.x; ++i) {
      orders.customers.push_back(id);
      const int32_t day = history.x == 0 ? 0 : history.recency * i / history.x;
      orders.days.push_back(ParseDay("2023-01-01") + 364 - history.age + day);
      orders.cents.push_back(std::llround(100 * dollars(history, number)));
    }
  }
  return orders;
}

TEST(CustomerValueTest, EqualSpendHasNoDistributionAndTheMeanStandsIn) {
  const RunResult run =
      RunValue("{}", SimulatedOrders({.8, 6, 1.2, 3.5}, 500, [](const History&, size_t) {
                       return 25.0;
                     }).ToTable());
  EXPECT_THAT(run["notes"].Text("code"), Contains(Optional(std::string("SPEND_IS_MEAN"))));
  EXPECT_EQ(run["customers"].Decimal("expected_order_value")[0], 2500);
  EXPECT_NE(run["customers"].Decimal("clv")[0], std::nullopt);
}

TEST(CustomerValueTest, SpendThatFollowsFrequencyIsNoted) {
  const RunResult run =
      RunValue("{}", SimulatedOrders({.8, 6, 1.2, 3.5}, 500, [](const History& history, size_t) {
                       return 10.0 + 5.0 * history.x;
                     }).ToTable());
  EXPECT_THAT(run["notes"].Text("code"), Contains(Optional(std::string("SPEND_CORRELATED"))));
}

// Spend that differs so much between customers that q is below 1: those with one order get the mean
// of the others.
TEST(CustomerValueTest, SpendWithoutAMeanIsNoted) {
  Random purchase(3);
  const Orders orders =
      SimulatedOrders({.8, 6, 1.2, 3.5}, 800, [&](const History&, size_t customer) {
        Random of_customer(customer);
        return 0.01 + 2 * purchase.Gamma(5) / of_customer.Gamma(0.6);
      });
  const RunResult run = RunValue("{}", orders.ToTable());
  EXPECT_THAT(run["notes"].Text("code"), Contains(Optional(std::string("SPEND_MEAN_UNBOUNDED"))));
  const Table& customers = run["customers"];
  double sum = 0;
  double repeaters = 0;
  for (const auto& value : customers.Decimal("monetary_value")) {
    sum += static_cast<double>(value.value_or(0));
    repeaters += value.has_value();
  }
  const auto order_values = customers.Decimal("expected_order_value");
  const auto values = customers.Decimal("clv");
  const auto frequencies = customers.Int64("frequency");
  for (size_t i = 0; i < customers.rows(); ++i) {
    ASSERT_NE(values[i], std::nullopt);
    if (frequencies[i] != 0) continue;
    EXPECT_NEAR(static_cast<double>(*order_values[i]), sum / repeaters, 1);
  }
}

// All customers purchase at one rate and never stop: r and alpha grow without bound together.
TEST(CustomerValueTest, UnboundedParametersAreDiagnosed) {
  Orders orders;
  for (int customer = 0; customer < 60; ++customer) {
    char id[16];
    std::snprintf(id, sizeof(id), "%06d", customer);
    for (int week = 0; week < 30; ++week) {
      orders.customers.push_back(id);
      orders.days.push_back(ParseDay("2023-01-01") + 7 * week);
      orders.cents.push_back(1000);
    }
  }
  const RunResult run = RunValue("{}", orders.ToTable(), {.as_of = ParseDay("2023-08-01") * kDay});
  EXPECT_THAT(*run["fit"].Text("diagnosis")[0], ::testing::AnyOf("boundary", "flat"));
  EXPECT_EQ(run["fit"].Double("standard_error")[0], std::nullopt);
  // A penalty bounds them.
  const RunResult bounded =
      RunValue(R"({"penalty": 0.01})", orders.ToTable(), {.as_of = ParseDay("2023-08-01") * kDay});
  EXPECT_EQ(*bounded["fit"].Text("diagnosis")[0], "ok");
}

TEST(CustomerValueTest, ParametersThatAreWrongAreRefused) {
  for (const auto& [parameters, problem] :
       std::map<std::string, std::string>{{R"({"model": "nbd"})", "expected one of: bg_nbd"},
                                          {R"({"model": "auto"})", "needs a holdout"},
                                          {R"({"horizon": "1mo"})", "no fixed length"},
                                          {R"({"horizon": "0d"})", "expected 1d to"},
                                          {R"({"holdout": "12h"})", "whole days"},
                                          {R"({"margin": 1.5})", "at most 1"},
                                          {R"({"start": [1, 2]})", "four parameters"},
                                          {R"({"start": [1, 2, 0, 1]})", "not positive"},
                                          {R"({"observed_until": "31/12/2024"})", "is no date"}}) {
    const RunResult run = RunModel<CustomerValue>(parameters, {{"orders", FewOrders()}});
    EXPECT_EQ(run.code, MADAD_INVALID_ARGUMENT) << parameters;
    EXPECT_THAT(run.error, HasSubstr(problem)) << parameters;
  }
}

}  // namespace
}  // namespace clv
