#include "models/score_parameters.h"

#include <algorithm>

#include "models/criteria_json.h"

namespace lead_quality {
namespace {

constexpr size_t kMostGroups = 100;  // of one feature, unless it is asked for

[[noreturn]] void Refuse(const std::string& message) {
  throw sdk::Error(MADAD_INVALID_ARGUMENT, message, MADAD_SOURCE_CONFIG);
}

void CheckLength(const char* name, const sdk::Duration& length, int64_t least) {
  constexpr int64_t kMost = 36'525 * kDayUs;
  const int64_t us = length.ExactMicros();
  if (us >= least && us <= kMost) return;
  Refuse(std::string("parameter '") + name + "' is " + length.ToText() + "; expected " +
         (least > 0 ? "more than 0d" : "0d") + " to 36525d");
}

// Grades have to fall or to rise from A to C.
void CheckGrades(const char* name, const std::vector<double>& values, bool rising) {
  const bool sorted = rising ? std::is_sorted(values.begin(), values.end())
                             : std::is_sorted(values.rbegin(), values.rend());
  if (values.size() == 3 && sorted) return;
  Refuse(std::string("parameter '") + name + "' needs three numbers, for A, B and C, that " +
         (rising ? "rise" : "fall"));
}

bool Names(const std::vector<FeatureSpec>& features, const std::string& name) {
  return std::any_of(features.begin(), features.end(),
                     [&](const FeatureSpec& spec) { return spec.name == name; });
}

}  // namespace

void ScoreParameters::Check() const {
  const std::vector<FeatureSpec> learned = ReadFeatures(features);
  CheckLength("horizon", horizon, 1);
  if (embargo.has_value()) CheckLength("embargo", *embargo, 0);
  if (holdout_length.has_value()) CheckLength("holdout_length", *holdout_length, 1);
  if (holdout + validation >= 1) {
    Refuse(
        "parameters 'holdout' and 'validation' leave nothing to learn from; their sum is to be "
        "below 1");
  }
  if (candidates.empty()) Refuse("parameter 'candidates' is empty; name at least one model");
  if (!thresholds.empty()) CheckGrades("thresholds", thresholds, /*rising=*/false);
  CheckGrades("shares", shares, /*rising=*/true);
  if (stage.find('\'') != std::string::npos) {
    Refuse("parameter 'stage' is '" + stage + "', which is the id of no stage");
  }
  for (const std::vector<std::string>* names : {&allow, &groups}) {
    for (const std::string& name : *names) {
      if (!Names(learned, name)) {
        Refuse(std::string("parameter '") + (names == &allow ? "allow" : "groups") + "' names '" +
               name + "', which is none of the features");
      }
    }
  }
  Criteria();
}

std::vector<Criterion> ScoreParameters::Criteria() const {
  if (criteria.items().empty()) return {};
  return ReadCriteria(criteria);
}

std::vector<FeatureSpec> ScoreParameters::Columns() const {
  std::vector<FeatureSpec> columns = ReadFeatures(features);
  for (const Criterion& criterion : Criteria()) {
    if (Names(columns, criterion.feature)) continue;
    columns.push_back({.name = criterion.feature, .column = criterion.feature});
  }
  return columns;
}

void ScoreParameters::KeepLearned(Frame& frame) const {
  const std::vector<FeatureSpec> learned = ReadFeatures(features);
  std::erase_if(frame.features,
                [&](const Feature& feature) { return !Names(learned, feature.name); });
}

std::string ScoreParameters::OutcomeExpression() const {
  return stage.empty() ? outcome : "stage('" + stage + "')";
}

TrainOptions ScoreParameters::OptionsFor(const Frame& frame, const sdk::Call& call) const {
  TrainOptions options;
  options.split = {.horizon_us = horizon.ExactMicros(),
                   .validation = validation,
                   .test = holdout,
                   .test_us = holdout_length.value_or(sdk::Duration()).ExactMicros(),
                   .embargo_us = embargo.has_value() ? embargo->ExactMicros() : -1,
                   .weigh_censored = weigh_censored};
  options.allowed = allow;
  if (!thresholds.empty()) {
    options.grades = Grades{.a = thresholds[0], .b = thresholds[1], .c = thresholds[2]};
  }
  options.grade_shares = {.a = shares[0], .b = shares[1], .c = shares[2]};
  options.candidates = {.names = candidates, .seed = static_cast<int>(seed)};
  options.groups = groups;
  if (groups.empty()) {
    for (const Feature& feature : frame.features) {
      const bool few = feature.dictionary.size() <= kMostGroups;
      if (feature.kind == FeatureKind::kCategory && few) options.groups.push_back(feature.name);
    }
  }
  options.check = [&call] { call.Check(); };
  return options;
}

}  // namespace lead_quality
