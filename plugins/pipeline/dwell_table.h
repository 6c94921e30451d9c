// The table of how long stays last.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include <madad/sdk/survival.h>

#include "stage_log.h"
#include "stays.h"

namespace pipeline {

// The stays of one stage and group.
struct DwellSample {
  std::vector<double> days;
  std::vector<int32_t> cause;  // 1: left; 0: still there
  int64_t entered = 0;         // entities
  int64_t advanced = 0;        // of those

  void Add(const Stay& stay, bool counts);
  sdk::Observations seen() const { return {days, cause, {}}; }
};

// By rank of the stage, then by group.
using DwellSamples = std::map<std::pair<int32_t, int32_t>, DwellSample>;

// Returns the samples; only first visits of a stage count as stays when `first_visits` says so.
DwellSamples SampleStays(const StageLog& log, const std::vector<Stay>& stays, bool first_visits);

// Declares the output `dwell`.
void DeclareDwell(const StageOptions& options, sdk::Shape& shape);

// Writes it; restricted means are up to `horizon_days`.
void WriteDwell(const StageOptions& options, const StageLog& log, const DwellSamples& samples,
                double horizon_days, const sdk::Call& call, sdk::Writer& out);

// Appends a time in days as a duration; null when it is unknown or without limit.
void AppendDays(double days, sdk::Int64Column& out);

}  // namespace pipeline
