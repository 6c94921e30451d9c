// Leads as they are known, before they become numbers.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace lead_quality {

// No instant: not filled, not known, or not yet.
inline constexpr int64_t kNever = std::numeric_limits<int64_t>::min();
inline constexpr int64_t kDayUs = 86'400'000'000;

// No category.
inline constexpr int32_t kNoCode = -1;

enum class FeatureKind : uint8_t {
  kNumber,
  kFlag,       // 0 or 1
  kCategory,   // one of the texts of a dictionary
  kTimestamp,  // used as days before the lead was created
  kText,       // free text: not learned from
};
// Returns the word that parameters and reports have for it: number, flag, category, time, text.
const char* WordOf(FeatureKind kind);

// One thing that is known of every lead, or of some.
struct Feature {
  std::string name;
  FeatureKind kind = FeatureKind::kNumber;

  // One of these has a value for each lead, by the kind.
  std::vector<double> numbers;    // of numbers and flags; Nulls: NaN
  std::vector<int32_t> codes;     // of categories and texts: places in `dictionary`; Nulls: kNoCode
  std::vector<int64_t> instants;  // of timestamps, microseconds since 1970 UTC; Nulls: kNever
  std::vector<std::string> dictionary = {};

  // When each lead's value was filled or changed for the last time; empty: not known.
  // Nulls: kNever, where the value is null or its time unknown.
  std::vector<int64_t> filled_at = {};
  bool known_at_outcome = false;  // declared to be known only when the outcome is
  bool actionable = false;        // somebody can change it

  // Whether its values are texts.
  bool IsText() const { return kind == FeatureKind::kCategory || kind == FeatureKind::kText; }
  bool IsNull(size_t lead) const {
    if (IsText()) return codes[lead] == kNoCode;
    return kind == FeatureKind::kTimestamp ? instants[lead] == kNever : std::isnan(numbers[lead]);
  }
  size_t size() const {
    if (IsText()) return codes.size();
    return kind == FeatureKind::kTimestamp ? instants.size() : numbers.size();
  }
};

// Leads and what is known of them.
struct Frame {
  std::vector<std::string> ids;       // of leads
  std::vector<int64_t> created_at;    // microseconds since 1970 UTC; never null
  std::vector<int64_t> converted_at;  // Nulls: kNever, where a lead has not converted
  std::vector<double> weights;        // not negative; empty when all are 1
  std::vector<double> values;         // what a lead is worth if it converts; empty: nobody knows
  std::vector<Feature> features;
  int64_t as_of = 0;  // how far all of this is known

  size_t size() const { return created_at.size(); }
  double Weight(size_t lead) const { return weights.empty() ? 1 : weights[lead]; }
};

// Makes infinite numbers null, and throws unless all columns have a value for each lead, codes are
// in their dictionaries, and weights are finite and not negative.
// Errors: sdk::Error (MADAD_INVALID_ARGUMENT) that names the column, the lead and the value.
void CheckFrame(Frame& frame);

// Returns the leads at `rows`, in that order.
Frame TakeLeads(const Frame& frame, const std::vector<uint32_t>& rows);

}  // namespace lead_quality
