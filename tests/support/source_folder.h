// Where the project is.
#pragma once

#include <string>

namespace madad::testing {

// The folder of the sources that the tests were built from.
std::string SourceFolder();

}  // namespace madad::testing
