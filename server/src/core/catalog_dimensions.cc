// Where tables have dimensions.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "core/catalog.h"
#include "core/catalog_checks.h"
#include "core/names.h"
#include "core/status.h"

namespace madad::core {
namespace internal {
namespace {

// Returns the column of `table` itself that has `dimension`; empty: none.
std::string OwnColumn(const Table& table, const Dimension& dimension) {
  const auto written = dimension.paths.find(table.name);
  if (written != dimension.paths.end()) return written->second;
  return table.columns.contains(dimension.name) ? dimension.name : "";
}

}  // namespace

std::vector<std::string> PathsTo(const Catalog& catalog, const Table& table,
                                 const Dimension& dimension) {
  const std::string own = OwnColumn(table, dimension);
  if (!own.empty()) return {own};
  std::vector<std::string> paths;
  for (const auto& [name, join] : table.joins) {
    const auto joined = catalog.tables.find(join.table);
    if (joined == catalog.tables.end()) continue;
    const std::string column = OwnColumn(joined->second, dimension);
    // A path that goes on through another join is two joins away from here.
    if (column.empty() || column.find('.') != std::string::npos) continue;
    paths.push_back(absl::StrCat(name, ".", column));
  }
  return paths;
}

}  // namespace internal

namespace {

absl::Status Unknown(const Catalog& catalog, const Table& table, const std::string& name) {
  std::string message = absl::StrCat("no dimension ", Quoted(name));
  if (table.columns.contains(name)) {
    absl::StrAppend(&message, "; table ", table.name, " has a column of that name, which is a ",
                    "dimension once the catalog lists it under `dimensions`");
  } else {
    absl::StrAppend(&message, Instead(name, KeysOf(catalog.dimensions)));
  }
  return Error(absl::StatusCode::kNotFound, message,
               {.reason = "DIMENSION_UNKNOWN", .metadata = {{"dimension", name}}, .field = ""});
}

absl::Status NotOnTable(const Catalog& catalog, const Table& table, const std::string& name) {
  const std::string others = absl::StrJoin(DimensionsOf(catalog, table), ", ");
  return Error(absl::StatusCode::kNotFound,
               absl::StrCat("table ", table.name, " has no dimension ", Quoted(name), "; it has ",
                            others.empty() ? "none" : others),
               {.reason = "DIMENSION_NOT_ON_TABLE",
                .metadata = {{"dimension", name}, {"table", table.name}, {"has", others}},
                .field = ""});
}

absl::Status Ambiguous(const Table& table, const std::string& name,
                       const std::vector<std::string>& paths) {
  return Error(absl::StatusCode::kFailedPrecondition,
               absl::StrCat("table ", table.name, " has dimension ", Quoted(name), " by ",
                            absl::StrJoin(paths, " and by "),
                            "; write the one that is meant in the catalog, such as dimensions: {",
                            name, ": {", table.name, ": ", paths.front(), "}}"),
               {.reason = "DIMENSION_AMBIGUOUS",
                .metadata = {{"dimension", name},
                             {"table", table.name},
                             {"paths", absl::StrJoin(paths, ", ")}},
                .field = ""});
}

}  // namespace

absl::StatusOr<std::string> DimensionPath(const Catalog& catalog, const Table& table,
                                          std::string_view dimension) {
  const std::string name(dimension);
  const auto known = catalog.dimensions.find(name);
  if (known == catalog.dimensions.end()) return Unknown(catalog, table, name);
  const std::vector<std::string> paths = internal::PathsTo(catalog, table, known->second);
  if (paths.empty()) return NotOnTable(catalog, table, name);
  if (paths.size() > 1) return Ambiguous(table, name, paths);
  return paths.front();
}

std::vector<std::string> DimensionsOf(const Catalog& catalog, const Table& table) {
  std::vector<std::string> names;
  for (const auto& [name, dimension] : catalog.dimensions) {
    const std::vector<std::string> paths = internal::PathsTo(catalog, table, dimension);
    if (paths.size() == 1 && FindColumn(catalog, table, paths.front()).ok()) names.push_back(name);
  }
  return names;
}

}  // namespace madad::core
