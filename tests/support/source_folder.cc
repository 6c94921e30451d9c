#include "support/source_folder.h"

namespace madad::testing {

std::string SourceFolder() { return MADAD_SOURCE_DIR; }

}  // namespace madad::testing
