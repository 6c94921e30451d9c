#include "training/train.h"

#include <algorithm>
#include <utility>

#include "learners/elastic_net.h"
#include "training/choose.h"
#include "training/compare.h"
#include "training/drift_report.h"
#include "training/feature_report.h"
#include "training/model.h"
#include "training/part.h"
#include "training/report_parts.h"

namespace lead_quality {
namespace {

// Probabilities of logits.
std::vector<double> Probabilities(const Model& model, const std::vector<double>& logits) {
  std::vector<double> probabilities;
  for (const double logit : logits) probabilities.push_back(model.Probability(logit));
  return probabilities;
}

std::vector<double> LogitsOf(const Learner& learner, const Matrix& x) {
  std::vector<double> logits(x.rows);
  learner.Logits(x, logits);
  return logits;
}

class Training {
 public:
  Training(const Frame& frame, const Split& split, const TrainOptions& options)
      : options_(options),
        fit_(frame, split.fit),
        validation_(frame, split.validation),
        test_(frame, split.test) {
    report_.fitted = split.fit.rows.size();
    report_.validated = split.validation.rows.size();
    report_.tested = split.test.rows.size();
    report_.duplicates = split.duplicates;
    report_.immature = split.immature;
    report_.embargoed = split.embargoed;
  }

  Trained Run(std::string_view previous) {
    report_.diagnosis = Diagnose();
    if (report_.diagnosis == "ok") MakeModel();
    if (report_.diagnosis != "ok") {
      report_.reason = "there is no new model: " + report_.diagnosis;
      return {{}, std::move(report_)};
    }
    ReportOn();
    CompareWithPrevious(previous, test_, tested_logits_, report_);
    AddNotes(options_.allowed, report_);
    return {SaveModel(model_), std::move(report_)};
  }

 private:
  std::string Diagnose() const {
    if (fit_.HasEnough() && validation_.HasEnough()) return "ok";
    const ClassWeights all = Weigh(fit_.targets());
    const bool one = report_.fitted > 0 && all.sum() > 0 && !all.both();
    return one ? WordOf(FitDiagnosis::kOneClass) : WordOf(FitDiagnosis::kTooFewLeads);
  }

  bool Allowed(const std::string& feature) const {
    return std::find(options_.allowed.begin(), options_.allowed.end(), feature) !=
           options_.allowed.end();
  }

  // Which features are learned from.
  std::vector<bool> UsedFeatures(bool leaks_too) const {
    std::vector<bool> used(fit_.frame.features.size(), true);
    for (const Leak& leak : report_.leaks) {
      if (!NeverUsed(leak.reason) && (leaks_too || Allowed(leak.feature))) continue;
      for (size_t f = 0; f < used.size(); ++f) {
        if (fit_.frame.features[f].name == leak.feature) used[f] = false;
      }
    }
    return used;
  }

  // The AUC over the tested leads of a regression on these features.
  std::optional<double> QuickAuc(const std::vector<bool>& used) const {
    const Encoder encoder(fit_.frame, used, fit_.targets(), options_.encoding);
    const Matrix x = encoder.EncodeTraining(fit_.frame, fit_.targets());
    const ElasticNetFit fit =
        FitElasticNet(x, fit_.targets(), {.lambda = {1e-3}, .blocks = 0, .check = options_.check});
    if (fit.learner == nullptr) return std::nullopt;
    const std::vector<double> logits = LogitsOf(*fit.learner, encoder.Encode(test_.frame));
    const std::optional<Auc> auc = RocAuc({logits, test_.known.converted});
    return auc.has_value() ? std::optional(auc->value) : std::nullopt;
  }

  void GuardAgainstLeaks() {
    const Examination examined = ExamineFeatures(fit_.frame, fit_.targets(), options_.leaks);
    report_.leaks = examined.leaks;
    const std::vector<bool> without = UsedFeatures(false), with = UsedFeatures(true);
    report_.features = DescribeFeatures(fit_.frame, without, examined);
    if (without == with) return;
    report_.auc_with_leaks = QuickAuc(with);
    report_.auc_without_leaks = QuickAuc(without);
  }

  void MakeModel() {
    GuardAgainstLeaks();
    model_.horizon_us = options_.split.horizon_us;
    model_.encoder = Encoder(fit_.frame, UsedFeatures(false), fit_.targets(), options_.encoding);
    const Matrix held_out = model_.encoder.Encode(validation_.frame);
    std::vector<Candidate> candidates;
    {
      const Matrix x = model_.encoder.EncodeTraining(fit_.frame, fit_.targets());
      candidates = FitCandidates(x, fit_.targets(), held_out, validation_.known.converted,
                                 options_.candidates, options_.check);
    }
    const size_t best = Choose(candidates, validation_.known.converted);
    for (const Candidate& c : candidates) {
      report_.candidates.push_back({c.name, WordOf(c.diagnosis), c.auc, c.ahead});
    }
    if (best == candidates.size()) {
      report_.diagnosis = WordOf(candidates.front().diagnosis);
      return;
    }
    report_.chosen = candidates[best].name;
    model_.learner = std::move(candidates[best].learner);
    Calibrate(candidates[best].logits);
    const Matrix x = model_.encoder.Encode(fit_.frame);
    model_.baseline = MakeBaseline(x, LogitsOf(*model_.learner, x));
  }

  void Calibrate(const std::vector<double>& logits) {
    model_.calibrator = FitCalibrator({logits, validation_.known.converted});
    report_.calibration = model_.calibrator.name();
    const std::vector<double> probabilities = Probabilities(model_, logits);
    model_.grades = options_.grades.value_or(GradesByShare(probabilities, options_.grade_shares));
  }

  void ReportOn() {
    const Matrix x = model_.encoder.Encode(test_.frame);
    tested_logits_ = LogitsOf(*model_.learner, x);
    const std::vector<double> probabilities = Probabilities(model_, tested_logits_);
    report_.quality = Measure(tested_logits_, probabilities, test_.known.converted);
    report_.calibrated = report_.quality.leads > 0 && IsCalibrated(report_.quality.calibration);
    DriftCounter drift(model_, x.rows);
    drift.Add(x, tested_logits_);
    report_.drift = drift.OfFeatures();
    AddDrift(report_.drift, report_.features);
    report_.score_drift = drift.OfScore();
    report_.groups = GroupsOf(test_.frame, options_.groups, probabilities, test_.known.converted);
  }

  const TrainOptions& options_;
  Part fit_, validation_, test_;
  Model model_;
  std::vector<double> tested_logits_;
  Report report_;
};

}  // namespace

Trained Train(Frame frame, std::string_view previous, const TrainOptions& options) {
  CheckFrame(frame);
  const Split split = SplitByTime(frame, options.split);
  return Training(frame, split, options).Run(previous);
}

}  // namespace lead_quality
