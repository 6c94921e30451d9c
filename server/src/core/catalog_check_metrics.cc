// Metrics of the catalog's own: ids, tables, columns, expressions, and the
// metrics that they are made of.
#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "core/catalog_checks.h"
#include "core/expr/check.h"
#include "core/expr/parser.h"
#include "core/names.h"

namespace madad::core::internal {
namespace {

std::string MetricPath(const MetricDefinition& metric, const std::string& key) {
  return absl::StrCat("metrics.", metric.id, key.empty() ? "" : ".", key);
}

// Empty for a bare name.
std::string PrefixOf(const std::string& id) {
  const size_t dot = id.find('.');
  return dot == std::string::npos ? "" : id.substr(0, dot);
}

bool IsMetricId(const std::string& id) {
  const size_t dot = id.find('.');
  return dot != std::string::npos && IsName(id.substr(0, dot)) && IsName(id.substr(dot + 1));
}

// True when `path` names a column that is there; what is wrong with that one is
// reported where it is written.
bool IsThere(const Catalog& catalog, const Table& table, const std::string& path) {
  if (table.columns.contains(path)) return true;
  const size_t dot = path.find('.');
  const auto join = table.joins.find(path.substr(0, dot));
  if (dot == std::string::npos || join == table.joins.end()) return false;
  const auto joined = catalog.tables.find(join->second.table);
  return joined == catalog.tables.end() || joined->second.columns.contains(path.substr(dot + 1));
}

class MetricChecks {
 public:
  MetricChecks(const Catalog& catalog, Problems& problems)
      : catalog_(catalog), problems_(problems) {
    for (const MetricDefinition& metric : catalog.metrics) {
      ids_.insert(metric.id);
      if (IsMetricId(metric.id)) prefixes_.insert(PrefixOf(metric.id));
    }
  }

  void Run() {
    std::set<std::string> seen;
    for (const MetricDefinition& metric : catalog_.metrics) {
      CheckId(metric);
      if (!seen.insert(metric.id).second) Add(metric, "", "the metric is declared twice");
      CheckExpressions(metric);
      CheckFormula(metric);
      CheckLabels(metric);
    }
    std::vector<std::string> stack;
    std::set<std::string> visited;
    for (const auto& [id, parts] : parts_) Visit(id, stack, visited);
  }

 private:
  void Add(const MetricDefinition& metric, const std::string& key, const std::string& message) {
    problems_.push_back({MetricPath(metric, key), message});
  }

  void CheckId(const MetricDefinition& metric) {
    if (IsMetricId(metric.id)) return;
    Add(metric, "",
        absl::StrCat("bad id ", Quoted(metric.id), "; expected a prefix and a name, ",
                     "each of letters, digits and underscores, such as acme.big_leads"));
  }

  void CheckExpressions(const MetricDefinition& metric) {
    const auto table = catalog_.tables.find(metric.from);
    const bool has_table = table != catalog_.tables.end();
    if (!has_table && !metric.from.empty()) {
      Add(metric, "from",
          absl::StrCat("no table ", Quoted(metric.from),
                       Instead(metric.from, KeysOf(catalog_.tables))));
    }
    const std::pair<const char*, const std::string*> texts[] = {
        {"at", &metric.at},
        {"value", &metric.value},
        {"subset", &metric.subset},
        {"numerator", &metric.numerator},
        {"denominator", &metric.denominator},
        {"entry", &metric.entry},
        {"outcome", &metric.outcome},
        {"filter", &metric.filter}};
    for (const auto& [key, text] : texts) {
      const ExprPtr parsed = Parse(metric, key, *text);
      if (parsed != nullptr && has_table) CheckColumnsOf(metric, key, *parsed, table->second);
    }
  }

  // Returns null when there is nothing to parse, or after reporting why not.
  ExprPtr Parse(const MetricDefinition& metric, const std::string& key, const std::string& text) {
    if (text.empty()) return nullptr;
    absl::StatusOr<ExprPtr> parsed = ParseExpression(text);
    if (parsed.ok()) return *std::move(parsed);
    Add(metric, key, std::string(parsed.status().message()));
    return nullptr;
  }

  void CheckColumnsOf(const MetricDefinition& metric, const std::string& key, const Expr& parsed,
                      const Table& table) {
    for (const std::string& name : ColumnsOf(parsed)) {
      const absl::StatusOr<ColumnPath> found = FindColumn(catalog_, table, name);
      if (!found.ok() && !IsThere(catalog_, table, name)) {
        Add(metric, key, std::string(found.status().message()));
      } else if (found.ok() && key == "at" && parsed.kind == ExprKind::kColumn) {
        CheckTime(metric, name, *found->column);
      }
    }
  }

  void CheckTime(const MetricDefinition& metric, const std::string& name, const Column& column) {
    const Type type = column.type;
    if (type == Type::kDate || type == Type::kTimestamp || type == Type::kNull) return;
    Add(metric, "at",
        absl::StrCat("column ", name, " of table ", metric.from, " is ",
                     std::string(TypeName(type)), "; a metric is placed by a date or timestamp"));
  }

  // Metrics of plugins are not known here; those of the catalog's prefixes are.
  void CheckFormula(const MetricDefinition& metric) {
    const ExprPtr parsed = Parse(metric, "formula", metric.formula);
    if (parsed == nullptr) return;
    std::vector<std::string>& parts = parts_[metric.id];
    parts = ColumnsOf(*parsed);
    for (const std::string& part : parts) {
      if (!prefixes_.contains(PrefixOf(part)) || ids_.contains(part)) continue;
      Add(metric, "formula",
          absl::StrCat("no metric ", Quoted(part), Instead(part, {ids_.begin(), ids_.end()})));
    }
  }

  // Follows formulas depth first; reports a circle where it closes.
  void Visit(const std::string& id, std::vector<std::string>& stack, std::set<std::string>& seen) {
    if (!seen.insert(id).second) return;
    stack.push_back(id);
    for (const std::string& part : parts_[id]) {
      const auto back = std::find(stack.begin(), stack.end(), part);
      if (back != stack.end()) {
        problems_.push_back({absl::StrCat("metrics.", id, ".formula"),
                             absl::StrCat("formulas go in a circle: ",
                                          absl::StrJoin(back, stack.end(), " -> "), " -> ", part)});
      } else if (parts_.contains(part)) {
        Visit(part, stack, seen);
      }
    }
    stack.pop_back();
  }

  void CheckLabels(const MetricDefinition& metric) {
    for (const auto& [language, label] : metric.labels) {
      if (IsLanguageTag(language)) continue;
      Add(metric, absl::StrCat("labels.", language),
          absl::StrCat("bad language tag ", Quoted(language), "; expected one of BCP 47, such as ",
                       "he or en-GB"));
    }
  }

  const Catalog& catalog_;
  Problems& problems_;
  std::set<std::string> ids_;
  std::set<std::string> prefixes_;
  std::map<std::string, std::vector<std::string>> parts_;  // of formulas, by metric
};

}  // namespace

void CheckMetrics(const Catalog& catalog, Problems& problems) {
  MetricChecks(catalog, problems).Run();
}

}  // namespace madad::core::internal
