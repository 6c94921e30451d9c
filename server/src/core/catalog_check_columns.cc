// Columns of a table, and where `via` leads.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "core/catalog_checks.h"
#include "core/names.h"

namespace madad::core::internal {
namespace {

constexpr int32_t kMostDecimals = 18;  // what 64 bits hold

bool IsTime(Type type) { return type == Type::kDate || type == Type::kTimestamp; }

// Returns the columns that `via` passes from `column` of `table` on, until it
// ends, comes back to one of them, or has passed more than joins may lead to.
std::vector<std::string> FollowVia(const Catalog& catalog, const Table& table,
                                   const Column& column) {
  std::vector<std::string> passed;
  const Table* at = &table;
  const Column* step = &column;
  while (passed.size() <= kMostJoins + 1) {
    const std::string name = absl::StrCat(at->name, ".", step->name);
    const bool is_back = std::find(passed.begin(), passed.end(), name) != passed.end();
    passed.push_back(name);
    const auto join = at->joins.find(step->via);
    if (is_back || step->via.empty() || join == at->joins.end()) break;
    const auto joined = catalog.tables.find(join->second.table);
    if (joined == catalog.tables.end()) break;
    const auto next = joined->second.columns.find(step->from);
    if (next == joined->second.columns.end()) break;
    at = &joined->second;
    step = &next->second;
  }
  return passed;
}

class ColumnCheck {
 public:
  ColumnCheck(const Catalog& catalog, const Table& table, const Column& column, Problems& problems)
      : catalog_(catalog), table_(table), column_(column), problems_(problems) {}

  void Run() {
    if (!column_.via.empty()) {
      CheckVia();
      CheckNothingElseWithVia();
      return;
    }
    if (column_.from.empty()) Add("from", "names no header of the file");
    CheckType();
    CheckWhatTypeAllows();
  }

 private:
  void Add(const std::string& key, const std::string& message) {
    problems_.push_back(
        {absl::StrCat("tables.", table_.name, ".columns.", column_.name, ".", key), message});
  }

  void CheckType() {
    switch (column_.type) {
      case Type::kBool:
      case Type::kInt64:
      case Type::kDouble:
      case Type::kString:
      case Type::kDate:
      case Type::kTimestamp:
        return;
      case Type::kDecimal:
        if (column_.scale >= 0 && column_.scale <= kMostDecimals) return;
        return Add("type", absl::StrCat("decimal(", column_.scale, ") does not fit; expected 0 to ",
                                        kMostDecimals, " decimals"));
      case Type::kDuration:
        // No source has such columns; what a model makes may.
        if (!table_.model.empty()) return;
        [[fallthrough]];
      case Type::kNull:
        Add("type",
            absl::StrCat("a column cannot have the type ", std::string(TypeName(column_.type))));
    }
  }

  void CheckWhatTypeAllows() {
    if (column_.type == Type::kNull) return;  // nothing is known of it
    const std::string type(TypeName(column_.type));
    if (!column_.format.empty() && !IsTime(column_.type)) {
      Add("format", absl::StrCat("only a date or timestamp has a format, and the type is ", type));
    } else if (!column_.format.empty() && column_.format.find('%') == std::string::npos) {
      Add("format", absl::StrCat(Quoted(column_.format), " reads nothing; expected strptime's ",
                                 "codes, such as %d/%m/%Y %H:%M"));
    }
    if (!column_.values.empty() && column_.type != Type::kString) {
      Add("values", absl::StrCat("only a string's values are replaced, and the type is ", type));
    }
    if (column_.planned && !IsTime(column_.type)) {
      Add("planned", absl::StrCat("only a date or timestamp is planned, and the type is ", type));
    }
  }

  void CheckVia() {
    const auto join = table_.joins.find(column_.via);
    if (join == table_.joins.end()) {
      return Add("via", absl::StrCat("table ", table_.name, " has no join ", Quoted(column_.via),
                                     Instead(column_.via, KeysOf(table_.joins))));
    }
    const auto joined = catalog_.tables.find(join->second.table);
    // What is wrong with the join is reported there.
    if (joined == catalog_.tables.end()) return;
    const auto& columns = joined->second.columns;
    if (!columns.contains(column_.from)) {
      return Add("from",
                 absl::StrCat("table ", joined->first, " has no column ", Quoted(column_.from),
                              Instead(column_.from, KeysOf(columns))));
    }
    CheckEnd();
  }

  // A chain that breaks off further on is reported there.
  void CheckEnd() {
    const std::vector<std::string> passed = FollowVia(catalog_, table_, column_);
    const std::string& last = passed.back();
    if (std::count(passed.begin(), passed.end(), last) > 1) {
      Add("via", absl::StrCat("goes in a circle and never reaches a file: ",
                              absl::StrJoin(passed, " -> ")));
    } else if (passed.size() > kMostJoins + 1) {
      Add("via", absl::StrCat("leads through more than ", kMostJoins, " joins, to ", last));
    }
  }

  // Such keys would be read by nobody.
  void CheckNothingElseWithVia() {
    const auto refuse = [this](const std::string& key, bool is_written) {
      if (!is_written) return;
      Add(key, absl::StrCat("means nothing for a column that is taken through a join; write it ",
                            "at the column it comes from"));
    };
    refuse("format", !column_.format.empty());
    refuse("values", !column_.values.empty());
    refuse("nulls", !column_.nulls.empty());
    refuse("planned", column_.planned);
  }

  const Catalog& catalog_;
  const Table& table_;
  const Column& column_;
  Problems& problems_;
};

// True when the two columns are read from one header in one way.
bool IsSame(const Column& a, const Column& b) {
  return a.via.empty() && b.via.empty() && !a.from.empty() && a.from == b.from &&
         a.type == b.type && a.scale == b.scale && a.format == b.format && a.values == b.values &&
         a.nulls == b.nulls && a.planned == b.planned;
}

// A header may be read in two ways, but twice in the same is a slip.
void CheckMappedTwice(const Table& table, Problems& problems) {
  std::multimap<std::string, const Column*> by_header;
  for (const auto& entry : table.columns) {
    const Column& column = entry.second;
    const auto [first, end] = by_header.equal_range(column.from);
    const auto same =
        std::find_if(first, end, [&](const auto& it) { return IsSame(*it.second, column); });
    if (same != end) {
      problems.push_back({absl::StrCat("tables.", table.name, ".columns.", column.name),
                          absl::StrCat("header ", Quoted(column.from), " is mapped twice: column ",
                                       same->second->name, " is the same; leave out one of them")});
    }
    by_header.emplace(column.from, &column);
  }
}

}  // namespace

void CheckColumns(const Catalog& catalog, const Table& table, Problems& problems) {
  const std::string path = absl::StrCat("tables.", table.name, ".columns");
  CheckNames(path, KeysOf(table.columns), problems);
  const bool has_own = std::any_of(table.columns.begin(), table.columns.end(),
                                   [](const auto& it) { return it.second.via.empty(); });
  if (!has_own) {
    problems.push_back({path, absl::StrCat("table ", table.name, " takes no column from its ",
                                           "files; columns that are not listed are not loaded")});
  }
  for (const auto& [name, column] : table.columns) {
    ColumnCheck(catalog, table, column, problems).Run();
  }
  CheckMappedTwice(table, problems);
}

}  // namespace madad::core::internal
