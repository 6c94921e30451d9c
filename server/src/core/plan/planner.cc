#include <algorithm>
#include <set>
#include <utility>

#include "core/expr/check.h"
#include "core/expr/parser.h"
#include "core/metric/parameters.h"
#include "core/names.h"
#include "core/plan.h"
#include "core/plan/as_of.h"
#include "core/plan/check_request.h"
#include "core/plan/part_builder.h"
#include "core/plan/scan_pool.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

// True when a metric adds up over groups: counts and sums, added or subtracted.
bool IsAdditive(const MetricInstance& instance, const Expr& expr) {
  if (expr.kind == ExprKind::kColumn) {
    const Expr& aggregate = *instance.leaves[LeafIndex(expr.name)].aggregate;
    return aggregate.name == "count" || aggregate.name == "sum";
  }
  const bool sum = expr.kind == ExprKind::kBinary &&
                   (expr.op == BinaryOp::kAdd || expr.op == BinaryOp::kSubtract);
  return (sum || expr.kind == ExprKind::kNegate) &&
         std::all_of(expr.args.begin(), expr.args.end(),
                     [&](const ExprPtr& arg) { return IsAdditive(instance, *arg); });
}

// The scans of all parts of a plan, and of the rates that they need, once each.
std::vector<size_t> ScansOf(const Plan& plan, const ScanPool& pool) {
  std::set<size_t> scans(plan.rows.scans.begin(), plan.rows.scans.end());
  for (const auto* part : {&plan.before, &plan.whole, &plan.total, &plan.total_before}) {
    if (part->has_value()) scans.insert((*part)->scans.begin(), (*part)->scans.end());
  }
  if (plan.targets) scans.insert(plan.targets->scan);
  const std::vector<size_t> without_rates(scans.begin(), scans.end());
  for (const size_t scan : without_rates) {
    if (pool.scans()[scan].conversion) scans.insert(pool.scans()[scan].conversion->scan);
  }
  return {scans.begin(), scans.end()};
}

// Plans one query.
class Planner {
 public:
  Planner(const Query& query, const World& world, ScanPool& pool)
      : query_(query), world_(world), pool_(pool) {}

  absl::StatusOr<Plan> Make() {
    MADAD_RETURN_IF_ERROR(CheckRequest(query_));
    MADAD_ASSIGN_OR_RETURN(axis_, AxisOf(query_, world_.catalog().calendar));
    MADAD_RETURN_IF_ERROR(ParseFilter());
    MADAD_RETURN_IF_ERROR(FindMetrics());
    MADAD_ASSIGN_OR_RETURN(as_of_, FindAsOf(query_, axis_, tables_, world_));
    MADAD_RETURN_IF_ERROR(InstantiateMetrics());
    MADAD_ASSIGN_OR_RETURN(range_, RangeOf(query_, axis_, as_of_.instant));
    MADAD_RETURN_IF_ERROR(BuildParts());
    plan_.comparison = query_.comparison;
    plan_.interval = query_.interval;
    plan_.order = query_.order;
    plan_.limit = query_.limit;
    plan_.as_of = as_of_.instant;
    for (const std::string& dimension : query_.dimensions) {
      plan_.value_order.push_back(world_.catalog().dimensions.at(dimension).order);
    }
    plan_.scans = ScansOf(plan_, pool_);
    for (const size_t scan : plan_.scans) MADAD_RETURN_IF_ERROR(pool_.Complete(scan));
    MADAD_RETURN_IF_ERROR(CheckOrder(query_, plan_));
    return std::move(plan_);
  }

 private:
  absl::Status ParseFilter() {
    if (query_.filter.empty()) return absl::OkStatus();
    absl::StatusOr<ExprPtr> parsed = ParseExpression(query_.filter);
    if (!parsed.ok()) return Annotate(parsed.status(), "filter: ");
    filter_ = *std::move(parsed);
    return absl::OkStatus();
  }

  absl::Status FindMetrics() {
    std::set<std::string> seen;
    for (const std::string& text : query_.metrics) {
      MADAD_ASSIGN_OR_RETURN(MetricReference reference, ParseMetricReference(text));
      MADAD_ASSIGN_OR_RETURN(const PreparedMetric* metric, world_.metrics().Find(reference.id));
      MADAD_RETURN_IF_ERROR(world_.Availability(*metric));
      AskedMetric& asked = metrics_.emplace_back();
      asked.metric = metric;
      asked.name = metric->definition.id;
      if (const size_t open = text.find('('); open != std::string::npos) {
        asked.name += text.substr(open);
      }
      if (!seen.insert(asked.name).second) {
        return Error(absl::StatusCode::kInvalidArgument,
                     Cat("metric '", asked.name, "' is given twice"),
                     {"METRIC_REPEATED", {{"metric", asked.name}}, "metrics"});
      }
      written_.push_back(std::move(reference.parameters));
      tables_.insert(metric->tables.begin(), metric->tables.end());
    }
    return absl::OkStatus();
  }

