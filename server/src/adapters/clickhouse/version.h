// What a ClickHouse server can do, by its version.
#pragma once

#include <string>
#include <string_view>

namespace madad::adapters::clickhouse {

// "18.16.1".
struct Version {
  int major = 0;
  int minor = 0;
  std::string text;

  // Has DateTime64, parameters, exact interpolated percentiles. What is older
  // is written to in the words of 18.16.
  bool IsModern() const { return major >= 24; }
};

// Returns the version that a server's version() writes; 0.0 for what is none.
Version ParseVersion(std::string_view text);

}  // namespace madad::adapters::clickhouse
