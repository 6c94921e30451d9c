// Local times to UTC, whatever their range.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"

#include "core/zone.h"

namespace madad::adapters::duckdb {

// Returns what to add to a local time to get UTC from 1900 through 2100; times
// outside have the nearest offset. Empty when it is always zero.
std::vector<core::OffsetSpan> OffsetsOfAllTimes(const absl::TimeZone& zone);

// Returns SQL for `time` (a TIMESTAMP column) with the spans' offsets added. The
// span is found by halving, so hundreds of them cost a handful of comparisons.
std::string PrintToUtc(const std::string& time, const std::vector<core::OffsetSpan>& offsets);

}  // namespace madad::adapters::duckdb
