#include "value/valuation.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "value/bootstrap.h"
#include "value/valuation_notes.h"

namespace clv {
namespace {

FitOptions OptionsOf(const Parameters& parameters, const sdk::Call& call) {
  FitOptions options;
  options.penalty = parameters.penalty;
  options.check = [&call] { call.Check(); };
  return options;
}

Tasks TasksOf(const sdk::Call& call) {
  return [&call](size_t count, const std::function<void(size_t)>& task) {
    call.tasks().Run(count, [&](size_t i) {
      call.Check();
      task(i);
    });
  };
}

class Valuer {
 public:
  Valuer(const Parameters& parameters, PurchaseLog log, const EarlierFits& earlier,
         const sdk::Call& call)
      : parameters_(parameters), earlier_(earlier), call_(call), tasks_(TasksOf(call)) {
    result_.log = std::move(log);
  }

  Valuation Run() {
    SetMargin();
    const PurchaseModel* model =
        FindPurchaseModel(parameters_.model == "auto" ? "bg_nbd" : parameters_.model);
    const bool has_holdout = Parameters::DaysOf(parameters_.holdout) > 0;
    if (has_holdout) model = Backtest(model);
    call_.Progress(0.5, "fitting");
    FitAll(model, has_holdout);
    call_.Progress(0.6, "fitting spend");
    FitSpendOfAll();
    call_.Progress(0.7, "forecasting");
    ForecastAll();
    Track(has_holdout);
    AddNotes(result_);
    return std::move(result_);
  }

 private:
  void SetMargin() {
    result_.margin = parameters_.margin.value_or(result_.log.margin_share);
    if (parameters_.margin) return;
    if (result_.log.has_margin) {
      char share[32];
      std::snprintf(share, sizeof(share), "%.4f", result_.margin);
      result_.log.notes.Add("MARGIN_MEASURED", std::string("the margin is that of the orders, ") +
                                                   share + " of revenue");
    } else {
      result_.log.notes.Add(
          "MARGIN_UNKNOWN",
          "neither the parameter 'margin' nor a column of that name says the margin: "
          "values are of revenue, not of profit");
    }
  }

  // Fits the models that may be chosen on what was known before the holdout; returns the one that
  // gives the highest probability to what happened in it.
  const PurchaseModel* Backtest(const PurchaseModel* model) {
    const auto days = static_cast<int32_t>(Parameters::DaysOf(parameters_.holdout));
    const int32_t end = result_.log.last_day - days;
    const Known known = KnownBy(result_.log, end, parameters_.Tick());
    const HeldOut held = WhatFollowed(result_.log, known.customers, end, result_.log.last_day);
    std::vector<SpendData::Customer> spends = RepeatPurchases(result_.log, known);
    result_.calibration_spend = FitSpending(spends, SpendOptions());
    const std::vector<double> worth = WorthOf(result_.log, known, *result_.calibration_spend);
    double best = -std::numeric_limits<double>::infinity();
    for (const PurchaseModel* candidate : PurchaseModels()) {
      if (parameters_.model != "auto" && candidate != model) continue;
      call_.Progress(0.3, "fitting the calibration period");
      const Fit& fit = result_.calibrations
                           .emplace_back(Fitted{candidate, FitPurchases(*candidate, known.data,
                                                                        Options(*candidate))})
                           .fit;
      if (!fit.usable()) continue;
      ForecastOptions ahead;
      ahead.time = days * parameters_.Tick();
      ahead.level = parameters_.level;
      ahead.residuals = false;
      const std::vector<Forecast> forecasts =
          ForecastGroups(*candidate, fit.parameters, known.data, ahead, tasks_);
      BacktestOf& backtest = result_.backtests.emplace_back();
      backtest.model = candidate;
      backtest.rows = MakeBacktest(*candidate, fit.parameters, known.data, known.group_of, held,
                                   worth, forecasts, ahead.time);
      const bool is_sound = fit.diagnosis == Diagnosis::kOk;
      const double score = backtest.rows[0].log_score - (is_sound ? 0 : 1e6);
      if (score > best) {
        best = score;
        model = candidate;
      }
    }
    return model;
  }

