#include "core/metric_set.h"

#include <utility>

#include "absl/strings/str_join.h"

#include "core/metric/prepare.h"
#include "core/status.h"
#include "core/suggest.h"
#include "core/text.h"

namespace madad::core {
namespace {

std::string_view BareName(std::string_view id) { return id.substr(id.find('.') + 1); }

}  // namespace

std::string Formula(const MetricDefinition& metric) {
  const auto where = [](std::string_view text) {
    return text.empty() ? std::string() : Cat(" where ", text);
  };
  const auto both = [&](std::string_view condition) {
    return metric.filter.empty() ? std::string(condition)
                                 : Cat("(", condition, ") and ", metric.filter);
  };
  switch (metric.kind) {
    case MetricKind::kProportion:
      return Cat(metric.value, where(both(metric.subset)), " / ", metric.value,
                 where(metric.filter));
    case MetricKind::kRatio:
      return Cat("(", metric.numerator, ") / (", metric.denominator, ")", where(metric.filter));
    case MetricKind::kDerived:
      return metric.formula;
    case MetricKind::kConversion:
      return Cat("share with ", metric.outcome, " of those with ", metric.entry,
                 where(metric.filter));
    case MetricKind::kLift:
      return Cat("share with ", metric.subset, where(both(metric.exposure)), " / the same share ",
                 where(both(Cat("not (", metric.exposure, ")"))));
    default:
      return Cat(metric.value, where(metric.filter));
  }
}

MetricSet::MetricSet(std::vector<MetricDefinition> definitions, const Catalog& catalog) {
  for (MetricDefinition& definition : definitions) {
    std::string id = definition.id;
    metrics_.emplace(std::move(id), PrepareMetric(std::move(definition), catalog));
  }
  for (auto& [id, metric] : metrics_) {
    if (metric.definition.kind != MetricKind::kDerived) continue;
    PrepareDerived(metric, metrics_).IgnoreError();
  }
}

absl::StatusOr<const PreparedMetric*> MetricSet::Find(std::string_view id) const {
  if (const auto exact = metrics_.find(id); exact != metrics_.end()) return &exact->second;
  std::vector<std::string> known;
  std::vector<std::string> named;
  for (const auto& [full, metric] : metrics_) {
    known.push_back(full);
    known.emplace_back(BareName(full));
    if (BareName(full) == id) named.push_back(full);
  }
  if (named.size() == 1) return &metrics_.find(named.front())->second;
  if (named.size() > 1) {
    return Error(absl::StatusCode::kInvalidArgument,
                 Cat("metric '", id, "' is ambiguous: ", absl::StrJoin(named, ", ")),
                 {"METRIC_AMBIGUOUS", {{"metric", std::string(id)}}, "metrics"});
  }
  return Error(absl::StatusCode::kNotFound,
               Cat("there is no metric '", id, "'", DidYouMean(id, known)),
               {"METRIC_UNKNOWN",
                {{"metric", std::string(id)}, {"nearest", absl::StrJoin(Nearest(id, known), ",")}},
                "metrics"});
}

}  // namespace madad::core
