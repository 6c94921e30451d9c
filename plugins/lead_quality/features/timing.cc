#include "features/timing.h"

namespace lead_quality {

Lateness MeasureLateness(const Frame& frame, const Feature& feature) {
  Lateness lateness;
  for (size_t i = 0; i < frame.size(); ++i) {
    const int64_t won = frame.converted_at[i];
    if (!feature.filled_at.empty() && won != kNever && feature.filled_at[i] != kNever) {
      lateness.converted += 1;
      lateness.after += feature.filled_at[i] >= won ? 1 : 0;
    }
    if (feature.kind != FeatureKind::kTimestamp || feature.instants[i] == kNever) continue;
    lateness.timestamps += 1;
    lateness.future += feature.instants[i] > frame.as_of ? 1 : 0;
    if (won != kNever) lateness.beyond += feature.instants[i] >= won ? 1 : 0;
  }
  return lateness;
}

}  // namespace lead_quality
