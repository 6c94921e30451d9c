// Metrics that are formulas over metrics.
#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"

#include "core/expr/check.h"
#include "core/metric/check_types.h"
#include "core/metric/prepare.h"
#include "core/names.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

// Dimensions that both have, in the first one's order.
std::vector<std::string> Shared(const std::vector<std::string>& a,
                                const std::vector<std::string>& b) {
  std::vector<std::string> shared;
  for (const std::string& name : a) {
    if (std::find(b.begin(), b.end(), name) != b.end()) shared.push_back(name);
  }
  return shared;
}

void TakeOver(const PreparedMetric& component, bool is_first, PreparedMetric& metric) {
  metric.dimensions =
      is_first ? component.dimensions : Shared(metric.dimensions, component.dimensions);
  metric.tables.insert(component.tables.begin(), component.tables.end());
  for (const std::string& need : component.needs) {
    if (std::find(metric.needs.begin(), metric.needs.end(), need) == metric.needs.end()) {
      metric.needs.push_back(need);
    }
  }
  for (const MetricParameter& parameter : component.parameters) {
    const auto same = [&](const MetricParameter& known) { return known.name == parameter.name; };
    if (std::none_of(metric.parameters.begin(), metric.parameters.end(), same)) {
      metric.parameters.push_back(parameter);
    }
  }
}

// Follows formulas depth first; `path` is where it came from.
class Derivation {
 public:
  explicit Derivation(std::map<std::string, PreparedMetric, std::less<>>& metrics)
      : metrics_(metrics) {}

  absl::Status Complete(PreparedMetric& metric) {
    if (!metric.status.ok() || !metric.components.empty()) return metric.status;
    const std::string& id = metric.definition.id;
    if (std::find(path_.begin(), path_.end(), id) != path_.end()) {
      return Error(
          absl::StatusCode::kInvalidArgument,
          Cat("its formula leads back to itself: ", absl::StrJoin(path_, " -> "), " -> ", id),
          {"METRIC_INVALID", {{"metric", id}}, ""});
    }
    path_.push_back(id);
    const absl::Status status = Fill(metric);
    path_.pop_back();
    if (!status.ok()) metric.components.clear();
    return status;
  }

 private:
  absl::Status Fill(PreparedMetric& metric) {
    bool is_first = true;
    for (const std::string& name : ColumnsOf(*metric.parts.formula)) {
      const auto component = metrics_.find(name);
      if (component == metrics_.end()) {
        return Error(absl::StatusCode::kNotFound,
                     Cat("its formula names metric ", Quoted(name), Instead(name, KeysOf(metrics_)),
                         "; full ids are needed"),
                     {"METRIC_UNKNOWN", {{"metric", name}}, ""});
      }
      if (component->second.definition.kind == MetricKind::kDerived) {
        MADAD_RETURN_IF_ERROR(Complete(component->second));
      }
      MADAD_RETURN_IF_ERROR(component->second.status);
      TakeOver(component->second, is_first, metric);
      metric.components[name] = &component->second;
      is_first = false;
    }
    if (metric.components.empty()) {
      return Error(absl::StatusCode::kInvalidArgument, "its formula names no metric",
                   {"METRIC_INVALID", {{"metric", metric.definition.id}}, ""});
    }
    return CheckTypes(metric);
  }

  static std::vector<std::string> KeysOf(
      const std::map<std::string, PreparedMetric, std::less<>>& metrics) {
    std::vector<std::string> ids;
    for (const auto& [id, metric] : metrics) ids.push_back(id);
    return ids;
  }

  std::map<std::string, PreparedMetric, std::less<>>& metrics_;
  std::vector<std::string> path_;
};

}  // namespace

absl::Status PrepareDerived(PreparedMetric& metric,
                            std::map<std::string, PreparedMetric, std::less<>>& metrics) {
  if (!metric.status.ok()) return metric.status;
  if (const absl::Status status = Derivation(metrics).Complete(metric); !status.ok()) {
    metric.status =
        Annotate(status, Cat("metric '", metric.definition.id, "' cannot be computed: "));
  }
  return metric.status;
}

}  // namespace madad::core
