// The attempts in one entity's history.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "funnel/event.h"
#include "funnel/ordered.h"
#include "funnel/unordered.h"

namespace conversion::funnel {

// One attempt; positions are in Matcher::history().
struct Attempt {
  Match match;
  int64_t lost_at = kForever;  // the first `lost` after the last step of one not converted
  bool is_early = false;       // a later step, not matched, was entered before the entry only
};

// Applies a funnel's rules to histories, one after another.
// Thread: one at a time; keeps its memory from one history to the next.
class Matcher {
 public:
  explicit Matcher(const Rules& rules) : rules_(rules), ordered_(rules), unordered_(rules) {}

  // Returns the attempts in `history` (in the order of SortEvents), oldest first:
  // at most one under first_entry and best_entry.
  // Lifetime: until the next call.
  std::span<const Attempt> Find(History history);
  // The history of the last call, with the entries implied by later ones.
  // Lifetime: until the next call, as long as the history given.
  History history() const { return history_; }

 private:
  bool CanBegin(const Event& event) const;
  void FindEvery();
  // Adds the attempt in [begin, end) of the history, if there is one.
  void Add(size_t begin, size_t end, bool any_entry);
  // Returns where the attempt that begins at `begin` leaves off.
  size_t EndOf(size_t begin) const;
  bool IsEarly(const Match& match) const;
  int64_t LostAt(const Match& match, size_t end) const;

  const Rules& rules_;
  OrderedSearch ordered_;
  UnorderedSearch unordered_;
  std::vector<Event> with_implied_;
  History history_;
  std::vector<Attempt> attempts_;  // the first count_ are those found
  size_t count_ = 0;
};

}  // namespace conversion::funnel
