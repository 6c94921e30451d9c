// Where a command prints, and for whom.
#pragma once

#include <ostream>
#include <string>

namespace madad::cli {

struct Terminal {
  std::ostream& out;
  std::ostream& err;
  // Whether to emphasise with colour.
  bool color = false;
  // Whether `out` is read by a person right now. Text of right-to-left scripts
  // is then isolated, so that it does not reorder what stands beside it.
  bool interactive = false;
  // Cells a line; 0 when nothing limits it.
  int width = 0;
  // Whether characters beyond ASCII can be shown; data is never changed for it.
  bool utf8 = true;
  // BCP 47 tag for labels; empty means English.
  std::string language;
  // Whether `err` is read by a person right now, who sees a line drawn anew.
  bool progress = false;
};

}  // namespace madad::cli
