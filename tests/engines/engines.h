// The engines that are compared.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "engines/dataset.h"
#include "support/engine_server.h"

namespace madad::engines {

struct EngineUnderTest {
  std::string name;
  // Writes the data set, to a folder where it is a file, and returns what stands under
  // `sources: db:` in a catalog, without the mode. UNAVAILABLE: the engine is not installed.
  std::function<absl::StatusOr<std::string>(const std::vector<madad::testing::TableRows>& tables,
                                            const std::string& folder)>
      fill;
  std::string mode;
};

std::vector<EngineUnderTest> EnginesUnderTest();

// The same for a server of `kind` ("postgresql", "mysql" or "clickhouse").
absl::StatusOr<std::string> FillServer(const std::string& kind,
                                       const madad::testing::EngineServer& server,
                                       const std::vector<madad::testing::TableRows>& tables);

inline void PrintTo(const EngineUnderTest& engine, std::ostream* out) { *out << engine.name; }

}  // namespace madad::engines
