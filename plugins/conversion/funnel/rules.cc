#include "funnel/rules.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "funnel/entity_table.h"

namespace conversion::funnel {
namespace {

[[noreturn]] void Fail(const std::string& message) { throw std::invalid_argument(message); }

std::string StepName(const Definition& definition, size_t step) {
  return "step " + std::to_string(step + 1) + " ('" + definition.steps[step].stage + "')";
}

std::string StageNames(const Definition& definition) {
  std::string names;
  for (const Step& step : definition.steps) {
    names += (names.empty() ? "'" : ", '") + step.stage + "'";
  }
  return names;
}

}  // namespace

Rules::Rules(Definition definition) : definition_(std::move(definition)) {
  CheckSteps();
  if (definition_.order == Order::kUnordered) CheckUnordered();
  for (size_t k = 0; k < steps(); ++k) {
    AddName(definition_.steps[k].stage);
    for (size_t j = k; j-- > 0;) {
      before_[k] |= uint64_t{1} << j;
      if (!definition_.steps[j].optional) break;
    }
  }
  if (definition_.order == Order::kStrict) {
    ends_.fill(~uint64_t{0});
    for (size_t k = 0; k < steps(); ++k) ends_[k] = ~(uint64_t{1} << k);
  }
  for (const Exclusion& exclusion : definition_.exclusions) AddExclusion(exclusion);
  AddName("lost");
  lost_ = CodeOf("lost");
  if (lost_ < steps()) lost_ = kOther;
  earliest_is_best_ =
      definition_.order == Order::kOrdered && definition_.exclusions.empty() &&
      std::all_of(definition_.steps.begin(), definition_.steps.end(), [](const Step& step) {
        return !step.optional && step.min_gap <= 0 && step.max_gap == kForever;
      });
}

// Of every event that arrives the code is looked up.
StageCode Rules::CodeOf(std::string_view stage) const {
  for (size_t i = HashOf(stage) % by_hash_.size(); by_hash_[i] != 0;
       i = (i + 1) % by_hash_.size()) {
    const auto code = static_cast<StageCode>(by_hash_[i] - 1);
    if (names_[code] == stage) return code;
  }
  return kOther;
}

void Rules::CheckSteps() const {
  const std::vector<Step>& steps = definition_.steps;
  if (steps.empty()) Fail("the funnel has no steps; name at least one stage in steps");
  if (steps.size() > kMaxSteps) {
    Fail("the funnel has " + std::to_string(steps.size()) + " steps; at most " +
         std::to_string(kMaxSteps) + " are possible");
  }
  for (size_t k = 0; k < steps.size(); ++k) {
    const Step& step = steps[k];
    if (step.stage.empty()) Fail("step " + std::to_string(k + 1) + " names no stage");
    for (size_t j = 0; j < k; ++j) {
      if (steps[j].stage != step.stage) continue;
      Fail(StepName(definition_, k) + " repeats step " + std::to_string(j + 1) +
           "; a stage is one step only (every_entry counts stages entered again)");
    }
    if (step.optional && (k == 0 || k + 1 == steps.size())) {
      Fail(StepName(definition_, k) +
           " cannot be optional: the first step begins the funnel and the last one ends it");
    }
    if (k == 0 && (step.min_gap > 0 || step.max_gap != kForever)) {
      Fail(StepName(definition_, k) + " has a gap, but there is no step before it");
    }
    if (step.min_gap < 0 || step.max_gap < step.min_gap) {
      Fail(StepName(definition_, k) + " can never be reached: its min_gap must be at least 0 " +
           "and at most its max_gap");
    }
  }
  if (definition_.window < 0) Fail("the window is negative; give a duration such as 30d");
  if (definition_.exclusions.size() > 2 * kMaxSteps) {
    Fail("the funnel has " + std::to_string(definition_.exclusions.size()) +
         " exclusions; at most " + std::to_string(2 * kMaxSteps) + " are possible");
  }
}

void Rules::CheckUnordered() const {
  for (size_t k = 0; k < steps(); ++k) {
    const Step& step = definition_.steps[k];
    if (!step.optional && step.min_gap <= 0 && step.max_gap == kForever) continue;
    Fail(StepName(definition_, k) + " has a gap or is optional, which needs an order of steps; " +
         "with order unordered use the window, or leave the step out");
  }
  for (const Exclusion& exclusion : definition_.exclusions) {
    if (!exclusion.after.empty() || !exclusion.before.empty()) {
      Fail("the exclusion of '" + exclusion.stage + "' has after or before, which need an order " +
           "of steps; with order unordered leave them out");
    }
    for (const Step& step : definition_.steps) {
      if (step.stage != exclusion.stage) continue;
      Fail("'" + exclusion.stage + "' is both a step and excluded; with order unordered it can " +
           "be one of the two only");
    }
  }
}

size_t Rules::StepOf(const std::string& stage, const Exclusion& exclusion) const {
  for (size_t k = 0; k < steps(); ++k) {
    if (definition_.steps[k].stage == stage) return k;
  }
  Fail("the exclusion of '" + exclusion.stage + "' names '" + stage +
       "', which is no step; the steps are " + StageNames(definition_));
}

void Rules::AddExclusion(const Exclusion& exclusion) {
  if (exclusion.stage.empty()) Fail("an exclusion names no stage");
  const size_t after = exclusion.after.empty() ? 0 : StepOf(exclusion.after, exclusion);
  const size_t before =
      exclusion.before.empty() ? steps() - 1 : StepOf(exclusion.before, exclusion);
  if (after > before || (after == before && steps() > 1)) {
    Fail("the exclusion of '" + exclusion.stage + "' is after '" + definition_.steps[after].stage +
         "' and before '" + definition_.steps[before].stage + "', which does not come later");
  }
  AddName(exclusion.stage);
  for (size_t k = after; k < before; ++k) ends_[CodeOf(exclusion.stage)] |= uint64_t{1} << k;
}

void Rules::AddName(const std::string& stage) {
  if (CodeOf(stage) != kOther) return;
  names_.push_back(stage);
  size_t i = HashOf(stage) % by_hash_.size();
  while (by_hash_[i] != 0) i = (i + 1) % by_hash_.size();
  by_hash_[i] = static_cast<StageCode>(names_.size());
}

}  // namespace conversion::funnel
