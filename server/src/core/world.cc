#include "core/world.h"

#include <set>
#include <string>

#include "core/scan_scope.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

// The table of `metric` and those that its columns are joined from.
std::set<std::string> TablesOf(const PreparedMetric& metric, const Catalog& catalog) {
  ScanScope scope(catalog, *metric.table);
  const size_t prefix = metric.table->name.size() + 1;
  for (const std::string& need : metric.needs) scope.Resolve(need.substr(prefix)).IgnoreError();
  std::set<std::string> tables;
  for (const ScanScope::Relation& relation : scope.relations()) tables.insert(relation.table->name);
  return tables;
}

}  // namespace

absl::Status World::Availability(const PreparedMetric& metric) const {
  MADAD_RETURN_IF_ERROR(metric.status);
  for (const std::string& table : TablesOf(metric, catalog_)) {
    const auto data = snapshot_->tables.find(table);
    if (data == snapshot_->tables.end()) {
      return Error(absl::StatusCode::kFailedPrecondition,
                   Cat("table '", table, "' has not been loaded"),
                   {"TABLE_UNAVAILABLE", {{"table", table}}, ""});
    }
    if (!data->second.status.ok()) return data->second.status;
  }
  return absl::OkStatus();
}

}  // namespace madad::core
