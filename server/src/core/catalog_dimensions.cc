// Where tables have dimensions.
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "core/catalog.h"
#include "core/catalog_checks.h"
#include "core/expr/parser.h"
#include "core/names.h"
#include "core/scan_scope.h"
#include "core/status.h"

namespace madad::core {
namespace internal {
namespace {

// Returns the column or expression of `table` itself that has `dimension`;
// empty: none.
std::string OwnPath(const Table& table, const Dimension& dimension) {
  const auto written = dimension.paths.find(table.name);
  if (written != dimension.paths.end()) return written->second;
  return table.columns.contains(dimension.name) ? dimension.name : "";
}

// Returns `expr` over a joined table as one over the table that joins it; null
// when a column of it is another join away.
ExprPtr ThroughJoin(const Expr& expr, const std::string& join) {
  auto copy = std::make_shared<Expr>(expr);
  if (expr.kind == ExprKind::kColumn) {
    if (expr.name.find('.') != std::string::npos) return nullptr;
    copy->name = absl::StrCat(join, ".", expr.name);
  }
  for (ExprPtr& arg : copy->args) {
    arg = ThroughJoin(*arg, join);
    if (arg == nullptr) return nullptr;
  }
  return copy;
}

// Returns where `path` of the table behind `join` is; empty: too far away.
std::string PathThroughJoin(const std::string& path, const std::string& join) {
  if (IsName(path)) return absl::StrCat(join, ".", path);
  const absl::StatusOr<ExprPtr> parsed = ParseExpression(path);
  const ExprPtr through = parsed.ok() ? ThroughJoin(**parsed, join) : nullptr;
  return through == nullptr ? "" : ToText(*through);
}

}  // namespace

std::vector<std::string> PathsTo(const Catalog& catalog, const Table& table,
                                 const Dimension& dimension) {
  const std::string own = OwnPath(table, dimension);
  if (!own.empty()) return {own};
  std::vector<std::string> paths;
  for (const auto& [name, join] : table.joins) {
    const auto joined = catalog.tables.find(join.table);
    if (joined == catalog.tables.end()) continue;
    const std::string there = OwnPath(joined->second, dimension);
    std::string path = there.empty() ? "" : PathThroughJoin(there, name);
    if (!path.empty()) paths.push_back(std::move(path));
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
    ScanScope scope(catalog, table);
    if (paths.size() == 1 && scope.ResolvePath(paths.front()).ok()) names.push_back(name);
  }
  return names;
}

}  // namespace madad::core
