// A funnel by trying every subsequence of an entity's events: the reference that
// the engine is checked against. It shares no code with it, and follows
// plugins/conversion/funnel/semantics.md word by word.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace madad::testing {

// Stages are numbers: 0 .. steps - 1 are the funnel's, larger ones are others;
// kLostStage is `lost`.
inline constexpr int kLostStage = 100;

struct ReferenceEvent {
  int64_t time = 0;
  std::optional<int64_t> sequence;
  int stage = 0;
  int64_t id = 0;  // by arrival
};

struct ReferenceStep {
  bool optional = false;
  int64_t min_gap = 0;
  std::optional<int64_t> max_gap;
};

struct ReferenceExclusion {
  int stage = 0;
  int after = 0;
  int before = 0;
};

struct ReferenceFunnel {
  enum class Order { kOrdered, kUnordered, kStrict };
  enum class Entry { kFirst, kBest, kEvery };

  std::vector<ReferenceStep> steps;
  std::vector<ReferenceExclusion> exclusions;
  std::optional<int64_t> window;
  Order order = Order::kOrdered;
  Entry entry = Entry::kFirst;
  bool reached_or_beyond = true;
  std::optional<int64_t> from;
  std::optional<int64_t> to;
  std::optional<int64_t> as_of;
};

struct ReferenceAttempt {
  std::vector<int> steps;      // that were matched; unordered: 0, 1, 2 ...
  std::vector<int64_t> times;  // of each
  std::vector<int64_t> ids;    // of each
  std::optional<int64_t> lost_at;
  bool is_early = false;

  friend bool operator==(const ReferenceAttempt&, const ReferenceAttempt&) = default;
};

// Returns the attempts in the events, which may be in any order, oldest first.
std::vector<ReferenceAttempt> BruteForce(const ReferenceFunnel& funnel,
                                         std::vector<ReferenceEvent> events);

}  // namespace madad::testing
