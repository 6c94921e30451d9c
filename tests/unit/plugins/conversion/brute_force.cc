#include "unit/plugins/conversion/brute_force.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <set>

namespace madad::testing {
namespace {

using Order = ReferenceFunnel::Order;
using Entry = ReferenceFunnel::Entry;
using Subsequence = std::vector<size_t>;

class Reference {
 public:
  Reference(const ReferenceFunnel& funnel, std::vector<ReferenceEvent> events)
      : funnel_(funnel), steps_(static_cast<int>(funnel.steps.size())) {
    for (const ReferenceEvent& event : events) {
      if (!funnel.as_of || event.time <= *funnel.as_of) events_.push_back(event);
    }
    std::sort(events_.begin(), events_.end(), ComesBefore);
    if (funnel.reached_or_beyond) Imply();
  }

  std::vector<ReferenceAttempt> Attempts() {
    std::vector<ReferenceAttempt> attempts;
    const auto add = [&](const std::optional<Subsequence>& best, size_t end) {
      if (best) attempts.push_back(Describe(*best, end));
    };
    if (funnel_.entry == Entry::kBest) {
      add(Best(0, events_.size(), [&](size_t i) { return Begins(i) && InRange(i); }),
          events_.size());
    }
    if (funnel_.entry == Entry::kFirst) {
      size_t first = 0;
      while (first < events_.size() && !(Begins(first) && InRange(first))) ++first;
      add(Best(0, events_.size(), [&](size_t i) { return i == first; }), events_.size());
    }
    if (funnel_.entry == Entry::kEvery) {
      for (size_t i = 0; i < events_.size();) {
        const size_t end = Begins(i) ? LeavesOff(i) : i + 1;
        if (Begins(i) && InRange(i)) {
          add(Best(i, end, [&](size_t at) { return at == i; }), end);
        }
        i = end;
      }
    }
    return attempts;
  }

 private:
  static bool ComesBefore(const ReferenceEvent& a, const ReferenceEvent& b) {
    if (a.time != b.time) return a.time < b.time;
    if (a.sequence != b.sequence) {
      if (!a.sequence || !b.sequence) return a.sequence.has_value();
      return *a.sequence < *b.sequence;
    }
    if (a.stage != b.stage) return a.stage < b.stage;
    return a.id < b.id;
  }

  bool IsStep(size_t i) const { return events_[i].stage < steps_; }
  bool Begins(size_t i) const {
    return funnel_.order == Order::kUnordered ? IsStep(i) : events_[i].stage == 0;
  }
  bool InRange(size_t i) const {
    return (!funnel_.from || events_[i].time >= *funnel_.from) &&
           (!funnel_.to || events_[i].time < *funnel_.to);
  }
  bool IsExcluded(size_t i, int step) const {
    return std::any_of(funnel_.exclusions.begin(), funnel_.exclusions.end(), [&](const auto& x) {
      return x.stage == events_[i].stage && x.after <= step && step < x.before;
    });
  }

  // A required step without an event of its own is entered with the earliest
  // event of a later step, as one that sorts right before it.
  void Imply() {
    std::vector<ReferenceEvent> all = events_;
    for (int step = 0; step < steps_; ++step) {
      const auto is_own = [&](const ReferenceEvent& event) { return event.stage == step; };
      if (funnel_.steps[static_cast<size_t>(step)].optional) continue;
      if (std::any_of(events_.begin(), events_.end(), is_own)) continue;
      const auto later = std::find_if(events_.begin(), events_.end(), [&](const auto& event) {
        return event.stage > step && event.stage < steps_;
      });
      if (later == events_.end()) continue;
      ReferenceEvent implied = *later;
      implied.stage = step;
      all.push_back(implied);
    }
    std::sort(all.begin(), all.end(), ComesBefore);
    events_ = all;
  }

  size_t LeavesOff(size_t begin) const {
    for (size_t i = begin + 1; i < events_.size(); ++i) {
      if (events_[i].stage == events_[begin].stage) return i;
      if (funnel_.order != Order::kUnordered) continue;
      if (IsExcluded(i, 0)) return i;
      if (funnel_.window && events_[i].time - events_[begin].time > *funnel_.window) return i;
    }
    return events_.size();
  }

  // The best of all admissible subsequences of [begin, end) whose first event is
  // an entry.
  std::optional<Subsequence> Best(size_t begin, size_t end,
                                  const std::function<bool(size_t)>& is_entry) const {
    std::optional<Subsequence> best;
    Subsequence chosen;
    const std::function<void(size_t)> extend = [&](size_t next) {
      if (!chosen.empty() && IsAdmissible(chosen) && (!best || IsBetter(chosen, *best))) {
        best = chosen;
      }
      for (size_t i = next; i < end; ++i) {
        if (!IsStep(i) || (chosen.empty() && !is_entry(i))) continue;
        chosen.push_back(i);
        extend(i + 1);
        chosen.pop_back();
      }
    };
    extend(begin);
    return best;
  }

