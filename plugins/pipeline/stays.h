// Stays in stages, from the entry to what ended it.
#pragma once

#include <cstdint>
#include <vector>

#include "stage_log.h"

namespace pipeline {

// What ended a stay.
enum class StayEnd : uint8_t { kStillThere, kForward, kBack, kWon, kLost };

const char* WordOf(StayEnd end);

// A stay in a stage that is neither won nor lost. Entries into the stage that the entity is in
// already are part of the stay that is going on.
struct Stay {
  size_t entity = 0;  // index into StageLog::entities
  int32_t stage = 0;
  int32_t group = 0;  // as of its entry
  int32_t visit = 1;  // 2: the entity has been in the stage once before
  int32_t next = -1;  // the stage that it left for; -1: none yet
  int64_t entered_at = 0;
  int64_t left_at = 0;  // as_of for one that goes on
  StayEnd end = StayEnd::kStillThere;
  // The entity later reached a stage further on, directly or not, and be it won.
  bool advanced = false;

  bool censored() const { return end == StayEnd::kStillThere; }
  double days() const { return static_cast<double>(left_at - entered_at) / 86'400'000'000.0; }
};

// Returns the stays of all entities, in their order. A stay that a closing ends begins no later
// than it ends; one that ended nobody knows when is left out, and a note of the log says so.
std::vector<Stay> StaysOf(StageLog& log);

}  // namespace pipeline
