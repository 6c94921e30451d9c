// What is left of a catalog without what is wrong.
#pragma once

#include <vector>

#include "config/problem.h"
#include "core/catalog.h"

namespace madad::config {

// Returns `catalog` without the sources, tables, dimensions, stages and metrics
// that `problems` name, and without those that cannot be without them: no
// problem is left. For finding what else is wrong, not for serving.
core::Catalog SoundPart(core::Catalog catalog, const std::vector<ConfigProblem>& problems);

}  // namespace madad::config
