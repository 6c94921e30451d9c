#include "value/tables.h"

#include <cmath>
#include <optional>

#include "orders/zone.h"

namespace clv {
namespace {

using sdk::Type;

constexpr int64_t kDayMicros = 86'400'000'000;
constexpr int32_t kMoneyDigits = 2;

void DeclareCustomers(sdk::Output& customers) {
  customers.Entity("customer", "customer_id").Key("customer_id");
  customers.Like("customer_id", "orders.customer_id")
      .Column("first_order_on", Type::kDate)
      .Column("last_order_on", Type::kDate)
      .Column("cohort", Type::kString, "The month of the first order, such as 2024-01")
      .Column("frequency", Type::kInt64, "Repeat purchases (x): days with orders, less the first")
      .Column("recency", Type::kDuration, "From the first to the last purchase (t_x)")
      .Column("age", Type::kDuration, "From the first purchase to the last day observed (T)")
      .Decimal("revenue", kMoneyDigits, "To date, less refunds")
      .Decimal("monetary_value", kMoneyDigits,
               "Mean spend on a repeat purchase (z); null without one")
      .Column("p_alive", Type::kDouble, "The probability of being a customer still")
      .Column("expected_purchases", Type::kDouble, "In the horizon")
      .Column("expected_purchases_low", Type::kDouble,
              "Limits of that expectation, from how sure "
              "the fit is of its parameters")
      .Column("expected_purchases_high", Type::kDouble)
      .Column("purchases_low", Type::kInt64, "A range that holds the number of purchases itself")
      .Column("purchases_high", Type::kInt64)
      .Decimal("expected_order_value", kMoneyDigits, "Expected spend on a purchase")
      .Decimal("expected_spend", kMoneyDigits, "In the horizon, not discounted")
      .Column("residual_purchases", Type::kDouble,
              "Discounted purchases over all future (DERT); null where they are not bounded")
      .Decimal("clv", kMoneyDigits, "Discounted margin in the horizon")
      .Decimal("clv_low", kMoneyDigits, "Limits, from how sure the fits are of their parameters")
      .Decimal("clv_high", kMoneyDigits)
      .Decimal("lifetime_value", kMoneyDigits, "Discounted margin over all future")
      .Column("as_of", Type::kTimestamp);
}

void DeclareFit(sdk::Output& fit) {
  fit.Column("model", Type::kString, "bg_nbd, mbg_nbd, pareto_nbd or gamma_gamma")
      .Column("period", Type::kString, "all, or calibration: before the holdout")
      .Column("parameter", Type::kString, "null where nothing was fitted")
      .Column("estimate", Type::kDouble)
      .Column("standard_error", Type::kDouble, "null where the likelihood has no single peak")
      .Column("log_likelihood", Type::kDouble)
      .Column("aic", Type::kDouble)
      .Column("bic", Type::kDouble)
      .Column("customers", Type::kInt64, "That it was fitted to")
      .Column("diagnosis", Type::kString,
              "ok, too_little_data, boundary, flat, not_finite or not_converged")
      .Column("time_unit", Type::kString, "Of parameters that are times");
}

void DeclareBacktest(sdk::Output& backtest) {
  backtest.Column("model", Type::kString)
      .Column("decile", Type::kInt64, "1: those of whom most was predicted; null: all customers")
      .Column("customers", Type::kInt64)
      .Column("predicted", Type::kDouble, "Purchases in the holdout")
      .Column("actual", Type::kInt64)
      .Column("mean_absolute_error", Type::kDouble, "A customer")
      .Column("root_mean_squared_error", Type::kDouble)
      .Column("bias", Type::kDouble, "Predicted less actual, a customer")
      .Column("lift", Type::kDouble, "Actual purchases a customer, over those of all customers")
      .Column("coverage", Type::kDouble, "Share of customers within the range predicted for them")
      .Column("expected_coverage", Type::kDouble,
              "The share that the model says: the level or more, as numbers are whole")
      .Column("log_score", Type::kDouble,
              "Mean log of the probability given to what happened; `auto` takes the highest")
      .Column("chosen", Type::kBool, "Whether the tables are of this model");
}

// Columns that may have no number.
void Append(sdk::DoubleColumn& column, double value) {
  column.Append(std::isfinite(value) ? std::optional(value) : std::nullopt);
}
void AppendMoney(sdk::DecimalColumn& column, double money) {
  const double hundredths = money * 100;
  const bool fits = std::abs(hundredths) < 9e17;  // NaN does not
  column.Append(fits ? std::optional<int64_t>(std::llround(hundredths)) : std::nullopt);
}

// The limits of a figure of which ln has this standard deviation, which may be absent.
struct Limits {
  double low, high;

