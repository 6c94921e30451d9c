// Simulated leads, and the model of lead scores trained on them and applied to them, once for all
// tests.
#pragma once

#include <map>
#include <string>

#include <madad/sdk/testing/fake_host.h>

#include "models/lead_scores.h"
#include "unit/plugins/lead_quality/frames.h"
#include "unit/plugins/lead_quality/lead_tables.h"

namespace lead_quality {

using madad::sdk::testing::ApplyModel;
using madad::sdk::testing::Inputs;
using madad::sdk::testing::RunOptions;
using madad::sdk::testing::RunResult;
using madad::sdk::testing::TrainModel;
using madad::sdk::testing::TrainResult;

inline constexpr char kParameters[] =
    R"({"horizon": "30d", "explain": 50, "reasons": 2, "features": [
    "size", {"column": "source", "actionable": true}, "noise"]})";
inline constexpr size_t kLeads = 3000;

inline RunOptions KnownUntil(int64_t day) { return {.as_of = day * kDayUs}; }
inline RunOptions Later() { return KnownUntil(kLeads + 1000); }

inline const Frame& Simulated() {
  static const auto& frame = *new Frame(SimulatedFrame(kLeads, 5));
  return frame;
}

inline const TrainResult& TrainedScores() {
  static const auto& trained = *new TrainResult(
      TrainModel<LeadScores>(kParameters, {{"leads", LeadTable(Simulated())}}, {}, Later()));
  return trained;
}

inline const RunResult& AppliedScores() {
  static const auto& applied = *new RunResult(ApplyModel<LeadScores>(
      kParameters, TrainedScores().bytes, {{"leads", LeadTable(Simulated())}}, Later()));
  return applied;
}

// The figures of the table `quality`.
inline std::map<std::string, double> QualityOf(const RunResult& run) {
  std::map<std::string, double> figures;
  const auto names = run["quality"].Text("metric");
  const auto values = run["quality"].Double("value");
  for (size_t i = 0; i < names.size(); ++i) figures[*names[i]] = *values[i];
  return figures;
}

}  // namespace lead_quality
