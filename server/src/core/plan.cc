#include "core/plan.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/str_join.h"

#include "core/expr/check.h"
#include "core/expr/parser.h"
#include "core/plan_time.h"
#include "core/scan_scope.h"
#include "core/status.h"
#include "core/suggest.h"
#include "core/text.h"

namespace madad::core {
namespace {

absl::Status Refuse(std::string_view reason, std::string_view field, const std::string& message) {
  return Error(absl::StatusCode::kInvalidArgument, message,
               {std::string(reason), {}, std::string(field)});
}

// Leaf names to the types that their aggregates have.
class LeafScope : public Scope {
 public:
  explicit LeafScope(const std::vector<ExprPtr>& typed) : typed_(typed) {}
  absl::StatusOr<ExprPtr> Resolve(std::string_view name) override {
    const ExprPtr& aggregate = typed_[Leaves::IndexOf(name)];
    auto leaf = std::make_shared<Expr>();
    leaf->kind = ExprKind::kColumn;
    leaf->name = std::string(name);
    leaf->type = aggregate->type;
    leaf->scale = aggregate->scale;
    return leaf;
  }

 private:
  const std::vector<ExprPtr>& typed_;
};

// Builds one plan.
class Planner {
 public:
  Planner(const Query& query, const World& world) : query_(query), world_(world) {}

  absl::StatusOr<Plan> Make();

 private:
  // A scan under construction, with the scope that its columns are bound in.
  struct Builder {
    std::unique_ptr<ScanScope> scope;
    std::map<std::string, size_t> slots;  // text of an aggregate -> column
  };

  absl::Status CheckRequest();
  absl::Status AddMetric(const PreparedMetric& metric);
  // Index of the scan over the metric's table and time column.
  absl::StatusOr<size_t> ScanFor(const PreparedMetric& metric);
  absl::Status AddGroups(Builder& builder, PlannedScan& planned, const ExprPtr& at);
  absl::Status AddFilters(Builder& builder, PlannedScan& planned, const ExprPtr& at);
  absl::StatusOr<LeafSlot> AddLeaf(size_t scan, const ExprPtr& typed);
  absl::Status FillRelations();
  absl::Status CheckOrder() const;

