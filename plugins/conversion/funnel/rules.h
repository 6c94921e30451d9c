// What a funnel asks for, and the form in which the search reads it. What each
// word means, to the corner cases, is in semantics.md.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace conversion::funnel {

// Instants and durations are in microseconds.
inline constexpr int64_t kForever = std::numeric_limits<int64_t>::max();
inline constexpr size_t kMaxSteps = 64;

enum class Order : uint8_t { kOrdered, kUnordered, kStrict };
enum class Entry : uint8_t { kFirst, kBest, kEvery };
enum class Policy : uint8_t { kReachedOrBeyond, kStrict };

struct Step {
  std::string stage;
  bool optional = false;
  int64_t min_gap = 0;         // since the step matched before it
  int64_t max_gap = kForever;  // both inclusive
};

// An event that ends the attempt once `after` is reached, until `before` is.
struct Exclusion {
  std::string stage;
  std::string after;   // a step's stage; empty: the first step
  std::string before;  // a later step's stage; empty: the last step
};

struct Definition {
  std::vector<Step> steps;
  std::vector<Exclusion> exclusions;
  int64_t window = kForever;  // from the first step, inclusive
  Order order = Order::kOrdered;
  Entry entry = Entry::kFirst;
  Policy policy = Policy::kReachedOrBeyond;
  int64_t from = std::numeric_limits<int64_t>::min();  // entries are in [from, to)
  int64_t to = kForever;
  int64_t as_of = kForever;  // events later than this are left out
};

// A stage as a number: a step's index; from steps() on, other stages that the
// funnel names; kOther for all the rest. It is also the stage's rank among
// events of one instant.
using StageCode = uint8_t;
inline constexpr StageCode kOther = 255;

// A definition that was checked. Thread: may be read from any.
class Rules {
 public:
  // Errors: std::invalid_argument, naming the step or exclusion at fault, what
  // there is and what to do.
  explicit Rules(Definition definition);

  const Definition& definition() const { return definition_; }
  size_t steps() const { return definition_.steps.size(); }
  StageCode CodeOf(std::string_view stage) const;
  // The name of a step's or another named stage.
  const std::string& NameOf(StageCode code) const { return names_[code]; }
  // `lost`, the competing risk; kOther when it is a step of the funnel.
  StageCode lost() const { return lost_; }
  // Whether an event of this stage can change a result.
  bool Matters(StageCode code) const {
    return code != kOther || definition_.order == Order::kStrict;
  }
  // The steps (as bits) at which an event of the stage ends an attempt that it
  // does not advance.
  uint64_t Ends(StageCode code) const { return ends_[code]; }
  // The steps that may come right before a step: the one before it, and beyond
  // optional ones.
  uint64_t Before(size_t step) const { return before_[step]; }
  bool IsEntryTime(int64_t time) const { return time >= definition_.from && time < definition_.to; }
  // Whether the earliest event of each step is always the best: ordered, and
  // no gaps, exclusions or optional steps.
  bool earliest_is_best() const { return earliest_is_best_; }

 private:
  void CheckSteps() const;
  void CheckUnordered() const;
  size_t StepOf(const std::string& stage, const Exclusion& exclusion) const;
  void AddExclusion(const Exclusion& exclusion);
  void AddName(const std::string& stage);

  Definition definition_;
  std::vector<std::string> names_;           // by code
  std::array<StageCode, 512> by_hash_ = {};  // code + 1 of names_; 0: none
  std::array<uint64_t, 256> ends_{};
  std::array<uint64_t, kMaxSteps> before_{};
  StageCode lost_ = kOther;
  bool earliest_is_best_ = false;
};

// Returns later - earlier, kForever when that is out of range.
inline int64_t Elapsed(int64_t earlier, int64_t later) {
  int64_t elapsed = 0;
  if (!__builtin_sub_overflow(later, earlier, &elapsed)) return elapsed;
  return later > earlier ? kForever : std::numeric_limits<int64_t>::min();
}

}  // namespace conversion::funnel