  Limits(double value, std::optional<double> log_sd, double z)
      : low(log_sd ? value * std::exp(-z * *log_sd) : NAN),
        high(log_sd ? value * std::exp(z * *log_sd) : NAN) {}
};

// The standard normal quantile that leaves (1 - level) / 2 above it, by Newton's method.
double NormalQuantile(double level) {
  double z = 1;
  for (int step = 0; step < 50; ++step) {
    const double excess = std::erfc(z / std::sqrt(2)) - (1 - level);
    z += excess / (std::sqrt(2 / M_PI) * std::exp(-z * z / 2));
  }
  return z;
}

class CustomerWriter {
 public:
  CustomerWriter(const Parameters& parameters, const Valuation& valuation, sdk::Writer& out)
      : parameters_(parameters),
        valuation_(valuation),
        z_(NormalQuantile(parameters.level)),
        has_limits_(parameters.intervals != "none" && valuation.purchases.fit.covariance.size > 0),
        id_(out.Any("customer_id")),
        first_(out.Date("first_order_on")),
        last_(out.Date("last_order_on")),
        cohort_(out.Text("cohort")),
        frequency_(out.Int64("frequency")),
        recency_(out.Duration("recency")),
        age_(out.Duration("age")),
        revenue_(out.Decimal("revenue")),
        monetary_value_(out.Decimal("monetary_value")),
        p_alive_(out.Double("p_alive")),
        expected_(out.Double("expected_purchases")),
        expected_low_(out.Double("expected_purchases_low")),
        expected_high_(out.Double("expected_purchases_high")),
        purchases_low_(out.Int64("purchases_low")),
        purchases_high_(out.Int64("purchases_high")),
        order_value_(out.Decimal("expected_order_value")),
        spend_(out.Decimal("expected_spend")),
        residual_(out.Double("residual_purchases")),
        clv_(out.Decimal("clv")),
        clv_low_(out.Decimal("clv_low")),
        clv_high_(out.Decimal("clv_high")),
        lifetime_(out.Decimal("lifetime_value")),
        as_of_(out.Timestamp("as_of")) {}

  void Write(size_t place) {
    const uint32_t customer = valuation_.all.customers[place];
    const Summary& summary = valuation_.all.summaries[customer];
    const double x = summary.history.x;
    const double repeats = valuation_.log.Money(static_cast<double>(summary.repeat_amount));
    WriteHistory(customer, summary, repeats);
    const double z = x > 0 ? repeats / x : 0;
    if (valuation_.forecasts.empty()) {
      WriteNothingForetold();
    } else {
      WriteForecast(valuation_.forecasts[valuation_.all.group_of[place]], x, z);
    }
    as_of_.Append(valuation_.log.as_of);
  }

 private:
  void WriteHistory(uint32_t customer, const Summary& summary, double repeats) {
    const History& history = summary.history;
    id_.AppendValue(valuation_.log.ids[customer]);
    first_.Append(summary.first_day);
    last_.Append(summary.first_day + history.recency);
    if (summary.first_day != cohort_day_) {
      cohort_day_ = summary.first_day;
      cohort_text_ = DayText(cohort_day_).substr(0, 7);
    }
    cohort_.Append(cohort_text_);
    frequency_.Append(history.x);
    recency_.Append(history.recency * kDayMicros);
    age_.Append(history.age * kDayMicros);
    AppendMoney(revenue_,
                valuation_.log.Money(static_cast<double>(summary.first_amount)) + repeats);
    AppendMoney(monetary_value_, history.x > 0 ? repeats / history.x : NAN);
  }

