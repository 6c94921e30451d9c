// Amounts of several currencies become amounts of one.
#pragma once

#include "absl/status/statusor.h"

#include "core/finish.h"
#include "core/plan.h"

namespace madad::core {

// Returns the rows of `planned`, which has a conversion, with its sums in one currency and without
// the groups that told currencies and days apart. Each group's sum is rounded once, half away from
// zero, to the decimals of the amounts.
// `rates`: rows by currency and day of the smallest and the largest rate.
// Errors: FAILED_PRECONDITION (RATE_MISSING, naming currency and day, where there is no rate of
// that day or of the days before that the catalog allows; RATE_AMBIGUOUS where a day has two;
// RATE_INVALID for one that is not above zero; CURRENCY_MISSING for amounts without a currency),
// OUT_OF_RANGE.
absl::StatusOr<ScanRows> ConvertAmounts(const PlannedScan& planned, const ScanRows& rows,
                                        const ScanRows& rates);

}  // namespace madad::core
