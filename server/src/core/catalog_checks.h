// The parts of ValidateCatalog.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/catalog.h"

namespace madad::core::internal {

// How many joins a column may be away. No sane catalog comes near; a wrong one
// must not make a walk long.
inline constexpr size_t kMostJoins = 16;

using Problems = std::vector<CatalogProblem>;

// The kinds of sources that are SQL engines.
const std::set<std::string>& SqlKinds();

// Each appends what is wrong with its part to `problems`.
void CheckSource(const Source& source, Problems& problems);
void CheckTable(const Catalog& catalog, const Table& table, Problems& problems);
void CheckTextFormat(const Table& table, Problems& problems);
void CheckColumns(const Catalog& catalog, const Table& table, Problems& problems);
void CheckJoins(const Catalog& catalog, const Table& table, Problems& problems);
void CheckJoinCycles(const Catalog& catalog, Problems& problems);
void CheckDimension(const Catalog& catalog, const Dimension& dimension, Problems& problems);
void CheckAmbiguity(const Catalog& catalog, const Dimension& dimension, Problems& problems);
void CheckValueOrder(const Dimension& dimension, Problems& problems);
void CheckStages(const Catalog& catalog, Problems& problems);
void CheckMetrics(const Catalog& catalog, Problems& problems);
void CheckRates(const Catalog& catalog, Problems& problems);

void CheckTimeZone(const std::string& path, const std::string& name, Problems& problems);

// Checks the keys of the map at `path`: what they are made of, and that no two
// differ in case only, which SQL engines take for one name.
void CheckNames(const std::string& path, const std::vector<std::string>& names, Problems& problems);

// Returns every path by which `table` may have `dimension`; one is an answer.
std::vector<std::string> PathsTo(const Catalog& catalog, const Table& table,
                                 const Dimension& dimension);

}  // namespace madad::core::internal
