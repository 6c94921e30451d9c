// The attempts that were found, in columns.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "funnel/rules.h"

namespace conversion::funnel {

// What an attempt has whatever it reached.
struct AttemptRow {
  uint64_t matched = 0;      // steps, as bits
  uint32_t entity = 0;       // code in the part's entities
  uint32_t group = 0;        // of the entry's breakdown
  uint32_t first_time = 0;   // in Attempts::times: of each matched step, in order
  StageCode last_stage = 0;  // that was matched
  bool has_value = false;

  // The furthest step reached, from 1.
  size_t reached() const { return static_cast<size_t>(std::bit_width(matched)); }
  size_t times() const { return static_cast<size_t>(std::popcount(matched)); }
};

// The attempts of one part of the entities; those of an entity stand together,
// oldest first.
struct Attempts {
  std::vector<AttemptRow> rows;
  std::vector<int64_t> times;
  std::vector<int64_t> lost_at;  // of each row; kForever: not lost. Empty: none is
  std::vector<int64_t> values;   // of each row; empty: no amounts
  size_t ties = 0;               // events ordered by the stages' ranks alone
  size_t early = 0;              // Attempt::is_early

  std::span<const int64_t> TimesOf(const AttemptRow& row) const {
    return {times.data() + row.first_time, row.times()};
  }
};

}  // namespace conversion::funnel
