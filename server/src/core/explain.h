// What an answer says of itself.
#pragma once

#include "core/adapter.h"
#include "core/plan.h"
#include "core/plan/scan_pool.h"
#include "core/result.h"

namespace madad::core {

// Returns what a scan is, without what came of it.
ScanReport ReportOf(const PlannedScan& planned, const SqlStatement& statement);

// Fills in snapshot, as_of, range, versions and the warnings that hold whatever
// the figures are.
void Describe(const Plan& plan, const ScanPool& pool, const World& world, Result& result);

// Adds the steps after the scans, a line a metric. Scans are numbered as they
// stand in `plan.scans`, from 1.
void ExplainFinish(const Plan& plan, Result& result);

}  // namespace madad::core