  const Query& query_;
  const World& world_;
  absl::TimeZone zone_;
  ExprPtr filter_;
  std::map<std::pair<std::string, std::string>, size_t> scans_;
  std::vector<Builder> builders_;
  Plan plan_;
};

absl::Status Planner::CheckRequest() {
  if (query_.metrics.empty()) {
    return Refuse("METRICS_MISSING", "metrics", "a query needs at least one metric");
  }
  if (query_.metrics.size() > 50) {
    return Refuse("TOO_MANY_METRICS", "metrics", "a query takes at most 50 metrics");
  }
  if (query_.dimensions.size() > 8) {
    return Refuse("TOO_MANY_DIMENSIONS", "dimensions", "a query takes at most 8 dimensions");
  }
  if (query_.limit < 0) {
    return Refuse("LIMIT_INVALID", "limit", "limit must be 0 (all) or a positive number of rows");
  }
  std::set<std::string_view> seen;
  for (const std::string& dimension : query_.dimensions) {
    if (seen.insert(dimension).second) continue;
    return Refuse("DIMENSION_REPEATED", "dimensions",
                  Cat("dimension '", dimension, "' is given twice"));
  }
  if (query_.from && query_.to && *query_.from >= *query_.to) {
    return Refuse("RANGE_INVALID", "range",
                  Cat("the range [", ToText(Value(*query_.from)), ", ", ToText(Value(*query_.to)),
                      ") is empty: `to` is exclusive and must be later than `from`"));
  }
  return absl::OkStatus();
}

absl::StatusOr<Plan> Planner::Make() {
  MADAD_RETURN_IF_ERROR(CheckRequest());
  MADAD_ASSIGN_OR_RETURN(
      zone_,
      FindZone(query_.timezone.empty() ? world_.catalog().calendar.timezone : query_.timezone));
  if (!query_.filter.empty()) {
    absl::StatusOr<ExprPtr> parsed = ParseExpression(query_.filter);
    if (!parsed.ok()) return Annotate(parsed.status(), "filter: ");
    filter_ = *std::move(parsed);
  }
  plan_.from = query_.from;
  plan_.to = query_.to;
  plan_.limit = query_.limit;
  plan_.order = query_.order;
  std::set<std::string> seen;
  for (const std::string& id : query_.metrics) {
    MADAD_ASSIGN_OR_RETURN(const PreparedMetric* metric, world_.metrics().Find(id));
    if (!seen.insert(metric->definition.id).second) {
      return Refuse("METRIC_REPEATED", "metrics",
                    Cat("metric '", metric->definition.id, "' is given twice"));
    }
    MADAD_RETURN_IF_ERROR(world_.Availability(*metric));
    MADAD_RETURN_IF_ERROR(AddMetric(*metric));
  }
  MADAD_RETURN_IF_ERROR(FillRelations());
  MADAD_RETURN_IF_ERROR(CheckOrder());
  return std::move(plan_);
}

absl::Status Planner::AddMetric(const PreparedMetric& metric) {
  MADAD_ASSIGN_OR_RETURN(const size_t scan, ScanFor(metric));
  MetricStep step;
  step.metric = &metric;
  std::vector<ExprPtr> typed;
  for (const ExprPtr& leaf : metric.leaves.aggregates()) {
    MADAD_ASSIGN_OR_RETURN(ExprPtr aggregate, Check(leaf, ToText(*leaf), *builders_[scan].scope,
                                                    {.allow_aggregates = true}));
    MADAD_ASSIGN_OR_RETURN(const LeafSlot slot, AddLeaf(scan, aggregate));
    step.leaves.push_back(slot);
    typed.push_back(std::move(aggregate));
  }
  LeafScope leaves(typed);
  MADAD_ASSIGN_OR_RETURN(step.finish, Check(metric.finish, ToText(*metric.finish), leaves));
  for (const ExprPtr& check : metric.checks) {
    MADAD_ASSIGN_OR_RETURN(step.checks.emplace_back(), Check(check, ToText(*check), leaves));
  }
  plan_.metrics.push_back(std::move(step));
  return absl::OkStatus();
}

absl::StatusOr<size_t> Planner::ScanFor(const PreparedMetric& metric) {
  const std::pair key(metric.definition.from, metric.definition.at);
  if (const auto found = scans_.find(key); found != scans_.end()) return found->second;
  Builder builder;
  builder.scope = std::make_unique<ScanScope>(world_.catalog(), *metric.table);
  PlannedScan planned;
  planned.table = metric.table;
  planned.data = &world_.snapshot().tables.at(metric.table->name);
  MADAD_ASSIGN_OR_RETURN(const ExprPtr at, builder.scope->Resolve(metric.definition.at));
  MADAD_RETURN_IF_ERROR(AddGroups(builder, planned, at));
  MADAD_RETURN_IF_ERROR(AddFilters(builder, planned, at));
  plan_.scans.push_back(std::move(planned));
  builders_.push_back(std::move(builder));
  return scans_[key] = builders_.size() - 1;
}

absl::Status Planner::AddGroups(Builder& builder, PlannedScan& planned, const ExprPtr& at) {
  DimensionScope dimensions(*builder.scope);
  std::vector<ResultColumn> keys;
  for (const std::string& name : query_.dimensions) {
    absl::StatusOr<ExprPtr> column = dimensions.Resolve(name);
    if (!column.ok()) return column.status();
    ResultColumn key{.name = name, .role = ColumnRole::kDimension, .type = (*column)->type};
    key.scale = (*column)->scale;
    key.values = EmptyValues(key.type);
    keys.push_back(std::move(key));
    planned.scan.groups.push_back({*std::move(column), std::nullopt});
  }
  if (query_.grain != Grain::kNone) {
    keys.push_back({.name = "period", .role = ColumnRole::kPeriod, .type = Type::kDate});
    keys.back().values = EmptyValues(Type::kDate);
    planned.scan.groups.push_back({at, BucketOf(query_.grain, world_.catalog().calendar.week_start,
                                                zone_, *at, *planned.data)});
  }
  if (plan_.scans.empty()) plan_.keys = std::move(keys);
  return absl::OkStatus();
}

absl::Status Planner::AddFilters(Builder& builder, PlannedScan& planned, const ExprPtr& at) {
  planned.scan.filters = RangeFilters(at, query_.from, query_.to, zone_);
  if (filter_ == nullptr) return absl::OkStatus();
  DimensionScope dimensions(*builder.scope);
  absl::StatusOr<ExprPtr> typed = Check(filter_, query_.filter, dimensions);
  if (!typed.ok()) return Annotate(typed.status(), "filter: ");
  if ((*typed)->type != Type::kBool) {
    return Refuse("FILTER_NOT_CONDITION", "filter",
                  Cat("filter must be a condition, such as source = 'email', but is a ",
                      TypeName((*typed)->type)));
  }
  planned.scan.filters.push_back(*std::move(typed));
  return absl::OkStatus();
}

// A distinct count of a verified key counts rows: each row has its own.
ExprPtr WithoutNeedlessDistinct(const ExprPtr& aggregate, const PlannedScan& planned) {
  const bool counts_key =
      aggregate->name == "count" && aggregate->distinct && aggregate->args.size() == 1 &&
      aggregate->args[0]->kind == ExprKind::kColumn && aggregate->args[0]->relation == 0 &&
      aggregate->args[0]->name == planned.table->key && planned.data->key_verified;
  if (!counts_key) return aggregate;
  auto rows = std::make_shared<Expr>(*aggregate);
  rows->distinct = false;
  rows->args.clear();
  return rows;
}

absl::StatusOr<LeafSlot> Planner::AddLeaf(size_t scan, const ExprPtr& typed) {
  PlannedScan& planned = plan_.scans[scan];
  const ExprPtr aggregate = WithoutNeedlessDistinct(typed, planned);
  const auto [slot, is_new] =
      builders_[scan].slots.emplace(ToText(*aggregate), planned.scan.aggregates.size());
  if (is_new) planned.scan.aggregates.push_back(aggregate);
  return LeafSlot{scan, slot->second};
}

absl::Status Planner::FillRelations() {
  for (size_t i = 0; i < builders_.size(); ++i) {
    for (const ScanScope::Relation& relation : builders_[i].scope->relations()) {
      const auto data = world_.snapshot().tables.find(relation.table->name);
      if (data == world_.snapshot().tables.end()) {
        return Error(absl::StatusCode::kFailedPrecondition,
                     Cat("table '", relation.table->name, "' has not been loaded"),
                     {"TABLE_UNAVAILABLE", {{"table", relation.table->name}}, ""});
      }
      MADAD_RETURN_IF_ERROR(data->second.status);
      ScanRelation& filled = plan_.scans[i].scan.relations.emplace_back();
      filled.schema = data->second.schema;
      filled.relation = data->second.relation;
      filled.parent = relation.parent;
      if (relation.join == nullptr) continue;
      filled.on = relation.join->on;
      filled.key = relation.table->key;
    }
  }
  return absl::OkStatus();
}

absl::Status Planner::CheckOrder() const {
  std::vector<std::string> columns;
  for (const ResultColumn& key : plan_.keys) columns.push_back(key.name);
  for (const MetricStep& step : plan_.metrics) columns.push_back(step.metric->definition.id);
  for (const OrderBy& order : plan_.order) {
    const bool known = std::any_of(columns.begin(), columns.end(), [&](const std::string& column) {
      return NamesColumn(order.column, column);
    });
    if (known) continue;
    return Error(absl::StatusCode::kInvalidArgument,
                 Cat("cannot order by '", order.column, "'; the result's columns are ",
                     absl::StrJoin(columns, ", ")),
                 {"ORDER_UNKNOWN", {{"column", order.column}}, "order"});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Plan> MakePlan(const Query& query, const World& world) {
  return Planner(query, world).Make();
}

}  // namespace madad::core
