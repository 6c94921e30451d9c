// Memory of this process.
#pragma once

#include <cstdint>

namespace madad::bench {

// Returns the bytes of this process that are in memory.
int64_t ResidentBytes();

}  // namespace madad::bench
