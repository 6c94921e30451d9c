#include "funnel/ordered.h"

#include <algorithm>
#include <bit>

namespace conversion::funnel {

OrderedSearch::OrderedSearch(const Rules& rules)
    : rules_(rules), reached_(rules.steps()), links_(rules.steps()) {
  for (size_t k = 0; k < rules.steps(); ++k) {
    for (uint64_t left = rules.Before(k); left != 0; left &= left - 1) {
      links_[k].push_back({.from = static_cast<size_t>(std::countr_zero(left))});
    }
  }
}

bool OrderedSearch::Find(History history, bool any_entry, Match& match) {
  match.Clear();
  if (!any_entry && rules_.earliest_is_best()) {
    FindFirst(history, match);
    return true;
  }
  entry_.assign(history.size(), kNone);
  for (Reached& reached : reached_) reached.events.clear(), reached.ended = 0;
  for (std::vector<Link>& links : links_) {
    for (Link& link : links) link.seen = link.head = 0, link.longest.clear();
  }
  uint32_t end = kNone;
  for (uint32_t i = 0; i < history.size(); ++i) {
    const Event& event = history[i];
    if (!any_entry && Elapsed(history[0].time, event.time) > rules_.definition().window) break;
    const size_t step = event.stage;
    if (step == 0) {
      if (i == 0 || any_entry) entry_[i] = rules_.IsEntryTime(event.time) ? i : kNone;
    } else if (step < rules_.steps()) {
      entry_[i] = LatestEntry(history, step, i);
    }
    End(rules_.Ends(event.stage));
    if (entry_[i] == kNone) continue;
    reached_[step].events.push_back(i);
    if (end == kNone || step > history[end].stage) end = i;
    if (step + 1 == rules_.steps()) break;
  }
  if (end == kNone) return false;
  TraceBack(history, end, match);
  return true;
}

void OrderedSearch::FindFirst(History history, Match& match) const {
  const int64_t window = rules_.definition().window;
  size_t step = 0;
  for (uint32_t i = 0; i < history.size() && step < rules_.steps(); ++i) {
    if (history[i].stage != step) continue;
    if (Elapsed(history[0].time, history[i].time) > window) break;
    match.positions.push_back(i);
    match.matched |= uint64_t{1} << step++;
  }
}

uint32_t OrderedSearch::LatestEntry(History history, size_t step, uint32_t event) {
  uint32_t latest = kNone;
  for (Link& link : links_[step]) {
    const uint32_t before = Longest(history, link, step, event);
    if (before == kNone) continue;
    const uint32_t entry = entry_[before];
    if (latest == kNone || entry > latest) latest = entry;
  }
  if (latest == kNone) return kNone;
  const int64_t elapsed = Elapsed(history[latest].time, history[event].time);
  return elapsed <= rules_.definition().window ? latest : kNone;
}

// The largest of a window that slides: `longest` holds what no later event with
// a reach as long has made needless.
uint32_t OrderedSearch::Longest(History history, Link& link, size_t step, uint32_t event) {
  const Reached& from = reached_[link.from];
  const Step& gaps = rules_.definition().steps[step];
  const int64_t now = history[event].time;
  while (link.seen < from.events.size()) {
    const uint32_t next = from.events[link.seen];
    if (Elapsed(history[next].time, now) < gaps.min_gap) break;
    while (link.longest.size() > link.head && entry_[link.longest.back()] <= entry_[next]) {
      link.longest.pop_back();
    }
    link.longest.push_back(next);
    ++link.seen;
  }
  const uint32_t living =
      from.ended < from.events.size() ? from.events[from.ended] : kNone;  // and all after it
  while (link.head < link.longest.size() &&
         (link.longest[link.head] < living ||
          Elapsed(history[link.longest[link.head]].time, now) > gaps.max_gap)) {
    ++link.head;
  }
  return link.head < link.longest.size() ? link.longest[link.head] : kNone;
}

void OrderedSearch::End(uint64_t steps) {
  for (size_t k = 0; steps != 0 && k < reached_.size(); ++k, steps >>= 1) {
    if ((steps & 1) != 0) reached_[k].ended = reached_[k].events.size();
  }
}

void OrderedSearch::TraceBack(History history, uint32_t end, Match& match) const {
  const uint32_t entry = entry_[end];
  match.positions.push_back(end);
  match.matched = uint64_t{1} << history[end].stage;
  while (history[end].stage != 0) {
    const Step& gaps = rules_.definition().steps[history[end].stage];
    uint64_t open = rules_.Before(history[end].stage);
    size_t step = 0;
    uint32_t before = kNone;
    for (uint32_t i = end; i-- > entry && open != 0;) {
      const Event& event = history[i];
      const int64_t gap = Elapsed(event.time, history[end].time);
      if (gap > gaps.max_gap) break;
      const bool fits = event.stage < rules_.steps() && ((open >> event.stage) & 1) != 0 &&
                        entry_[i] == entry && gap >= gaps.min_gap;
      if (fits && (before == kNone || event.stage >= step)) {
        step = event.stage;
        before = i;
      }
      open &= ~rules_.Ends(event.stage);
    }
    end = before;
    match.positions.push_back(end);
    match.matched |= uint64_t{1} << step;
  }
  std::reverse(match.positions.begin(), match.positions.end());
}

}  // namespace conversion::funnel
