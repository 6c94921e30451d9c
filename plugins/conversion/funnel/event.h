// The events of one entity, as the search reads them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "funnel/rules.h"

namespace conversion::funnel {

struct Event {
  int64_t time = 0;
  uint32_t row = 0;  // where its other columns are; rows are numbered as they arrived
  StageCode stage = kOther;
  bool implied = false;  // no event of its own: a later stage's says that it was reached
};

// One entity's events in order: time, sequence, stage, arrival.
using History = std::span<const Event>;

// The events that an attempt was matched with.
struct Match {
  uint64_t matched = 0;             // steps, as bits; unordered: as many as were reached
  std::vector<uint32_t> positions;  // in the history, one for each bit, in order

  void Clear() {
    matched = 0;
    positions.clear();
  }
};

// Puts an entity's events into their order; `sequence` (one for each row, kForever
// where there is none) may be empty. Returns how many events share their instant
// with the event before them, which is of another stage, and nothing but the
// stages' ranks tells which was first.
size_t SortEvents(std::span<Event> events, std::span<const int64_t> sequence);

// Replaces `out` by `history` with the entries of required steps that have no
// event of their own, each right before the earliest event of a later step.
void AddImplied(History history, const Rules& rules, std::vector<Event>& out);

}  // namespace conversion::funnel
