#include "funnel/event.h"

#include <algorithm>
#include <bit>
#include <tuple>

namespace conversion::funnel {
namespace {

// Entities have few events, which are nearly in order more often than not.
template <typename Less>
void Sort(std::span<Event> events, const Less& less) {
  constexpr size_t kFew = 24;
  if (events.size() > kFew) {
    std::sort(events.begin(), events.end(), less);
    return;
  }
  for (size_t i = 1; i < events.size(); ++i) {
    const Event event = events[i];
    size_t to = i;
    for (; to > 0 && less(event, events[to - 1]); --to) events[to] = events[to - 1];
    events[to] = event;
  }
}

}  // namespace

size_t SortEvents(std::span<Event> events, std::span<const int64_t> sequence) {
  if (sequence.empty()) {
    Sort(events, [](const Event& a, const Event& b) {
      if (a.time != b.time) return a.time < b.time;
      return std::tie(a.stage, a.row) < std::tie(b.stage, b.row);
    });
  } else {
    Sort(events, [&](const Event& a, const Event& b) {
      if (a.time != b.time) return a.time < b.time;
      return std::tie(sequence[a.row], a.stage, a.row) < std::tie(sequence[b.row], b.stage, b.row);
    });
  }
  size_t ties = 0;
  for (size_t i = 1; i < events.size(); ++i) {
    const Event& a = events[i - 1];
    const Event& b = events[i];
    if (a.time != b.time || a.stage == b.stage) continue;
    ties += sequence.empty() || sequence[a.row] == sequence[b.row] ? 1 : 0;
  }
  return ties;
}

void AddImplied(History history, const Rules& rules, std::vector<Event>& out) {
  uint64_t own = 0;
  for (const Event& event : history) {
    if (event.stage < rules.steps()) own |= uint64_t{1} << event.stage;
  }
  uint64_t missing = 0;
  const auto furthest = static_cast<size_t>(std::bit_width(own));
  for (size_t k = 0; k < furthest; ++k) {
    const uint64_t bit = uint64_t{1} << k;
    if ((own & bit) == 0 && !rules.definition().steps[k].optional) missing |= bit;
  }
  out.clear();
  for (const Event& event : history) {
    const uint64_t earlier =
        event.stage < rules.steps() ? missing & ((uint64_t{1} << event.stage) - 1) : 0;
    for (uint64_t left = earlier; left != 0; left &= left - 1) {
      Event implied = event;
      implied.stage = static_cast<StageCode>(std::countr_zero(left));
      implied.implied = true;
      out.push_back(implied);
    }
    missing &= ~earlier;
    out.push_back(event);
  }
}

}  // namespace conversion::funnel
