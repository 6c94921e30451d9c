#include "bench/memory.h"

#include <fstream>

#include <unistd.h>

namespace madad::bench {

int64_t ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  int64_t size = 0;
  int64_t resident = 0;
  file >> size >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

}  // namespace madad::bench
