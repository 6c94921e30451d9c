// Which time and data an answer is about.
#pragma once

#include <string>

#include "madad/v1/metric_service.pb.h"

namespace madad::cli {

// Returns the range in words, with its last day named: the half-open
// [2018-01-01, 2018-06-01) is `2018-01-01 to 2018-05-31`; `all dates` without bounds.
std::string CoverageText(const v1::TimeRange& range);

// Returns the instant of the newest data by RFC 3339; "" when there is none or
// it is outside the years 1 to 9999.
std::string AsOfText(const v1::SnapshotInfo& snapshot);

}  // namespace madad::cli