  absl::Status InstantiateMetrics() {
    std::set<std::string> used;
    for (size_t i = 0; i < metrics_.size(); ++i) {
      AskedMetric& asked = metrics_[i];
      for (const MetricParameter& parameter : asked.metric->parameters) {
        const auto general = query_.parameters.find(parameter.name);
        if (general == query_.parameters.end()) continue;
        used.insert(parameter.name);
        written_[i].insert(*general);
      }
      absl::StatusOr<ParameterValues> values =
          BindParameters(asked.metric->parameters, written_[i]);
      if (!values.ok()) return Annotate(values.status(), Cat("metric '", asked.name, "': "));
      MADAD_ASSIGN_OR_RETURN(asked.instance, Instantiate(*asked.metric, *values, as_of_.instant));
    }
    return CheckAllUsed(used);
  }

  absl::Status CheckAllUsed(const std::set<std::string>& used) const {
    for (const auto& [name, value] : query_.parameters) {
      if (used.contains(name)) continue;
      std::vector<std::string> known;
      for (const AskedMetric& asked : metrics_) {
        for (const MetricParameter& parameter : asked.metric->parameters) {
          known.push_back(parameter.name);
        }
      }
      return Error(
          absl::StatusCode::kInvalidArgument,
          Cat("no metric of the query has a parameter ", Quoted(name), Instead(name, known)),
          {"PARAMETER_UNKNOWN", {{"parameter", name}}, "parameters"});
    }
    return absl::OkStatus();
  }

  absl::Status BuildParts() {
    PartBuilder builder(metrics_, filter_, as_of_, pool_);
    MADAD_RETURN_IF_ERROR(CheckFilterType());
    MADAD_ASSIGN_OR_RETURN(plan_.rows, builder.Build(query_.dimensions, axis_, range_));
    TimeAxis whole = axis_;
    whole.grain = Grain::kNone;
    const bool compares = query_.comparison != Comparison::kNone;
    if (compares) {
      MADAD_ASSIGN_OR_RETURN(const CivilRange before,
                             ComparedWith(range_, query_.comparison, axis_, as_of_.instant));
      MADAD_ASSIGN_OR_RETURN(plan_.before, builder.Build(query_.dimensions, axis_, before));
    }
    if (query_.share) {
      MADAD_RETURN_IF_ERROR(CheckShare());
      const bool by_period = !query_.dimensions.empty();
      MADAD_ASSIGN_OR_RETURN(plan_.whole, builder.Build({}, by_period ? axis_ : whole, range_));
    }
    if (query_.total) {
      MADAD_ASSIGN_OR_RETURN(plan_.total, builder.Build({}, whole, range_));
      if (compares && range_.from && range_.to) {
        MADAD_ASSIGN_OR_RETURN(const CivilRange before,
                               ComparedWith(range_, query_.comparison, whole, as_of_.instant));
        MADAD_ASSIGN_OR_RETURN(plan_.total_before, builder.Build({}, whole, before));
      }
    }
    if (query_.targets) {
      MADAD_ASSIGN_OR_RETURN(
          plan_.targets, BuildTargets(metrics_, query_.dimensions, axis_, range_, world_, pool_));
    }
    return absl::OkStatus();
  }

  absl::Status CheckFilterType() const {
    if (filter_ == nullptr) return absl::OkStatus();
    ScanScope columns(world_.catalog(), *metrics_.front().instance.bases.front().table);
    DimensionScope dimensions(columns);
    absl::StatusOr<ExprPtr> typed = Check(filter_, query_.filter, dimensions);
    if (!typed.ok()) return Annotate(typed.status(), "filter: ");
    if ((*typed)->type == Type::kBool) return absl::OkStatus();
    return Error(absl::StatusCode::kInvalidArgument,
                 Cat("filter must be a condition, such as source = 'email', but is a ",
                     TypeName((*typed)->type)),
                 {"FILTER_NOT_CONDITION", {}, "filter"});
  }

  absl::Status CheckShare() const {
    for (const AskedMetric& asked : metrics_) {
      if (IsAdditive(asked.instance, *asked.instance.value)) continue;
      return Error(absl::StatusCode::kInvalidArgument,
                   Cat("metric '", asked.name, "' has no share of a total: only counts and sums ",
                       "add up over groups"),
                   {"SHARE_NOT_ADDITIVE", {{"metric", asked.name}}, "share"});
    }
    return absl::OkStatus();
  }

  const Query& query_;
  const World& world_;
  ScanPool& pool_;
  TimeAxis axis_;
  AsOf as_of_;
  CivilRange range_;
  ExprPtr filter_;
  std::vector<AskedMetric> metrics_;
  std::vector<std::map<std::string, std::string>> written_;  // parameters, by metric
  std::set<std::string> tables_;
  Plan plan_;
};

}  // namespace

absl::StatusOr<Plan> MakePlan(const Query& query, const World& world, ScanPool& pool) {
  return Planner(query, world, pool).Make();
}

}  // namespace madad::core
