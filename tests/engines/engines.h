// The engines that are compared.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"

#include "engines/dataset.h"

namespace madad::engines {

struct EngineUnderTest {
  std::string name;
  // Loads the data set and sets `source`. UNAVAILABLE: the engine is not installed.
  std::function<absl::Status(const std::vector<DataFile>& files, EngineUnderTest& engine)> fill;
  // What stands under `sources: db:` in a catalog, in braces.
  std::string source;
};

std::vector<EngineUnderTest> EnginesUnderTest();

inline void PrintTo(const EngineUnderTest& engine, std::ostream* out) { *out << engine.name; }

}  // namespace madad::engines
