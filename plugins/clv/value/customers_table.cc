#include "value/customers_table.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <optional>
#include <string>

#include "orders/day.h"

namespace clv {
namespace {

using sdk::Type;

constexpr int64_t kDayMicros = 86'400'000'000;
constexpr int32_t kMoneyDigits = 2;

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
      : valuation_(valuation),
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

  // Purchases and spend are fitted apart, so variances add. ln of the expected spend is
  // ln p + ln(gamma + x z) - ln(p x + q - 1).
  std::optional<double> ClvLogSd(const Forecast& forecast, double x, double z) const {
    const std::vector<double>& covariance = valuation_.spend_covariance;
    if (!has_limits_ || covariance.empty()) return std::nullopt;
    const double* p = valuation_.spend.fit.parameters.data();
    const double divisor = p[0] * x + p[1] - 1;
    if (divisor <= 0) return std::nullopt;
    const double by_logs[] = {1 - p[0] * x / divisor, -p[1] / divisor,
                              p[2] / (p[2] + x * std::max(z, 0.0))};
    double variance = forecast.log_sd * forecast.log_sd;
    for (size_t i = 0; i < 3; ++i) {
      for (size_t j = 0; j < 3; ++j) variance += by_logs[i] * covariance[i * 3 + j] * by_logs[j];
    }
    return std::sqrt(std::max(variance, 0.0));
  }

  void WriteNothingForetold() {
    for (sdk::Column* column : std::initializer_list<sdk::Column*>{
             &p_alive_, &expected_, &expected_low_, &expected_high_, &purchases_low_,
             &purchases_high_, &order_value_, &spend_, &residual_, &clv_, &clv_low_, &clv_high_,
             &lifetime_}) {
      column->Null();
    }
  }

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

}  // namespace

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

void WriteCustomers(const Parameters& parameters, const Valuation& valuation, const sdk::Call& call,
                    sdk::Writer& out) {
  CustomerWriter writer(parameters, valuation, out);
  for (size_t i = 0; i < valuation.all.customers.size(); ++i) {
    if (i % 10'000 == 0) call.Check();
    writer.Write(i);
  }
}

}  // namespace clv
