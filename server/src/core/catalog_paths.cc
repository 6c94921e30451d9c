// Where columns are: through joins and `via`.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "core/catalog.h"
#include "core/catalog_checks.h"
#include "core/names.h"
#include "core/status.h"

namespace madad::core {
namespace {

absl::Status ColumnUnknown(const Table& table, std::string_view path, std::string_view message) {
  return Error(absl::StatusCode::kNotFound, message,
               {.reason = "COLUMN_UNKNOWN",
                .metadata = {{"table", table.name}, {"column", std::string(path)}},
                .field = ""});
}

// A walk from a table over its joins.
class Walk {
 public:
  Walk(const Catalog& catalog, const Table& table, std::string_view path)
      : catalog_(catalog), start_(table), at_(&table), path_(path) {}

  absl::Status FollowJoin(const std::string& name) {
    const auto join = at_->joins.find(name);
    if (join == at_->joins.end()) {
      return Fail(absl::StrCat("table ", at_->name, " has no join ", Quoted(name),
                               Instead(name, KeysOf(at_->joins))));
    }
    const auto table = catalog_.tables.find(join->second.table);
    if (table == catalog_.tables.end()) {
      return Fail(absl::StrCat("join ", name, " of table ", at_->name, " leads to no table"));
    }
    if (found_.joins.size() == internal::kMostJoins) {
      return Fail(absl::StrCat(Quoted(path_), " of table ", start_.name,
                               " leads through more than ", internal::kMostJoins, " joins"));
    }
    found_.joins.push_back(&join->second);
    at_ = &table->second;
    return absl::OkStatus();
  }

  absl::StatusOr<ColumnPath> FollowColumn(std::string name) {
    while (true) {
      const auto column = at_->columns.find(name);
      if (column == at_->columns.end()) {
        return Fail(absl::StrCat("table ", at_->name, " has no column ", Quoted(name),
                                 Instead(name, KeysOf(at_->columns))));
      }
      if (column->second.via.empty()) {
        found_.column = &column->second;
        return found_;
      }
      MADAD_RETURN_IF_ERROR(FollowJoin(column->second.via));
      name = column->second.from;
    }
  }

 private:
  absl::Status Fail(std::string_view message) const {
    return ColumnUnknown(start_, path_, message);
  }

  const Catalog& catalog_;
  const Table& start_;
  const Table* at_;
  const std::string_view path_;
  ColumnPath found_;
};

}  // namespace

std::vector<std::string> ShownColumns(const Table& table) {
  std::vector<const Column*> own;
  for (const auto& [name, column] : table.columns) {
    if (column.via.empty()) own.push_back(&column);
  }
  const auto place = [&](const Column* column) {
    return std::pair(column->position, column->name != table.key);
  };
  std::stable_sort(own.begin(), own.end(),
                   [&](const Column* a, const Column* b) { return place(a) < place(b); });
  std::vector<std::string> names;
  for (const Column* column : own) names.push_back(column->name);
  return names;
}

absl::StatusOr<ColumnPath> FindColumn(const Catalog& catalog, const Table& table,
                                      std::string_view path) {
  Walk walk(catalog, table, path);
  const size_t dot = path.find('.');
  if (dot == std::string_view::npos) return walk.FollowColumn(std::string(path));
  if (path.find('.', dot + 1) != std::string_view::npos) {
    return ColumnUnknown(table, path,
                         absl::StrCat(Quoted(path),
                                      " has more than one dot; expected `column` or "
                                      "`join.column` of table ",
                                      table.name, " (a column with `via` reaches further)"));
  }
  MADAD_RETURN_IF_ERROR(walk.FollowJoin(std::string(path.substr(0, dot))));
  return walk.FollowColumn(std::string(path.substr(dot + 1)));
}

void ResolveViaTypes(Catalog& catalog) {
  for (auto& [table_name, table] : catalog.tables) {
    for (auto& [name, column] : table.columns) {
      if (column.via.empty()) continue;
      const absl::StatusOr<ColumnPath> path = FindColumn(catalog, table, name);
      if (!path.ok()) continue;  // not a catalog that was found valid
      column.type = path->column->type;
      column.scale = path->column->scale;
    }
  }
}

}  // namespace madad::core
