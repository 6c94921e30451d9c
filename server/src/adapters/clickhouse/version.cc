#include "adapters/clickhouse/version.h"

#include <cstdio>

namespace madad::adapters::clickhouse {

Version ParseVersion(std::string_view text) {
  Version version;
  version.text = text;
  if (std::sscanf(version.text.c_str(), "%d.%d", &version.major, &version.minor) != 2) {
    version.major = version.minor = 0;
  }
  return version;
}

}  // namespace madad::adapters::clickhouse
