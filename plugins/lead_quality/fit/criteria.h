// The ideal customer profile.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "features/frame.h"

namespace lead_quality {

// A number from `least` to `most`, either of which may be open.
struct RangeRule {
  std::optional<double> least, most;
  double falloff = 0;  // how far outside a lead still matches in part, straight down to nothing
};
// One of some texts, as they are written.
struct SetRule {
  std::vector<std::string> values;
};
// A text like `glob`, in which * stands for any characters and ? for one; ASCII letters match in
// either case.
struct PatternRule {
  std::string glob;
};
// A time not long ago: the match halves with every half-life since. Later than the data is known
// does not match.
struct RecencyRule {
  int64_t half_life_us = 30 * kDayUs;
};

// Which score a criterion is part of.
enum class Dimension : uint8_t { kFit, kEngagement };

struct Criterion {
  std::string name, feature;
  Dimension dimension = Dimension::kFit;
  std::variant<RangeRule, SetRule, PatternRule, RecencyRule> rule;
  double weight = 1;     // beside the others of its dimension; of a penalty: the points it costs
  bool penalty = false;  // whether matching it costs points
  double missing = 0;    // what a null counts as, 0 to 1
};

// Throws unless the criteria make sense: features that are there and of the rule's kind, weights
// that are finite and not negative, at least one weight above 0 in each dimension that has more
// than penalties, half-lives above 0, ranges that are not empty.
// Errors: sdk::Error (MADAD_INVALID_ARGUMENT) that names the criterion.
void CheckCriteria(const std::vector<Criterion>& criteria, const Frame& frame);

// Returns how far a lead matches, 0 to 1.
double MatchOf(const Criterion& criterion, const Feature& feature, const Frame& frame, size_t lead);

// Whether `text` is like `glob`. Takes time in proportion to the product of their lengths at the
// worst.
bool MatchesGlob(std::string_view glob, std::string_view text);

}  // namespace lead_quality
