// Where a command prints.
#pragma once

#include <ostream>

namespace madad::cli {

struct Terminal {
  std::ostream& out;
  std::ostream& err;
  // Whether to emphasise with colour.
  bool color = false;
};

}  // namespace madad::cli
