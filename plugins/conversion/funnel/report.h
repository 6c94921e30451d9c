// What the attempts add up to, by breakdown.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "funnel/engine.h"

namespace conversion::funnel {

// One step of one group. With a window the rates and durations are those of
// mature attempts (entry + window <= as_of) and the counts those of all.
struct StepFigures {
  int64_t entered = 0;
  int64_t went_on = 0;  // of those, reached any later step
  int64_t mature = 0;   // of those entered; without a window all are
  int64_t mature_went_on = 0;
  int64_t value = 0;                      // summed over attempts that entered, in the log's unit
  int64_t valued = 0;                     // how many of them have a value
  std::optional<int64_t> to_next_median;  // to the next step matched, of those that went on
  std::optional<int64_t> to_next_p90;
  std::optional<int64_t> from_first_median;  // none at the first step
};

// One range of times to convert: [at_least, below).
struct TimeBucket {
  int64_t bucket = 0;  // its number, the same in every group
  int64_t at_least = 0;
  int64_t below = kForever;  // kForever: no end
  int64_t count = 0;
};

// How an attempt ended, for survival curves: times since its entry.
enum class Ending : uint8_t { kOpen, kConverted, kLost };
struct Outcome {
  int64_t elapsed = 0;
  Ending ending = Ending::kOpen;
};

class Report {
 public:
  // Groups are 0 .. groups - 1. `as_of` is how far the log is known; attempts
  // that are still open then are censored there.
  // Errors: std::overflow_error when values add up beyond 64 bits.
  // Lifetime: the parts and rules must outlive it. Thread: one at a time.
  Report(const Rules& rules, std::span<const PartAttempts> parts, size_t groups, int64_t as_of,
         const Tasks& tasks);

  // Returns the figures of the group's steps, first to last.
  std::span<const StepFigures> StepsOf(size_t group) const {
    return {steps_.data() + group * rules_.steps(), rules_.steps()};
  }
  // Returns how times to convert are spread in every group, from the first
  // bucket that any group has a conversion in to the last: [group][bucket].
  std::vector<std::vector<TimeBucket>> Times() const;
  // Returns how each group's attempts ended, in no order.
  std::vector<std::vector<Outcome>> Outcomes() const;
  bool IsMature(const PartAttempts& part, const AttemptRow& row) const;

 private:
  void Count(const PartAttempts& part);
  void MeasureStep(size_t step);
  Outcome OutcomeOf(const PartAttempts& part, size_t row) const;

  const Rules& rules_;
  const std::span<const PartAttempts> parts_;
  const size_t groups_;
  const int64_t as_of_;
  std::vector<StepFigures> steps_;  // [group][step]
};

}  // namespace conversion::funnel
