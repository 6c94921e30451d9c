#include "value/tables.h"

#include <cmath>
#include <optional>

#include "value/customers_table.h"

namespace clv {
namespace {

using sdk::Type;

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
      .Column("evaluations", Type::kInt64,
              "Of the likelihood of all of them: few where the fit began close to its end")
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
      .Column("predicted_spend", Type::kDouble,
              "Predicted purchases times what each was expected to bring; null where nothing says")
      .Column("actual_spend", Type::kDouble, "Less refunds")
      .Column("spend_mean_absolute_error", Type::kDouble, "A customer")
      .Column("spend_bias", Type::kDouble, "Predicted less actual, a customer")
      .Column("chosen", Type::kBool, "Whether the tables are of this model");
}

// A column that may have no number.
void Append(sdk::DoubleColumn& column, double value) {
  column.Append(std::isfinite(value) ? std::optional(value) : std::nullopt);
}

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
    out.Int64("evaluations").Append(fit.evaluations);
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
  if (valuation.calibration_spend) {
    write("gamma_gamma", "calibration", valuation.calibration_spend->fit);
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
      Append(out.Double("predicted_spend"), row.predicted_spend);
      out.Double("actual_spend").Append(row.actual_spend);
      Append(out.Double("spend_mean_absolute_error"), row.spend_absolute_error);
      Append(out.Double("spend_bias"), row.spend_bias());
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
  sdk::Notes::Declare(shape, "the data and the fits");
}

void WriteTables(const Parameters& parameters, const Valuation& valuation, const sdk::Call& call,
                 sdk::Writers& out) {
  WriteCustomers(parameters, valuation, call, out["customers"]);
  WriteFits(parameters, valuation, out["fit"]);
  WriteBacktest(valuation, out["backtest"]);
  WriteTracking(valuation, out["tracking"]);
  valuation.log.notes.WriteTo(out);
}

}  // namespace clv
