#include "training/report_parts.h"

#include <algorithm>
#include <cstdio>

#include "evaluation/drift.h"

namespace lead_quality {
namespace {

std::vector<Group> GroupsOfFeature(const Feature& feature, std::span<const double> probabilities,
                                   std::span<const uint8_t> converted) {
  std::vector<Group> groups(feature.dictionary.size() + 1, Group{.feature = feature.name});
  for (size_t i = 0; i < probabilities.size(); ++i) {
    const bool missing = feature.codes[i] == kNoCode;
    Group& group = missing ? groups.back() : groups[feature.codes[i]];
    group.leads += 1;
    group.mean_probability += probabilities[i];
    group.rate += converted[i];
  }
  for (size_t g = 0; g < groups.size(); ++g) {
    groups[g].value = g < feature.dictionary.size() ? feature.dictionary[g] : "missing";
    groups[g].mean_probability /= std::max(groups[g].leads, 1.0);
    groups[g].rate /= std::max(groups[g].leads, 1.0);
  }
  std::erase_if(groups, [](const Group& group) { return group.leads == 0; });
  return groups;
}

void AddCalibrationNote(Report& report) {
  const CalibrationTable& table = report.quality.calibration;
  if (report.quality.leads == 0 || report.calibrated) return;
  report.notes.push_back("the calibration is invalid: over the newest leads probabilities are " +
                         Figure(table.mean_probability) + " and rates " +
                         Figure(table.observed_rate) + " on average, apart by " +
                         Figure(table.expected_error) + "; use the order of the scores only");
}

}  // namespace

std::string Figure(double value) {
  char text[64];
  std::snprintf(text, sizeof(text), "%.3f", value);
  return text;
}

std::vector<Group> GroupsOf(const Frame& frame, const std::vector<std::string>& names,
                            std::span<const double> probabilities,
                            std::span<const uint8_t> converted) {
  std::vector<Group> groups;
  for (const std::string& name : names) {
    for (const Feature& feature : frame.features) {
      if (feature.name != name || !feature.IsText()) continue;
      for (Group& group : GroupsOfFeature(feature, probabilities, converted)) {
        groups.push_back(std::move(group));
      }
    }
  }
  return groups;
}

void AddNotes(const std::vector<std::string>& allowed, Report& report) {
  for (const Leak& leak : report.leaks) {
    const bool used = !NeverUsed(leak.reason) &&
                      std::find(allowed.begin(), allowed.end(), leak.feature) != allowed.end();
    report.notes.push_back("feature '" + leak.feature + "' is " +
                           (used ? "suspect and allowed: " : "left out: ") + leak.explanation);
  }
  AddCalibrationNote(report);
  for (const Drift& drift : report.drift) {
    if (drift.index < kLargeDrift) break;
    report.notes.push_back("the population drifts: '" + drift.feature +
                           "' has a stability index of " + Figure(drift.index) +
                           " between the leads learned from and the newest");
  }
  if (!report.quality.auc.has_value()) {
    report.notes.push_back(
        "the newest leads all converted, or none did: nothing is known of how well the model "
        "ranks");
  }
}

}  // namespace lead_quality
