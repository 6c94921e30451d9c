// ValidateCatalog, and the checks of sources and names.
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "core/catalog.h"
#include "core/catalog_checks.h"
#include "core/names.h"

namespace madad::core {
namespace internal {

void CheckNames(const std::string& path, const std::vector<std::string>& names,
                Problems& problems) {
  std::map<std::string, std::string> folded;
  for (const std::string& name : names) {
    if (!IsName(name)) {
      problems.push_back({absl::StrCat(path, ".", name),
                          absl::StrCat("bad name ", Quoted(name), "; expected letters, digits and ",
                                       "underscores, starting with a letter")});
    }
    const auto [first, is_new] = folded.emplace(absl::AsciiStrToLower(name), name);
    if (!is_new) {
      problems.push_back(
          {absl::StrCat(path, ".", name),
           absl::StrCat("name ", Quoted(name), " differs from ", Quoted(first->second),
                        " in case only; rename one of them")});
    }
  }
}

void CheckTimeZone(const std::string& path, const std::string& name, Problems& problems) {
  if (IsTimeZone(name)) return;
  problems.push_back({path, absl::StrCat("unknown time zone ", Quoted(name),
                                         "; expected an IANA name that the system's tzdata has, ",
                                         "such as Asia/Jerusalem or UTC")});
}

}  // namespace internal

namespace {

// The checks compare names with names, so their number is bounded.
constexpr size_t kMostNames = 2000;

void CheckSize(const std::string& path, size_t size, internal::Problems& problems) {
  if (size <= kMostNames) return;
  problems.push_back(
      {path, absl::StrCat("has ", size, " names; at most ", kMostNames, " are supported")});
}

void CheckSizes(const Catalog& catalog, internal::Problems& problems) {
  CheckSize("sources", catalog.sources.size(), problems);
  CheckSize("tables", catalog.tables.size(), problems);
  CheckSize("dimensions", catalog.dimensions.size(), problems);
  CheckSize("stages", catalog.stages.size(), problems);
  CheckSize("metrics", catalog.metrics.size(), problems);
  for (const auto& [entity, stages] : catalog.stages) {
    CheckSize(absl::StrCat("stages.", entity), stages.size(), problems);
  }
  for (const auto& [name, table] : catalog.tables) {
    CheckSize(absl::StrCat("tables.", name, ".columns"), table.columns.size(), problems);
    CheckSize(absl::StrCat("tables.", name, ".joins"), table.joins.size(), problems);
  }
}

void CheckCalendar(const Calendar& calendar, internal::Problems& problems) {
  internal::CheckTimeZone("calendar.timezone", calendar.timezone, problems);
  if (calendar.fiscal_start >= 1 && calendar.fiscal_start <= 12) return;
  problems.push_back(
      {"calendar.fiscal_start", absl::StrCat("there is no month ", calendar.fiscal_start,
                                             "; expected 1 (January) to 12 (December)")});
}

}  // namespace

bool IsInPlace(const Catalog& catalog, const Table& table) {
  const auto source = catalog.sources.find(table.source);
  if (source == catalog.sources.end() || source->second.is_files()) return false;
  Mode mode = table.mode == Mode::kByDefault ? source->second.mode : table.mode;
  // One process with one file gains from a copy that is laid out for queries.
  if (mode == Mode::kByDefault && source->second.kind == "sqlite") mode = Mode::kSnapshot;
  return mode != Mode::kSnapshot;
}

std::vector<CatalogProblem> ValidateCatalog(const Catalog& catalog) {
  internal::Problems problems;
  CheckSizes(catalog, problems);
  if (!problems.empty()) return problems;
  internal::CheckNames("sources", KeysOf(catalog.sources), problems);
  for (const auto& [name, source] : catalog.sources) internal::CheckSource(source, problems);
  internal::CheckNames("tables", KeysOf(catalog.tables), problems);
  for (const auto& [name, table] : catalog.tables) {
    internal::CheckTable(catalog, table, problems);
    internal::CheckTextFormat(table, problems);
    internal::CheckColumns(catalog, table, problems);
    internal::CheckJoins(catalog, table, problems);
  }
  internal::CheckJoinCycles(catalog, problems);
  internal::CheckNames("dimensions", KeysOf(catalog.dimensions), problems);
  for (const auto& [name, dimension] : catalog.dimensions) {
    internal::CheckDimension(catalog, dimension, problems);
    internal::CheckAmbiguity(catalog, dimension, problems);
    internal::CheckValueOrder(dimension, problems);
  }
  internal::CheckStages(catalog, problems);
  internal::CheckMetrics(catalog, problems);
  internal::CheckRates(catalog, problems);
  CheckCalendar(catalog.calendar, problems);
  return problems;
}

}  // namespace madad::core
