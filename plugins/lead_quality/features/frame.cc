#include "features/frame.h"

#include <string>

#include "artifact/bytes.h"

namespace lead_quality {
namespace {

[[noreturn]] void Refuse(const std::string& message) {
  throw sdk::Error(MADAD_INVALID_ARGUMENT, message, MADAD_SOURCE_DATA);
}

void CheckSize(const std::string& what, size_t size, size_t leads) {
  if (size == leads) return;
  Refuse(what + " has " + std::to_string(size) + " values for " + std::to_string(leads) +
         " leads; give one for each");
}

// Far from the ends, so that times can be subtracted.
void CheckInstant(const std::string& what, int64_t instant) {
  constexpr int64_t kFarthest = 4'000'000'000'000'000'000;
  if (instant >= -kFarthest && instant <= kFarthest) return;
  Refuse(what + " is " + std::to_string(instant) + " microseconds since 1970, which no lead is");
}

void CheckFeature(Feature& feature, size_t leads) {
  const std::string what = "feature '" + feature.name + "'";
  CheckSize(what, feature.size(), leads);
  if (!feature.filled_at.empty())
    CheckSize(what + "'s filling times", feature.filled_at.size(), leads);
  for (double& number : feature.numbers) {
    if (std::isinf(number)) number = NAN;
  }
  const auto end = static_cast<int32_t>(feature.dictionary.size());
  for (const int32_t code : feature.codes) {
    if (code < kNoCode || code >= end) {
      Refuse(what + " has the code " + std::to_string(code) + " and a dictionary of " +
             std::to_string(end) + " texts");
    }
  }
}

template <typename T>
std::vector<T> Take(const std::vector<T>& values, const std::vector<uint32_t>& rows) {
  if (values.empty()) return {};
  std::vector<T> taken;
  taken.reserve(rows.size());
  for (const uint32_t row : rows) taken.push_back(values[row]);
  return taken;
}

}  // namespace

const char* WordOf(FeatureKind kind) {
  constexpr const char* kWords[] = {"number", "flag", "category", "time", "text"};
  return kWords[static_cast<int>(kind)];
}

void CheckFrame(Frame& frame) {
  const size_t leads = frame.size();
  CheckSize("lead_id", frame.ids.size(), leads);
  CheckSize("the time of conversion", frame.converted_at.size(), leads);
  if (!frame.weights.empty()) CheckSize("the weight", frame.weights.size(), leads);
  if (!frame.values.empty()) CheckSize("the predicted value", frame.values.size(), leads);
  for (size_t i = 0; i < leads; ++i) {
    const double weight = frame.Weight(i);
    if (std::isfinite(weight) && weight >= 0) continue;
    Refuse("lead '" + frame.ids[i] + "' has the weight " + std::to_string(weight) +
           "; a weight is finite and not negative");
  }
  for (double& value : frame.values) {
    if (std::isinf(value)) value = NAN;
  }
  CheckInstant("as_of", frame.as_of);
  for (const int64_t created : frame.created_at) CheckInstant("created_at", created);
  for (const int64_t won : frame.converted_at) {
    if (won != kNever) CheckInstant("the time of conversion", won);
  }
  for (Feature& feature : frame.features) CheckFeature(feature, leads);
}

Frame TakeLeads(const Frame& frame, const std::vector<uint32_t>& rows) {
  Frame taken;
  taken.ids = Take(frame.ids, rows);
  taken.created_at = Take(frame.created_at, rows);
  taken.converted_at = Take(frame.converted_at, rows);
  taken.weights = Take(frame.weights, rows);
  taken.values = Take(frame.values, rows);
  taken.as_of = frame.as_of;
  for (const Feature& feature : frame.features) {
    Feature& copy = taken.features.emplace_back();
    copy.name = feature.name;
    copy.kind = feature.kind;
    copy.numbers = Take(feature.numbers, rows);
    copy.codes = Take(feature.codes, rows);
    copy.instants = Take(feature.instants, rows);
    copy.dictionary = feature.dictionary;
    copy.filled_at = Take(feature.filled_at, rows);
    copy.known_at_outcome = feature.known_at_outcome;
    copy.actionable = feature.actionable;
  }
  return taken;
}

}  // namespace lead_quality