  // Of a fit of purchases.
  FitOptions Options(const PurchaseModel& model) const {
    FitOptions options = OptionsOf(parameters_, call_);
    options.start = parameters_.start;
    if (options.start.empty()) options.start = earlier_.Of(model.name(), model.parameter_names());
    return options;
  }

  FitOptions SpendOptions() const {
    FitOptions options = OptionsOf(parameters_, call_);
    options.start = earlier_.Of(
        "gamma_gamma", {GammaGamma::kParameterNames.begin(), GammaGamma::kParameterNames.end()});
    return options;
  }

  const Fitted* CalibrationOf(const PurchaseModel* model) const {
    for (const Fitted& fitted : result_.calibrations) {
      if (fitted.model == model && fitted.fit.usable()) return &fitted;
    }
    return nullptr;
  }

  void FitAll(const PurchaseModel* model, bool has_holdout) {
    result_.all = KnownBy(result_.log, result_.log.last_day, parameters_.Tick());
    FitOptions options = Options(*model);
    const Fitted* before = has_holdout ? CalibrationOf(model) : nullptr;
    if (before != nullptr) options.start = before->fit.parameters;
    result_.purchases = {model, FitPurchases(*model, result_.all.data, options)};
  }

  void FitSpendOfAll() {
    std::vector<SpendData::Customer> customers = RepeatPurchases(result_.log, result_.all);
    result_.spend = FitSpending(customers, SpendOptions());
    if (!result_.spend.is_mean) SetSpendCovariance(SpendData(customers));
  }

  void SetSpendCovariance(const SpendData& data) {
    if (parameters_.intervals == "none") return;
    const Fit& fit = result_.spend.fit;
    result_.spend_covariance = fit.covariance.values;
    if (parameters_.intervals != "bootstrap") return;
    const auto replicates = Replicates(1).Spend(data, fit, OptionsOf(parameters_, call_));
    NoteReplicates(replicates.size());
    result_.spend_covariance = CovarianceOf(replicates).values;
  }

  Bootstrap Replicates(uint64_t stream) const {
    return {static_cast<uint64_t>(parameters_.seed) * 2 + stream,
            static_cast<size_t>(parameters_.replicates)};
  }
  void NoteReplicates(size_t converged) {
    const int64_t lost = parameters_.replicates - static_cast<int64_t>(converged);
    result_.log.notes.Add("REPLICATES_LOST", "bootstrap replicates did not converge", lost);
  }

  void ForecastAll() {
    const Fit& fit = result_.purchases.fit;
    if (!fit.usable()) return;
    ForecastOptions ahead;
    ahead.time = Parameters::DaysOf(parameters_.horizon) * parameters_.Tick();
    ahead.delta = parameters_.Delta();
    ahead.level = parameters_.level;
    if (parameters_.intervals != "none" && fit.covariance.size > 0) {
      ahead.covariance = fit.covariance.values;
      if (parameters_.intervals == "bootstrap") {
        const auto replicates = Replicates(0).Purchases(*result_.purchases.model, result_.all.data,
                                                        fit, OptionsOf(parameters_, call_));
        NoteReplicates(replicates.size());
        ahead.covariance = CovarianceOf(replicates).values;
      }
    }
    result_.forecasts =
        ForecastGroups(*result_.purchases.model, fit.parameters, result_.all.data, ahead, tasks_);
  }

  void Track(bool has_holdout) {
    const Fitted* before = has_holdout ? CalibrationOf(result_.purchases.model) : nullptr;
    const Fit& fit = before != nullptr ? before->fit : result_.purchases.fit;
    result_.weeks = clv::Track(result_.log, result_.log.last_day, *result_.purchases.model,
                               fit.parameters, parameters_.Tick());
  }

  const Parameters& parameters_;
  const EarlierFits& earlier_;
  const sdk::Call& call_;
  const Tasks tasks_;
  Valuation result_;
};

}  // namespace

Valuation Value(const Parameters& parameters, PurchaseLog log, const EarlierFits& earlier,
                const sdk::Call& call) {
  return Valuer(parameters, std::move(log), earlier, call).Run();
}

}  // namespace clv
