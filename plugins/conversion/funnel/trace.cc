#include "funnel/trace.h"

#include <algorithm>
#include <bit>

#include "funnel/matcher.h"

namespace conversion::funnel {
namespace {

class Tracer {
 public:
  Tracer(const Rules& rules, std::string_view entity, const std::vector<TracedEvent>& events)
      : rules_(rules), entity_(entity), events_(events), matcher_(rules) {
    std::vector<int64_t> sequence;
    bool has_sequence = false;
    for (uint32_t i = 0; i < events.size(); ++i) {
      sequence.push_back(events[i].sequence);
      has_sequence = has_sequence || events[i].sequence != kForever;
      const Event event{.time = events[i].time, .row = i, .stage = events[i].code};
      (event.time > rules.definition().as_of ? late_ : sorted_).push_back(event);
    }
    if (!has_sequence) sequence.clear();
    SortEvents(sorted_, sequence);
    SortEvents(late_, sequence);
    attempts_ = matcher_.Find(sorted_);
  }

  std::vector<TracedRow> Rows() const {
    std::vector<TracedRow> rows;
    for (uint32_t i = 0; i < matcher_.history().size(); ++i) rows.push_back(RowOf(i));
    for (const Event& event : late_) {
      rows.push_back({"", std::nullopt, events_[event.row].stage, event.time,
                      "not matched: later than as_of"});
    }
    return rows;
  }

 private:
  TracedRow RowOf(uint32_t position) const {
    const Event& event = matcher_.history()[position];
    TracedRow row{.stage = event.implied ? rules_.NameOf(event.stage) : events_[event.row].stage,
                  .time = event.time};
    // The newest attempt that begins here or earlier.
    size_t n = attempts_.size();
    while (n > 0 && attempts_[n - 1].match.positions.front() > position) --n;
    if (n == 0) {
      row.verdict = "not matched: " + WhyBeforeAny(event);
      return row;
    }
    row.attempt = AttemptName(rules_, entity_, static_cast<int64_t>(n));
    const Match& match = attempts_[n - 1].match;
    const auto found = std::find(match.positions.begin(), match.positions.end(), position);
    if (found == match.positions.end()) {
      row.verdict = "not matched: " + WhyNot(match, position);
      return row;
    }
    row.step = StepAt(match, static_cast<size_t>(found - match.positions.begin()));
    row.verdict = event.implied ? "matched: taken as entered, a later stage was" : "matched";
    return row;
  }

  static int64_t StepAt(const Match& match, size_t nth) {
    uint64_t left = match.matched;
    for (; nth > 0; --nth) left &= left - 1;
    return std::countr_zero(left) + 1;
  }

  std::string WhyBeforeAny(const Event& event) const {
    if (event.stage >= rules_.steps()) return "no step of the funnel";
    const bool can_begin = event.stage == 0 || rules_.definition().order == Order::kUnordered;
    if (!can_begin) return "before the first step";
    if (!rules_.IsEntryTime(event.time)) return "outside the range that entries are taken from";
    return "another entry goes further, sooner or in less time";
  }

  std::string WhyNot(const Match& match, uint32_t position) const {
    const History history = matcher_.history();
    const Event& event = history[position];
    const bool is_over = static_cast<size_t>(std::bit_width(match.matched)) == rules_.steps() &&
                         position > match.positions.back();
    if (is_over) return "after the conversion";
    if (Elapsed(history[match.positions.front()].time, event.time) > rules_.definition().window) {
      return "later than the window";
    }
    if (event.stage >= rules_.steps()) {
      if (EndsAttempt(match, position)) return "no step, and it ends the attempt here";
      return event.stage == rules_.lost() ? "lost" : "no step of the funnel";
    }
    for (const uint32_t at : match.positions) {
      if (history[at].stage == event.stage) return "another event is the step's";
    }
    return "out of order, or too soon or too late after the step before, or after the attempt "
           "ended";
  }

  bool EndsAttempt(const Match& match, uint32_t position) const {
    const auto next = std::lower_bound(match.positions.begin(), match.positions.end(), position);
    const StageCode last = matcher_.history()[*(next - 1)].stage;
    const uint64_t ends = rules_.Ends(matcher_.history()[position].stage);
    if (rules_.definition().order == Order::kUnordered) return ends != 0;
    return ((ends >> last) & 1) != 0;
  }

  const Rules& rules_;
  const std::string_view entity_;
  const std::vector<TracedEvent>& events_;
  Matcher matcher_;
  std::vector<Event> sorted_;
  std::vector<Event> late_;
  std::span<const Attempt> attempts_;
};

}  // namespace

std::string AttemptName(const Rules& rules, std::string_view entity, int64_t number) {
  std::string name(entity);
  if (rules.definition().entry == Entry::kEvery) name += '#' + std::to_string(number);
  return name;
}

std::vector<TracedRow> Trace(const Rules& rules, std::string_view entity,
                             const std::vector<TracedEvent>& events) {
  return Tracer(rules, entity, events).Rows();
}

}  // namespace conversion::funnel
