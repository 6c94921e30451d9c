// The catalog as written, turned into the core's.
#pragma once

#include <filesystem>

#include "config/problem.h"
#include "core/catalog.h"
#include "madad/v1/catalog.pb.h"

namespace madad::config {

// Returns `catalog` with defaults filled in, types and days read, and roots
// made absolute beneath `folder`. What cannot be read is told to `log`; a
// column whose type is unreadable has type kNull.
core::Catalog ToCore(const v1::Catalog& catalog, const std::filesystem::path& folder,
                     ProblemLog& log);

}  // namespace madad::config
