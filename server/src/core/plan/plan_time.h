// Conditions and groups that place rows in time.
#pragma once

#include <optional>
#include <vector>

#include "absl/time/time.h"

#include "core/plan/time_axis.h"
#include "core/scan.h"
#include "core/snapshot.h"

namespace madad::core {

// Returns how `at` (typed) is put into periods of `axis`. A date has no zone:
// its periods are those of the calendar.
Bucket BucketOf(const TimeAxis& axis, const Expr& at, const TableData& data);

// Returns the group for `bucket` of `at`: a column that holds it ready where
// the data has one.
ScanGroup WithDerived(const ExprPtr& at, const Bucket& bucket, const TableData& data);

// Returns the conditions that keep rows with a time, at or after `from` and
// before `to` (civil times in `zone`).
std::vector<ExprPtr> RangeFilters(const ExprPtr& at, std::optional<Timestamp> from,
                                  std::optional<Timestamp> to, const absl::TimeZone& zone);

// Returns the condition that keeps rows up to `instant` (up to its civil day
// for dates).
ExprPtr NotAfter(const ExprPtr& at, Timestamp instant, const TimeAxis& axis);

// Returns `at`, but where it is before `from` (civil) the last moment before.
ExprPtr NoEarlierThan(const ExprPtr& at, Timestamp from, const TimeAxis& axis);

}  // namespace madad::core
