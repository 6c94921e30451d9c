// What an instance of the model of lead scores is told.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <madad/sdk/model.h>

#include "fit/criteria.h"
#include "models/feature_spec.h"
#include "training/train.h"

namespace lead_quality {

struct ScoreParameters {
  sdk::Json features;
  std::string outcome = "won_at";
  std::string stage;
  std::string where;
  sdk::Duration horizon = sdk::Duration::Days(90);
  std::optional<sdk::Duration> embargo;
  double holdout = 0.2;
  std::optional<sdk::Duration> holdout_length;
  double validation = 0.2;
  bool weigh_censored = false;
  std::vector<std::string> candidates = {"naive_bayes", "elastic_net", "boosted_trees"};
  std::vector<std::string> allow;
  std::vector<double> thresholds;
  std::vector<double> shares = {0.1, 0.3, 0.6};
  std::vector<std::string> groups;
  int64_t explain = 1000;
  int64_t reasons = 5;
  int64_t seed = 7;
  std::string value;
  bool won_amounts = false;
  sdk::Json criteria = sdk::Json(sdk::Json::Array{});
  double fit_share = 0.5;

  // Errors: sdk::Error (MADAD_INVALID_ARGUMENT) for what the schema cannot say.
  void Check() const;

  // The features learned from, and after them the columns that only criteria are about.
  std::vector<FeatureSpec> Columns() const;
  // Those of the profile; none where no profile is given.
  std::vector<Criterion> Criteria() const;
  // Takes the features that are not learned from out of a frame.
  void KeepLearned(Frame& frame) const;
  // The expression of when a lead converted.
  std::string OutcomeExpression() const;
  // The options of a training on this frame.
  TrainOptions OptionsFor(const Frame& frame, const sdk::Call& call) const;
};

}  // namespace lead_quality
