// When things were known.
#pragma once

#include "features/frame.h"

namespace lead_quality {

// How many of a feature's values came too late to foresee the outcome by.
struct Lateness {
  double converted = 0;   // converted leads that have a value whose time is known
  double after = 0;       // of them, those filled or changed at the conversion or after it
  double future = 0;      // timestamps later than the data is known
  double timestamps = 0;  // not null
  double beyond = 0;      // of converted leads' timestamps, those at the conversion or after it
};

// Returns the counts. A timestamp that is the value itself counts as one that is known at that
// time.
Lateness MeasureLateness(const Frame& frame, const Feature& feature);

}  // namespace lead_quality
