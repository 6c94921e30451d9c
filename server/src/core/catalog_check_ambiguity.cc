// Dimensions that a table has by more than one path.
#include "absl/strings/str_cat.h"

#include "core/catalog_checks.h"
#include "core/status.h"

namespace madad::core::internal {

void CheckAmbiguity(const Catalog& catalog, const Dimension& dimension, Problems& problems) {
  for (const auto& [name, table] : catalog.tables) {
    const absl::Status status = DimensionPath(catalog, table, dimension.name).status();
    if (DetailOf(status).reason != "DIMENSION_AMBIGUOUS") continue;
    problems.push_back(
        {absl::StrCat("dimensions.", dimension.name), std::string(status.message())});
  }
}

}  // namespace madad::core::internal
