// Lists whose order means something: stages of entities, values of dimensions.
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "core/catalog_checks.h"
#include "core/names.h"

namespace madad::core::internal {
namespace {

// Returns the entities of all tables, for suggestions.
std::vector<std::string> Entities(const Catalog& catalog) {
  std::set<std::string> entities;
  for (const auto& [name, table] : catalog.tables) {
    if (!table.entity.empty()) entities.insert(table.entity);
  }
  return {entities.begin(), entities.end()};
}

class StageCheck {
 public:
  StageCheck(const Catalog& catalog, const std::string& entity, Problems& problems)
      : catalog_(catalog), entity_(entity), problems_(problems) {}

  void Run(const std::vector<Stage>& stages) {
    if (stages.empty())
      Add("", "has no stages; expected a list such as [{id: lead, at: created_at}]");
    const Table* table = FindTable();
    std::set<std::string> ids;
    for (size_t i = 0; i < stages.size(); ++i) {
      const std::string item = absl::StrCat("[", i, "]");
      CheckId(item, stages[i].id, ids);
      if (table != nullptr) CheckTime(item, stages[i].at, *table);
    }
  }

 private:
  void Add(const std::string& key, const std::string& message) {
    problems_.push_back({absl::StrCat("stages.", entity_, key), message});
  }

  // Returns the one table that holds the entity by a key.
  const Table* FindTable() {
    std::vector<const Table*> keyed;
    std::vector<std::string> names;
    std::string without_key;
    for (const auto& [name, table] : catalog_.tables) {
      if (table.entity != entity_) continue;
      if (table.key.empty()) {
        without_key = name;
      } else {
        keyed.push_back(&table);
        names.push_back(name);
      }
    }
    if (keyed.size() == 1) return keyed.front();
    if (keyed.size() > 1) {
      Add("", absl::StrCat("tables ", absl::StrJoin(names, " and "), " both hold entity ",
                           Quoted(entity_), "; stages need the one table that does"));
    } else if (!without_key.empty()) {
      Add("", absl::StrCat("table ", without_key, " holds entity ", Quoted(entity_),
                           " but has no key; write tables.", without_key, ".key"));
    } else {
      Add("", absl::StrCat("no table holds entity ", Quoted(entity_),
                           Instead(entity_, Entities(catalog_)), "; an entity is written as ",
                           "`entity` of its table"));
    }
    return nullptr;
  }

  void CheckId(const std::string& item, const std::string& id, std::set<std::string>& ids) {
    if (!IsName(id)) {
      Add(item + ".id", absl::StrCat("bad name ", Quoted(id), "; expected letters, digits and ",
                                     "underscores, starting with a letter"));
    } else if (!ids.insert(id).second) {
      Add(item + ".id", absl::StrCat("stage ", Quoted(id), " is listed twice; an entity enters a ",
                                     "stage once"));
    }
  }

  void CheckTime(const std::string& item, const std::string& at, const Table& table) {
    const absl::StatusOr<ColumnPath> found = FindColumn(catalog_, table, at);
    if (!found.ok()) {
      // A column that leads nowhere is reported where it is written.
      if (!table.columns.contains(at)) Add(item + ".at", std::string(found.status().message()));
      return;
    }
    const Column& column = *found->column;
    if (column.type == Type::kNull) return;  // its type could not be read
    if (column.type != Type::kDate && column.type != Type::kTimestamp) {
      Add(item + ".at", absl::StrCat("column ", at, " of table ", table.name, " is ",
                                     std::string(TypeName(column.type)),
                                     "; a stage is entered at a date or timestamp"));
    } else if (column.planned) {
      Add(item + ".at", absl::StrCat("column ", at, " of table ", table.name, " is planned; a ",
                                     "stage is entered when something happened"));
    }
  }

  const Catalog& catalog_;
  const std::string& entity_;
  Problems& problems_;
};

}  // namespace

void CheckStages(const Catalog& catalog, Problems& problems) {
  for (const auto& [entity, stages] : catalog.stages) {
    StageCheck(catalog, entity, problems).Run(stages);
  }
}

void CheckValueOrder(const Dimension& dimension, Problems& problems) {
  std::set<std::string> values;
  for (size_t i = 0; i < dimension.order.size(); ++i) {
    if (values.insert(dimension.order[i]).second) continue;
    problems.push_back({absl::StrCat("dimensions.", dimension.name, ".order[", i, "]"),
                        absl::StrCat("value ", Quoted(dimension.order[i]), " is listed twice")});
  }
}

}  // namespace madad::core::internal
