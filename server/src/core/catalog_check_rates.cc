// Whether a catalog's exchange rates are what they need to be.
#include "absl/strings/str_cat.h"

#include "core/catalog_checks.h"
#include "core/names.h"

namespace madad::core::internal {
namespace {

bool IsDay(Type type) { return type == Type::kDate || type == Type::kTimestamp; }
bool IsText(Type type) { return type == Type::kString; }

void CheckColumn(const Table& table, const std::string& name, bool (*fits)(Type),
                 const std::string& expected, Problems& problems) {
  const auto column = table.columns.find(name);
  const std::string path = absl::StrCat("tables.", table.name, ".columns");
  if (column == table.columns.end()) {
    problems.push_back({path, absl::StrCat("rates are read from this table, so it needs a column ",
                                           Quoted(name), ", which is ", expected)});
  } else if (!fits(column->second.type)) {
    problems.push_back({absl::StrCat(path, ".", name),
                        absl::StrCat("rates are read from it, so it must be ", expected, ", not ",
                                     std::string(TypeName(column->second.type)))});
  }
}

}  // namespace

void CheckRates(const Catalog& catalog, Problems& problems) {
  if (!catalog.rates) return;
  const auto table = catalog.tables.find(catalog.rates->table);
  if (table == catalog.tables.end()) {
    problems.push_back(
        {"rates.table", absl::StrCat("there is no table ", Quoted(catalog.rates->table),
                                     Instead(catalog.rates->table, KeysOf(catalog.tables)))});
    return;
  }
  CheckColumn(table->second, "currency", IsText, "a string", problems);
  CheckColumn(table->second, "day", IsDay, "a date or timestamp", problems);
  CheckColumn(table->second, "rate", IsNumeric, "a number", problems);
}

}  // namespace madad::core::internal
