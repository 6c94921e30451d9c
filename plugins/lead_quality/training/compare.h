// A new model beside the one in use.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "training/part.h"
#include "training/report.h"

namespace lead_quality {

// Sets what the report says of the previous model, whose bytes may be empty: whether the new one,
// which gives the tested leads these logits, should take its place, and why.
void CompareWithPrevious(std::string_view previous, const Part& tested,
                         const std::vector<double>& logits, Report& report);

}  // namespace lead_quality
