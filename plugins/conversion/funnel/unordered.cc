#include "funnel/unordered.h"

#include <algorithm>

namespace conversion::funnel {

bool UnorderedSearch::Find(History history, bool any_entry, Match& match) {
  match.Clear();
  if (!any_entry) {
    FindFrom(history, 0, match);
    return true;
  }
  last_seen_.assign(rules_.steps(), kNever);
  Attempt best;
  uint32_t earliest = 0;  // where an attempt that ends here can begin
  uint32_t latest_entry = kNever;
  for (uint32_t i = 0; i < history.size() && best.steps < rules_.steps(); ++i) {
    const Event& event = history[i];
    if (rules_.Ends(event.stage) != 0) earliest = i + 1;
    if (event.stage >= rules_.steps()) continue;
    last_seen_[event.stage] = i;
    if (rules_.IsEntryTime(event.time)) latest_entry = i;
    while (Elapsed(history[earliest].time, event.time) > rules_.definition().window) ++earliest;
    if (latest_entry == kNever || latest_entry < earliest) continue;
    const Attempt attempt = EndingHere(earliest, latest_entry);
    if (attempt.steps > best.steps) best = attempt;
  }
  if (best.steps == 0) return false;
  FindFrom(history, best.entry, match);
  return true;
}

void UnorderedSearch::FindFrom(History history, uint32_t entry, Match& match) const {
  uint64_t seen = 0;
  for (uint32_t i = entry; i < history.size() && match.positions.size() < rules_.steps(); ++i) {
    const Event& event = history[i];
    if (Elapsed(history[entry].time, event.time) > rules_.definition().window) break;
    if (rules_.Ends(event.stage) != 0) break;
    if (event.stage >= rules_.steps() || ((seen >> event.stage) & 1) != 0) continue;
    seen |= uint64_t{1} << event.stage;
    match.matched |= uint64_t{1} << match.positions.size();
    match.positions.push_back(i);
  }
}

UnorderedSearch::Attempt UnorderedSearch::EndingHere(uint32_t earliest,
                                                     uint32_t latest_entry) const {
  Attempt attempt{.entry = latest_entry};
  for (const uint32_t seen : last_seen_) {
    if (seen == kNever || seen < earliest) continue;
    ++attempt.steps;
    attempt.entry = std::min(attempt.entry, seen);
  }
  return attempt;
}

}  // namespace conversion::funnel
