// Dimensions: where they are, and that they mean the same everywhere.
#include "absl/strings/str_cat.h"

#include "core/catalog_checks.h"
#include "core/names.h"
#include "core/scan_scope.h"

namespace madad::core::internal {
namespace {

// A result calls its time bucket this.
constexpr std::string_view kPeriod = "period";

std::string TypeText(Type type) { return std::string(TypeName(type)); }

class DimensionCheck {
 public:
  DimensionCheck(const Catalog& catalog, const Dimension& dimension, Problems& problems)
      : catalog_(catalog), dimension_(dimension), problems_(problems) {}

  void Run() {
    if (dimension_.name == kPeriod) {
      Add("", "results call their time bucket `period`; give the dimension another name");
    }
    for (const auto& [table, path] : dimension_.paths) CheckPath(table, path);
    for (const auto& [language, label] : dimension_.labels) {
      if (IsLanguageTag(language)) continue;
      Add(absl::StrCat(".labels.", language),
          absl::StrCat("bad language tag ", Quoted(language), "; expected one of BCP 47, such as ",
                       "he or en-GB"));
    }
    CheckOneType();
  }

 private:
  void Add(const std::string& key, const std::string& message) {
    problems_.push_back({absl::StrCat("dimensions.", dimension_.name, key), message});
  }

  void CheckPath(const std::string& table_name, const std::string& path) {
    const auto table = catalog_.tables.find(table_name);
    if (table == catalog_.tables.end()) {
      return Add(absl::StrCat(".", table_name),
                 absl::StrCat("no table ", Quoted(table_name),
                              Instead(table_name, KeysOf(catalog_.tables))));
    }
    if (path.empty()) {
      return Add(absl::StrCat(".", table_name),
                 "the path is empty; expected `column` or "
                 "`join.column`");
    }
    ScanScope scope(catalog_, table->second);
    const absl::StatusOr<ExprPtr> found = scope.ResolvePath(path);
    if (!found.ok() && !IsReportedElsewhere(table->second, path))
      Add(absl::StrCat(".", table_name), std::string(found.status().message()));
  }

  // True when `path` names a join or a column that is there, but is wrong.
  bool IsReportedElsewhere(const Table& table, const std::string& path) const {
    const size_t dot = path.find('.');
    const auto join = table.joins.find(path.substr(0, dot));
    if (dot == std::string::npos || join == table.joins.end()) return table.columns.contains(path);
    const auto joined = catalog_.tables.find(join->second.table);
    return joined == catalog_.tables.end() || joined->second.columns.contains(path.substr(dot + 1));
  }

  // Results of several tables meet on a dimension's values.
  void CheckOneType() {
    const Table* first = nullptr;
    Type type = Type::kNull;
    bool is_somewhere = false;
    for (const auto& [name, table] : catalog_.tables) {
      const std::vector<std::string> paths = PathsTo(catalog_, table, dimension_);
      is_somewhere |= !paths.empty();
      if (paths.size() != 1) continue;
      ScanScope scope(catalog_, table);
      const absl::StatusOr<ExprPtr> column = scope.ResolvePath(paths.front());
      const Type found = column.ok() ? (*column)->type : Type::kNull;
      if (found == Type::kNull) continue;
      if (first == nullptr) {
        first = &table;
        type = found;
      } else if (type != found) {
        return Add(
            "", absl::StrCat("is ", TypeText(type), " in table ", first->name, " but ",
                             TypeText(found), " in table ", name, "; give the columns one type"));
      }
    }
    if (!is_somewhere && dimension_.paths.empty()) {
      Add("", absl::StrCat("no table has a column ", Quoted(dimension_.name), "; write where the ",
                           "dimension is, such as {leads: source}"));
    }
  }

  const Catalog& catalog_;
  const Dimension& dimension_;
  Problems& problems_;
};

}  // namespace

void CheckDimension(const Catalog& catalog, const Dimension& dimension, Problems& problems) {
  DimensionCheck(catalog, dimension, problems).Run();
}

}  // namespace madad::core::internal