  void WriteForecast(const Forecast& forecast, double x, double z) {
    p_alive_.Append(forecast.alive);
    Append(expected_, forecast.expected);
    const Limits limits(forecast.expected,
                        has_limits_ ? std::optional(forecast.log_sd) : std::nullopt, z_);
    Append(expected_low_, limits.low);
    Append(expected_high_, limits.high);
    purchases_low_.Append(forecast.lower);
    purchases_high_.Append(forecast.upper);
    const double order_value = valuation_.spend.Of(x, z);
    AppendMoney(order_value_, order_value);
    AppendMoney(spend_, forecast.expected * order_value);
    Append(residual_, forecast.residual);
    const double clv = valuation_.margin * order_value * forecast.discounted;
    AppendMoney(clv_, clv);
    const Limits clv_limits(clv, ClvLogSd(forecast, x, z), z_);
    AppendMoney(clv_low_, clv_limits.low);
    AppendMoney(clv_high_, clv_limits.high);
    AppendMoney(lifetime_, valuation_.margin * order_value * forecast.residual);
  }

  // Purchases and spend are fitted apart, so variances add.
  std::optional<double> ClvLogSd(const Forecast& forecast, double x, double z) const {
    const std::vector<double>& covariance = valuation_.spend_covariance;
    if (!has_limits_ || covariance.empty()) return std::nullopt;
    constexpr double kStep = 1e-4;
    double by_logs[3];
    for (size_t i = 0; i < 3; ++i) {
      double logs[2];
      for (const size_t side : {0, 1}) {
        std::vector<double> moved = valuation_.spend.fit.parameters;
        moved[i] *= std::exp(side == 0 ? kStep : -kStep);
        logs[side] = std::log(GammaGamma::ExpectedSpend(moved, x, std::max(z, 0.0)));
      }
      by_logs[i] = (logs[0] - logs[1]) / (2 * kStep);
    }
    double variance = forecast.log_sd * forecast.log_sd;
    for (size_t i = 0; i < 3; ++i) {
      for (size_t j = 0; j < 3; ++j) variance += by_logs[i] * covariance[i * 3 + j] * by_logs[j];
    }
    if (!(variance >= 0)) return std::nullopt;
    return std::sqrt(variance);
  }

  void WriteNothingForetold() {
    for (sdk::Column* column : std::initializer_list<sdk::Column*>{
             &p_alive_, &expected_, &expected_low_, &expected_high_, &purchases_low_,
             &purchases_high_, &order_value_, &spend_, &residual_, &clv_, &clv_low_, &clv_high_,
             &lifetime_}) {
      column->Null();
    }
  }