  bool IsAdmissible(const Subsequence& chosen) const {
    const int64_t span = events_[chosen.back()].time - events_[chosen.front()].time;
    if (funnel_.window && span > *funnel_.window) return false;
    return funnel_.order == Order::kUnordered ? IsAdmissibleUnordered(chosen)
                                              : IsAdmissibleOrdered(chosen);
  }

  bool IsAdmissibleUnordered(const Subsequence& chosen) const {
    std::set<int> stages;
    for (const size_t i : chosen) stages.insert(events_[i].stage);
    if (stages.size() != chosen.size()) return false;
    for (size_t i = chosen.front() + 1; i < chosen.back(); ++i) {
      if (IsExcluded(i, 0)) return false;
    }
    return true;
  }

  bool IsAdmissibleOrdered(const Subsequence& chosen) const {
    if (events_[chosen.front()].stage != 0) return false;
    for (size_t n = 1; n < chosen.size(); ++n) {
      const ReferenceEvent& a = events_[chosen[n - 1]];
      const ReferenceEvent& b = events_[chosen[n]];
      if (b.stage <= a.stage) return false;
      for (int step = a.stage + 1; step < b.stage; ++step) {
        if (!funnel_.steps[static_cast<size_t>(step)].optional) return false;
      }
      const ReferenceStep& gaps = funnel_.steps[static_cast<size_t>(b.stage)];
      if (b.time - a.time < gaps.min_gap) return false;
      if (gaps.max_gap && b.time - a.time > *gaps.max_gap) return false;
      for (size_t i = chosen[n - 1] + 1; i < chosen[n]; ++i) {
        if (IsExcluded(i, a.stage)) return false;
        if (funnel_.order == Order::kStrict && events_[i].stage != a.stage) return false;
      }
    }
    return true;
  }

  // Furthest, then soonest, then the latest entry; then, from the end back, an
  // optional step rather than none, and the earliest event of each.
  bool IsBetter(const Subsequence& a, const Subsequence& b) const {
    const bool is_unordered = funnel_.order == Order::kUnordered;
    const auto reach = [&](const Subsequence& s) {
      return is_unordered ? static_cast<int>(s.size()) : events_[s.back()].stage;
    };
    if (reach(a) != reach(b)) return reach(a) > reach(b);
    if (a.back() != b.back()) return a.back() < b.back();
    if (a.front() != b.front()) return a.front() > b.front();
    if (is_unordered) return a < b;
    for (int step = reach(a) - 1; step > 0; --step) {
      const size_t in_a = PositionOf(step, a);
      const size_t in_b = PositionOf(step, b);
      if (in_a != in_b) return in_a < in_b;
    }
    return false;
  }

  size_t PositionOf(int step, const Subsequence& chosen) const {
    for (const size_t i : chosen) {
      if (events_[i].stage == step) return i;
    }
    return std::numeric_limits<size_t>::max();
  }

  ReferenceAttempt Describe(const Subsequence& chosen, size_t end) const {
    ReferenceAttempt attempt;
    for (const size_t i : chosen) {
      const int nth = static_cast<int>(attempt.steps.size());
      attempt.steps.push_back(funnel_.order == Order::kUnordered ? nth : events_[i].stage);
      attempt.times.push_back(events_[i].time);
      attempt.ids.push_back(events_[i].id);
    }
    if (attempt.steps.back() + 1 == steps_) return attempt;
    for (size_t i = chosen.back() + 1; i < end && !attempt.lost_at; ++i) {
      if (events_[i].stage == kLostStage) attempt.lost_at = events_[i].time;
    }
    if (funnel_.order == Order::kUnordered) return attempt;
    for (size_t i = 0; i < chosen.front(); ++i) {
      if (events_[i].stage == 0) return attempt;
    }
    for (size_t i = 0; i < chosen.front(); ++i) {
      if (IsStep(i) && PositionOf(events_[i].stage, chosen) >= end) attempt.is_early = true;
    }
    return attempt;
  }

  const ReferenceFunnel& funnel_;
  const int steps_;
  std::vector<ReferenceEvent> events_;
};

}  // namespace

std::vector<ReferenceAttempt> BruteForce(const ReferenceFunnel& funnel,
                                         std::vector<ReferenceEvent> events) {
  return Reference(funnel, std::move(events)).Attempts();
}

}  // namespace madad::testing
