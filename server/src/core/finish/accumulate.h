// Values that build on the periods before.
#pragma once

#include "core/evaluate.h"
#include "core/plan.h"

namespace madad::core {

// Turns the leaves of `step` whose periods cover more than their own rows into
// running totals, balances and rolling sums. `leaves` are rows group by group,
// each with the same `periods` periods (`period` is that key) in order. A
// balance is null in periods that begin after as_of, what is known as of now
// only in the periods before the one that the data is from.
void Accumulate(const MetricStep& step, const PlanPart& part, const ResultColumn& period,
                size_t periods, LeafColumns& leaves);

// The same without periods: makes leaves null that are known as of now only,
// when the range ends before.
void KeepCurrent(const MetricStep& step, const PlanPart& part, LeafColumns& leaves);

// Whether the part has a period before the one that the data is from, in which
// what is known as of now only has no value.
bool ReachesBeforeNow(const PlanPart& part);

}  // namespace madad::core