  const Parameters& parameters_;
  const Valuation& valuation_;
  const double z_;
  const bool has_limits_;
  int32_t cohort_day_ = INT32_MIN;
  std::string cohort_text_;
  sdk::Column& id_;
  sdk::DateColumn &first_, &last_;
  sdk::TextColumn& cohort_;
  sdk::Int64Column &frequency_, &recency_, &age_;
  sdk::DecimalColumn &revenue_, &monetary_value_;
  sdk::DoubleColumn &p_alive_, &expected_, &expected_low_, &expected_high_;
  sdk::Int64Column &purchases_low_, &purchases_high_;
  sdk::DecimalColumn &order_value_, &spend_;
  sdk::DoubleColumn& residual_;
  sdk::DecimalColumn &clv_, &clv_low_, &clv_high_, &lifetime_;
  sdk::Int64Column& as_of_;
};

void WriteFit(std::string_view model, const char* period, const Fit& fit,
              const std::string& time_unit, sdk::Writer& out) {
  for (size_t i = 0; i < std::max<size_t>(1, fit.parameters.size()); ++i) {
    out.Text("model").Append(model);
    out.Text("period").Append(period);
    if (fit.usable()) {
      out.Text("parameter").Append(fit.names[i]);
      Append(out.Double("estimate"), fit.parameters[i]);
    } else {
      out.Text("parameter").Null();
      out.Double("estimate").Null();
    }
    Append(out.Double("standard_error"),
           fit.standard_errors.empty() ? NAN : fit.standard_errors[i]);
    Append(out.Double("log_likelihood"), fit.usable() ? fit.log_likelihood : NAN);
    Append(out.Double("aic"), fit.usable() ? fit.Aic() : NAN);
    Append(out.Double("bic"), fit.usable() ? fit.Bic() : NAN);
    out.Int64("customers").Append(static_cast<int64_t>(fit.customers));
    out.Text("diagnosis").Append(WordOf(fit.diagnosis));
    out.Text("time_unit").Append(time_unit);
    out.EndRow();
  }
}

void WriteFits(const Parameters& parameters, const Valuation& valuation, sdk::Writer& out) {
  const auto write = [&](std::string_view model, const char* period, const Fit& fit) {
    WriteFit(model, period, fit, parameters.time_unit, out);
  };
  write(valuation.purchases.model->name(), "all", valuation.purchases.fit);
  write("gamma_gamma", "all", valuation.spend.fit);
  for (const Fitted& fitted : valuation.calibrations) {
    write(fitted.model->name(), "calibration", fitted.fit);
  }
}

void WriteBacktest(const Valuation& valuation, sdk::Writer& out) {
  for (const BacktestOf& backtest : valuation.backtests) {
    for (const BacktestRow& row : backtest.rows) {
      out.Text("model").Append(backtest.model->name());
      out.Int64("decile").Append(row.decile > 0 ? std::optional(row.decile) : std::nullopt);
      out.Int64("customers").Append(row.customers);
      out.Double("predicted").Append(row.predicted);
      out.Int64("actual").Append(std::llround(row.actual));
      out.Double("mean_absolute_error").Append(row.absolute_error);
      out.Double("root_mean_squared_error").Append(std::sqrt(row.squared_error));
      out.Double("bias").Append(row.bias());
      out.Double("lift").Append(row.lift);
      out.Double("coverage").Append(row.coverage);
      out.Double("expected_coverage").Append(row.expected_coverage);
      out.Double("log_score").Append(row.log_score);
      out.Bool("chosen").Append(backtest.model == valuation.purchases.model);
      out.EndRow();
    }
  }
}

void WriteTracking(const Valuation& valuation, sdk::Writer& out) {
  int64_t actual = 0;
  double expected = 0;
  const bool is_expected = valuation.purchases.fit.usable();
  for (const TrackedWeek& week : valuation.weeks) {
    actual += week.actual;
    expected += week.expected;
    out.Int64("week").Append(week.week);
    out.Date("week_start").Append(week.first_day);
    out.Int64("actual").Append(week.actual);
    out.Int64("cumulative_actual").Append(actual);
    Append(out.Double("expected"), is_expected ? week.expected : NAN);
    Append(out.Double("cumulative_expected"), is_expected ? expected : NAN);
    out.EndRow();
  }
}

void WriteNotes(const std::vector<Note>& notes, sdk::Writer& out) {
  for (const Note& note : notes) {
    out.Text("code").Append(note.code);
    out.Text("message").Append(note.message);
    out.Int64("count").Append(note.count);
    out.EndRow();
  }
}

}  // namespace

void DeclareTables(sdk::Shape& shape) {
  DeclareCustomers(shape.Output("customers"));
  DeclareFit(shape.Output("fit"));
  DeclareBacktest(shape.Output("backtest"));
  shape.Output("tracking")
      .Column("week", Type::kInt64, "1 begins with the first purchase of all")
      .Column("week_start", Type::kDate)
      .Column("actual", Type::kInt64, "Repeat purchases in the week")
      .Column("cumulative_actual", Type::kInt64)
      .Column("expected", Type::kDouble,
              "Of the same customers, by the fit before the holdout where there is one")
      .Column("cumulative_expected", Type::kDouble);
  shape.Output("notes")
      .Column("code", Type::kString)
      .Column("message", Type::kString, "What a person should know about the data and the fits")
      .Column("count", Type::kInt64);
}

void WriteTables(const Parameters& parameters, const Valuation& valuation, const sdk::Call& call,
                 sdk::Writers& out) {
  sdk::Writer& customers = out["customers"];
  CustomerWriter writer(parameters, valuation, customers);
  for (size_t i = 0; i < valuation.all.customers.size(); ++i) {
    if (i % 10'000 == 0) call.Check();
    writer.Write(i);
  }
  WriteFits(parameters, valuation, out["fit"]);
  WriteBacktest(valuation, out["backtest"]);
  WriteTracking(valuation, out["tracking"]);
  WriteNotes(valuation.log.notes, out["notes"]);
}

}  // namespace clv
