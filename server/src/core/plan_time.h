// How a plan places rows in time.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

#include "core/scan.h"
#include "core/snapshot.h"

namespace madad::core {

// Returns how `at` is put into buckets of `grain` in `zone`. A date has no
// zone: its buckets are those of the calendar.
Bucket BucketOf(Grain grain, WeekStart week_start, const absl::TimeZone& zone, const Expr& at,
                const TableData& data);

// Returns the conditions that keep rows with a time, at or after `from` and
// before `to` (civil times in `zone`).
std::vector<ExprPtr> RangeFilters(const ExprPtr& at, std::optional<Timestamp> from,
                                  std::optional<Timestamp> to, const absl::TimeZone& zone);

// Whether `name` means the result column `column`: its full name, or the bare
// id of a metric.
bool NamesColumn(std::string_view name, std::string_view column);

}  // namespace madad::core
