#include "fit/criteria.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "artifact/bytes.h"
#include "features/encoding.h"

namespace lead_quality {
namespace {

[[noreturn]] void Refuse(const Criterion& criterion, const std::string& why) {
  throw sdk::Error(MADAD_INVALID_ARGUMENT, "criterion '" + criterion.name + "': " + why,
                   MADAD_SOURCE_CONFIG);
}

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool IsNumberRule(const Criterion& c) { return std::holds_alternative<RangeRule>(c.rule); }
bool IsTimeRule(const Criterion& c) { return std::holds_alternative<RecencyRule>(c.rule); }

void CheckKind(const Criterion& c, const Feature& feature) {
  const bool time = feature.kind == FeatureKind::kTimestamp;
  const bool fits = IsTimeRule(c)     ? time
                    : IsNumberRule(c) ? !time && !feature.IsText()
                                      : feature.IsText();
  if (fits) return;
  Refuse(c, "a " +
                std::string(IsTimeRule(c)     ? "recency needs a time"
                            : IsNumberRule(c) ? "range needs a number"
                                              : "set or pattern needs a text") +
                ", and '" + feature.name + "' is something else");
}

void CheckRule(const Criterion& c) {
  if (const auto* range = std::get_if<RangeRule>(&c.rule)) {
    const bool none =
        range->least.has_value() && range->most.has_value() && !(*range->least <= *range->most);
    if (none) Refuse(c, "its range is empty; put the smaller number first");
    if (!(range->falloff >= 0)) Refuse(c, "its falloff is below 0");
  }
  if (const auto* recency = std::get_if<RecencyRule>(&c.rule)) {
    if (recency->half_life_us <= 0) Refuse(c, "its half-life must be above 0");
  }
  if (!std::isfinite(c.weight) || c.weight < 0) Refuse(c, "its weight must be 0 or more");
  if (!(c.missing >= 0 && c.missing <= 1)) Refuse(c, "`missing` must be from 0 to 1");
}

double RangeMatch(const RangeRule& range, double value) {
  double outside = 0;
  if (range.least.has_value()) outside = std::max(outside, *range.least - value);
  if (range.most.has_value()) outside = std::max(outside, value - *range.most);
  if (outside == 0) return 1;
  return range.falloff > 0 ? std::max(0.0, 1 - outside / range.falloff) : 0;
}

double RecencyMatch(const RecencyRule& recency, int64_t instant, int64_t as_of) {
  if (instant > as_of) return 0;
  const double age = static_cast<double>(as_of) - static_cast<double>(instant);
  return std::exp2(-age / static_cast<double>(recency.half_life_us));
}

}  // namespace

bool MatchesGlob(std::string_view glob, std::string_view text) {
  size_t g = 0, t = 0;
  size_t star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      resume = t;
    } else if (g < glob.size() && (glob[g] == '?' || Lower(glob[g]) == Lower(text[t]))) {
      ++g;
      ++t;
    } else if (star != std::string_view::npos) {
      g = star + 1;  // the last star takes one character more
      t = ++resume;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') ++g;
  return g == glob.size();
}

void CheckCriteria(const std::vector<Criterion>& criteria, const Frame& frame) {
  double weights[2] = {0, 0};
  const Criterion* any[2] = {nullptr, nullptr};
  for (const Criterion& c : criteria) {
    const auto found =
        std::find_if(frame.features.begin(), frame.features.end(),
                     [&](const Feature& feature) { return feature.name == c.feature; });
    if (found == frame.features.end()) Refuse(c, "there is no feature '" + c.feature + "'");
    CheckKind(c, *found);
    CheckRule(c);
    const auto dimension = static_cast<size_t>(c.dimension);
    if (c.penalty) continue;
    weights[dimension] += c.weight;
    any[dimension] = &c;
  }
  for (size_t d = 0; d < 2; ++d) {
    if (any[d] != nullptr && !(weights[d] > 0)) {
      Refuse(*any[d], "all weights of its dimension are 0; give one of them a weight");
    }
  }
}

double MatchOf(const Criterion& criterion, const Feature& feature, const Frame& frame,
               size_t lead) {
  if (feature.IsNull(lead)) return criterion.missing;
  if (const auto* range = std::get_if<RangeRule>(&criterion.rule)) {
    return RangeMatch(*range, NumberOf(feature, frame, lead));
  }
  if (const auto* recency = std::get_if<RecencyRule>(&criterion.rule)) {
    return RecencyMatch(*recency, feature.instants[lead], frame.as_of);
  }
  const std::string& text = feature.dictionary[feature.codes[lead]];
  if (const auto* pattern = std::get_if<PatternRule>(&criterion.rule)) {
    return MatchesGlob(pattern->glob, text) ? 1 : 0;
  }
  const auto& values = std::get<SetRule>(criterion.rule).values;
  return std::find(values.begin(), values.end(), text) != values.end() ? 1 : 0;
}

}  // namespace lead_quality
