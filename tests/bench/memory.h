// Memory of this process.
#pragma once

#include <cstdint>

namespace madad::bench {

// Returns the bytes of this process that are in memory.
int64_t ResidentBytes();
// Returns the most that ever were since the last call, or since the start.
int64_t PeakResidentBytes();

}  // namespace madad::bench
