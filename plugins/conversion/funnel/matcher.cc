#include "funnel/matcher.h"

#include <bit>

namespace conversion::funnel {

std::span<const Attempt> Matcher::Find(History history) {
  history_ = history;
  if (rules_.definition().policy == Policy::kReachedOrBeyond) {
    AddImplied(history, rules_, with_implied_);
    history_ = with_implied_;
  }
  count_ = 0;
  if (rules_.definition().entry == Entry::kEvery) {
    FindEvery();
    return {attempts_.data(), count_};
  }
  for (size_t i = 0; i < history_.size(); ++i) {
    if (!CanBegin(history_[i]) || !rules_.IsEntryTime(history_[i].time)) continue;
    Add(i, history_.size(), rules_.definition().entry == Entry::kBest);
    break;
  }
  return {attempts_.data(), count_};
}

bool Matcher::CanBegin(const Event& event) const {
  if (rules_.definition().order == Order::kUnordered) return event.stage < rules_.steps();
  return event.stage == 0;
}

void Matcher::FindEvery() {
  for (size_t begin = 0; begin < history_.size();) {
    if (!CanBegin(history_[begin])) {
      ++begin;
      continue;
    }
    const size_t end = EndOf(begin);
    if (rules_.IsEntryTime(history_[begin].time)) Add(begin, end, false);
    begin = end;
  }
}

size_t Matcher::EndOf(size_t begin) const {
  const bool is_unordered = rules_.definition().order == Order::kUnordered;
  size_t end = begin + 1;
  for (; end < history_.size(); ++end) {
    const Event& event = history_[end];
    if (event.stage == history_[begin].stage) break;
    if (!is_unordered) continue;
    if (rules_.Ends(event.stage) != 0) break;
    if (Elapsed(history_[begin].time, event.time) > rules_.definition().window) break;
  }
  return end;
}

void Matcher::Add(size_t begin, size_t end, bool any_entry) {
  if (count_ == attempts_.size()) attempts_.emplace_back();
  Attempt& attempt = attempts_[count_];
  const History part = history_.subspan(begin, end - begin);
  const bool is_found = rules_.definition().order == Order::kUnordered
                            ? unordered_.Find(part, any_entry, attempt.match)
                            : ordered_.Find(part, any_entry, attempt.match);
  if (!is_found) return;
  ++count_;
  for (uint32_t& position : attempt.match.positions) position += static_cast<uint32_t>(begin);
  const bool is_converted = (attempt.match.matched >> (rules_.steps() - 1)) != 0;
  attempt.is_early = !is_converted && IsEarly(attempt.match);
  attempt.lost_at = is_converted ? kForever : LostAt(attempt.match, end);
}

bool Matcher::IsEarly(const Match& match) const {
  if (rules_.definition().order == Order::kUnordered) return false;
  uint64_t before = 0;
  for (size_t i = 0; i < match.positions.front(); ++i) {
    if (history_[i].stage < rules_.steps()) before |= uint64_t{1} << history_[i].stage;
  }
  const bool is_first = (before & 1) == 0;
  return is_first && (before & ~match.matched) != 0;
}

int64_t Matcher::LostAt(const Match& match, size_t end) const {
  if (rules_.lost() == kOther) return kForever;
  for (size_t i = match.positions.back() + 1; i < end; ++i) {
    if (history_[i].stage == rules_.lost()) return history_[i].time;
  }
  return kForever;
}

}  // namespace conversion::funnel
