// Joins of a table, and circles of joins.
#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"

#include "core/catalog_checks.h"
#include "core/names.h"

namespace madad::core::internal {
namespace {

std::string JoinPath(const Table& table, const Join& join, const std::string& key) {
  return absl::StrCat("tables.", table.name, ".joins.", join.name, ".", key);
}

std::string TypeText(const Column& column) {
  if (column.type == Type::kDecimal) return absl::StrCat("decimal(", column.scale, ")");
  return std::string(TypeName(column.type));
}

// Returns the column that `name` names when it is one of the table's own files.
const Column* OwnColumn(const Table& table, const std::string& name) {
  const auto column = table.columns.find(name);
  if (column == table.columns.end() || !column->second.via.empty()) return nullptr;
  return &column->second;
}

void CheckOn(const Table& table, const Join& join, Problems& problems) {
  if (OwnColumn(table, join.on) != nullptr || table.columns.empty()) return;
  const auto column = table.columns.find(join.on);
  const std::string message =
      column == table.columns.end()
          ? absl::StrCat("table ", table.name, " has no column ", Quoted(join.on),
                         Instead(join.on, KeysOf(table.columns)))
          : absl::StrCat("column ", join.on, " is taken through join ", column->second.via,
                         "; a join is on a column of the table's own files");
  problems.push_back({JoinPath(table, join, "on"), message});
}

void CheckTypes(const Table& table, const Join& join, const Table& joined, Problems& problems) {
  const Column* on = OwnColumn(table, join.on);
  const Column* key = OwnColumn(joined, joined.key);
  if (on == nullptr || key == nullptr) return;
  if (on->type == Type::kNull || key->type == Type::kNull) return;
  if (TypeText(*on) == TypeText(*key)) return;
  problems.push_back(
      {JoinPath(table, join, "on"),
       absl::StrCat("column ", join.on, " is ", TypeText(*on), ", but the key ", joined.name, ".",
                    joined.key, " is ", TypeText(*key), "; give both one type")});
}

void CheckJoin(const Catalog& catalog, const Table& table, const Join& join, Problems& problems) {
  CheckOn(table, join, problems);
  const auto joined = catalog.tables.find(join.table);
  if (joined == catalog.tables.end()) {
    problems.push_back({JoinPath(table, join, "table"),
                        absl::StrCat("no table ", Quoted(join.table),
                                     Instead(join.table, KeysOf(catalog.tables)))});
  } else if (joined->second.key.empty()) {
    problems.push_back({JoinPath(table, join, "table"),
                        absl::StrCat("table ", join.table, " has no key to join onto; write ",
                                     "tables.", join.table, ".key")});
  } else {
    CheckTypes(table, join, joined->second, problems);
  }
}

// Finds circles by walking joins depth first.
class JoinWalk {
 public:
  JoinWalk(const Catalog& catalog, Problems& problems) : catalog_(catalog), problems_(problems) {}

  void Visit(const Table& table) {
    if (!visited_.insert(&table).second) return;
    stack_.push_back(&table);
    for (const auto& [name, join] : table.joins) {
      const auto joined = catalog_.tables.find(join.table);
      if (joined == catalog_.tables.end()) continue;
      const auto back = std::find(stack_.begin(), stack_.end(), &joined->second);
      if (back == stack_.end()) {
        Visit(joined->second);
      } else {
        Report(table, join, back);
      }
    }
    stack_.pop_back();
  }

 private:
  void Report(const Table& table, const Join& join,
              std::vector<const Table*>::const_iterator back) {
    std::string circle;
    for (auto it = back; it != stack_.end(); ++it) absl::StrAppend(&circle, (*it)->name, " -> ");
    problems_.push_back({JoinPath(table, join, "table"),
                         absl::StrCat("joins go in a circle: ", circle, (*back)->name,
                                      "; leave out the one that is not many-to-one")});
  }

  const Catalog& catalog_;
  Problems& problems_;
  std::set<const Table*> visited_;
  std::vector<const Table*> stack_;  // from where the walk began
};

}  // namespace

void CheckJoins(const Catalog& catalog, const Table& table, Problems& problems) {
  CheckNames(absl::StrCat("tables.", table.name, ".joins"), KeysOf(table.joins), problems);
  for (const auto& [name, join] : table.joins) CheckJoin(catalog, table, join, problems);
}

void CheckJoinCycles(const Catalog& catalog, Problems& problems) {
  JoinWalk walk(catalog, problems);
  for (const auto& [name, table] : catalog.tables) walk.Visit(table);
}

}  // namespace madad::core::internal
