// Scans of a part joined on their keys.
#pragma once

#include <vector>

#include "core/finish/assemble.h"

namespace madad::core {

// Which row of each scan a joined row is made of.
struct Joined {
  std::vector<ResultColumn> keys;
  std::vector<std::vector<size_t>> sources;  // by scan of the part
  size_t height = 0;
};

// Returns the full outer join of the part's scans on all their keys; without
// periods also the groups of `more` (may be null), as rows of no scan.
Joined JoinScans(const PlanPart& part, const PoolRows& rows, const PartRows* more);

}  // namespace madad::core
