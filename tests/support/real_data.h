// Public data sets that tests read where they are present.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "support/source_folder.h"

namespace madad::testing {

// Returns the folder of the data set `name`: beneath MADAD_TEST_DATA when that
// is set, else beside the project's folder. It may not exist.
inline std::string RealData(const std::string& name) {
  const char* root = std::getenv("MADAD_TEST_DATA");
  const std::filesystem::path folder =
      root != nullptr ? std::filesystem::path(root)
                      : std::filesystem::path(SourceFolder()) / ".." / "shared" / "data";
  return (folder / name).lexically_normal().string();
}

}  // namespace madad::testing

// Skips the test when the data set is not on this machine.
#define MADAD_SKIP_WITHOUT_DATA(name)                                                          \
  if (!std::filesystem::is_directory(::madad::testing::RealData(name)))                        \
  GTEST_SKIP() << "data set '" << (name) << "' is not at " << ::madad::testing::RealData(name) \
               << "; set MADAD_TEST_DATA to the folder that holds it"
