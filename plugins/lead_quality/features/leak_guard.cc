#include "features/leak_guard.h"

#include <cstdio>
#include <utility>

#include "features/leak_search.h"
#include "features/timing.h"

namespace lead_quality {
namespace {

constexpr size_t kLeastForIdentifier = 50;

std::string Percent(double share) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.1f %%", 100 * share);
  return text;
}

// Free text or a key, by how many leads have a value of their own.
std::optional<Leak> CheckIdentity(const Feature& feature, const LeakOptions& options) {
  if (!feature.IsText()) return std::nullopt;
  std::vector<uint32_t> count(feature.dictionary.size());
  size_t present = 0, unique = 0, spaced = 0;
  for (const int32_t code : feature.codes) {
    if (code == kNoCode) continue;
    ++present;
    ++count[code];
    spaced += feature.dictionary[code].find(' ') != std::string::npos;
  }
  for (const uint32_t n : count) unique += n == 1;
  const double share =
      present == 0 ? 0 : static_cast<double>(unique) / static_cast<double>(present);
  const bool own = present >= kLeastForIdentifier && share >= options.identifier_share;
  if (feature.kind == FeatureKind::kText || (own && 2 * spaced > present)) {
    return Leak{.feature = feature.name,
                .reason = LeakReason::kText,
                .explanation = "free text is not learned from; derive a category or a number"};
  }
  if (!own) return std::nullopt;
  return Leak{.feature = feature.name,
              .reason = LeakReason::kIdentifier,
              .explanation = Percent(share) +
                             " of leads have a value that no other lead has: it "
                             "names a lead and says nothing of the next"};
}

std::optional<Leak> CheckTiming(const Frame& frame, const Feature& feature,
                                const LeakOptions& options) {
  if (feature.known_at_outcome) {
    return Leak{.feature = feature.name,
                .reason = LeakReason::kKnownAtOutcome,
                .explanation = "it is declared to be known only at the outcome"};
  }
  const Lateness late = MeasureLateness(frame, feature);
  if (late.after > options.late_share * late.converted) {
    return Leak{.feature = feature.name,
                .reason = LeakReason::kFilledAfterOutcome,
                .explanation = Percent(late.after / late.converted) +
                               " of converted leads got or changed it at the conversion or later; "
                               "use what was known before"};
  }
  if (late.future > 0 || late.beyond > options.late_share * late.timestamps) {
    return Leak{.feature = feature.name,
                .reason = LeakReason::kFutureTimestamp,
                .explanation = std::to_string(static_cast<int64_t>(late.future)) +
                               " times are later than the data is known, " +
                               std::to_string(static_cast<int64_t>(late.beyond)) +
                               " are at a conversion or after it"};
  }
  return std::nullopt;
}

}  // namespace

const char* WordOf(LeakReason reason) {
  constexpr const char* kWords[] = {
      "known_at_outcome", "filled_after_outcome",  "future_timestamp", "identifier", "text",
      "too_good",         "better_than_all_others"};
  return kWords[static_cast<int>(reason)];
}

Examination ExamineFeatures(const Frame& frame, const Targets& targets,
                            const LeakOptions& options) {
  Examination found;
  std::vector<bool> used(frame.features.size(), true);
  for (size_t f = 0; f < used.size(); ++f) {
    std::optional<Leak> leak = CheckTiming(frame, frame.features[f], options);
    if (!leak.has_value()) leak = CheckIdentity(frame.features[f], options);
    if (!leak.has_value()) continue;
    found.leaks.push_back(std::move(*leak));
    used[f] = false;
  }
  LeakSearch search(frame, targets, options, used);
  for (Leak& leak : search.Run()) found.leaks.push_back(std::move(leak));
  found.aucs = search.aucs();
  return found;
}

std::vector<Leak> FindLeaks(const Frame& frame, const Targets& targets,
                            const LeakOptions& options) {
  return ExamineFeatures(frame, targets, options).leaks;
}

}  // namespace lead_quality
