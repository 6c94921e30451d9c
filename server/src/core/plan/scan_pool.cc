#include "core/plan/scan_pool.h"

#include <utility>

#include "absl/strings/str_join.h"

#include "core/derived.h"
#include "core/dialect.h"
#include "core/expr/check.h"
#include "core/expr/guard.h"
#include "core/expr/parser.h"
#include "core/expr/rewrite.h"
#include "core/plan/plan_time.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

std::string TimeText(const std::optional<Timestamp>& time) {
  return time ? Cat(time->micros) : std::string("-");
}

std::string KeyOf(const ScanRequest& request) {
  const TimeAxis& axis = *request.axis;
  return Cat(request.table->name, "|", ToText(*request.at), "|",
             absl::StrJoin(request.dimensions, ","), "|", static_cast<int>(axis.grain), "|",
             static_cast<int>(axis.week_start), "|", axis.fiscal_start, "|", axis.zone_name, "|",
             TimeText(request.range.from), "|", TimeText(request.range.to), "|",
             request.all_history ? 1 : 0, "|", TimeText(request.not_after), "|",
             request.filter == nullptr ? "" : ToText(*request.filter), "|",
             request.converts ? 1 : 0, request.rates_of ? Cat(request.rates_of->days) : "", "|",
             absl::StrJoin(request.conditions, "|", [](std::string* out, const ExprPtr& condition) {
               out->append(ToText(*condition));
             }));
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

// The relation whose columns alone `expr` reads; -1: none or several.
int32_t OnlyRelation(const Expr& expr) {
  if (expr.kind == ExprKind::kColumn) return expr.relation;
  int32_t only = -1;
  for (const ExprPtr& arg : expr.args) {
    if (arg->kind == ExprKind::kLiteral) continue;
    const int32_t relation = OnlyRelation(*arg);
    if (relation < 0 || (only >= 0 && relation != only)) return -1;
    only = relation;
  }
  return only;
}

// The text of a bound tree; columns of the same name in different relations
// differ.
std::string BoundText(const ExprPtr& expr) {
  return ToText(*Rewrite(expr, [](const Expr& node) -> ExprPtr {
    if (node.kind != ExprKind::kColumn) return nullptr;
    return MakeColumn(Cat("r", node.relation, ".", node.name));
  }));
}

// `at` without the length of time that it is moved by: when an amount came to be.
ExprPtr UnmovedTime(const ExprPtr& at) {
  const bool moved = at->kind == ExprKind::kBinary &&
                     (at->op == BinaryOp::kAdd || at->op == BinaryOp::kSubtract) &&
                     at->args[1]->kind == ExprKind::kLiteral;
  return moved ? at->args[0] : at;
}

ExprPtr ColumnOf(const std::string& name, int32_t relation, const Expr& like) {
  auto column = std::make_shared<Expr>();
  column->kind = ExprKind::kColumn;
  column->name = name;
  column->relation = relation;
  column->type = like.type;
  column->scale = like.scale;
  return column;
}

// A group by the day of `time`, in the axis's zone.
ScanGroup DayGroup(const ExprPtr& time, TimeAxis axis, const TableData& data) {
  axis.grain = Grain::kDay;
  return WithDerived(time, BucketOf(axis, *time, data), data);
}

}  // namespace

bool SaysCurrencyByRow(const Table& table) {
  const auto column = table.columns.find("currency");
  return column != table.columns.end() && column->second.type == Type::kString;
}

const TableData* ScanPool::DataOf(const Table& table) const {
  const auto found = world_.snapshot().tables.find(table.name);
  return found == world_.snapshot().tables.end() ? nullptr : &found->second;
}

absl::StatusOr<size_t> ScanPool::Find(const ScanRequest& request) {
  const std::string key = KeyOf(request);
  if (const auto found = index_.find(key); found != index_.end()) return found->second;
  Builder builder;
  builder.scope = std::make_unique<ScanScope>(world_.catalog(), *request.table);
  PlannedScan planned;
  planned.table = request.table;
  planned.data = DataOf(*request.table);
  MADAD_ASSIGN_OR_RETURN(const ExprPtr typed,
                         Check(request.at, ToText(*request.at), *builder.scope));
  const ExprPtr at = Optimize(builder, typed);
  MADAD_RETURN_IF_ERROR(AddGroups(request, at, builder, planned));
  if (request.converts) MADAD_RETURN_IF_ERROR(AddConversion(request, builder, planned));
  MADAD_RETURN_IF_ERROR(AddFilters(request, at, builder, planned));
  scans_.push_back(std::move(planned));
  builders_.push_back(std::move(builder));
  return index_[key] = scans_.size() - 1;
}

absl::Status ScanPool::AddGroups(const ScanRequest& request, const ExprPtr& at, Builder& builder,
                                 PlannedScan& planned) {
  DimensionScope dimensions(*builder.scope);
  for (const std::string& name : request.dimensions) {
    MADAD_ASSIGN_OR_RETURN(const ExprPtr column, dimensions.Resolve(name));
    planned.scan.groups.push_back({Optimize(builder, column), std::nullopt});
  }
  if (request.axis->grain == Grain::kNone) return absl::OkStatus();
  const bool has_opening = request.all_history && request.range.from.has_value();
  const ExprPtr placed = has_opening ? NoEarlierThan(at, *request.range.from, *request.axis) : at;
  const Bucket bucket = BucketOf(*request.axis, *placed, *planned.data);
  planned.scan.groups.push_back(WithDerived(placed, bucket, *planned.data));
  return absl::OkStatus();
}

absl::Status ScanPool::AddConversion(const ScanRequest& request, Builder& builder,
                                     PlannedScan& planned) {
  const Rates& rates = *world_.catalog().rates;
  AmountConversion conversion{.rates = &rates, .day = request.rates_of};
  MADAD_ASSIGN_OR_RETURN(conversion.scan, FindRates(rates, *request.axis));
  if (SaysCurrencyByRow(*request.table)) {
    const ExprPtr code =
        MakeCall("coalesce", {MakeColumn("currency"), MakeLiteral(Value(request.table->currency))});
    MADAD_ASSIGN_OR_RETURN(ExprPtr typed, Check(code, ToText(*code), *builder.scope));
    planned.scan.groups.push_back({Optimize(builder, typed), std::nullopt});
  } else {
    conversion.currency = request.table->currency;
  }
  if (!conversion.day) {
    const ExprPtr own = UnmovedTime(request.at);
    MADAD_ASSIGN_OR_RETURN(const ExprPtr typed, Check(own, ToText(*own), *builder.scope));
    planned.scan.groups.push_back(DayGroup(Optimize(builder, typed), *request.axis, *planned.data));
  }
  planned.conversion = std::move(conversion);
  return absl::OkStatus();
}

absl::StatusOr<size_t> ScanPool::FindRates(const Rates& rates, const TimeAxis& axis) {
  const std::string key = Cat("rates|", axis.zone_name);
  if (const auto found = index_.find(key); found != index_.end()) return found->second;
  Builder builder;
  PlannedScan planned;
  planned.table = &world_.catalog().tables.at(rates.table);
  planned.data = DataOf(*planned.table);
  if (planned.data == nullptr) return NotThere(world_.catalog(), rates.table);
  MADAD_RETURN_IF_ERROR(planned.data->status);
  builder.scope = std::make_unique<ScanScope>(world_.catalog(), *planned.table);
  MADAD_ASSIGN_OR_RETURN(const ExprPtr currency, builder.scope->Resolve("currency"));
  MADAD_ASSIGN_OR_RETURN(const ExprPtr day, builder.scope->Resolve("day"));
  planned.scan.groups.push_back({currency, std::nullopt});
  planned.scan.groups.push_back(DayGroup(day, axis, *planned.data));
  planned.scan.filters.push_back(Present(day));
  scans_.push_back(std::move(planned));
  builders_.push_back(std::move(builder));
  const size_t scan = index_[key] = scans_.size() - 1;
  for (const char* function : {"min", "max"}) {
    auto rate = std::make_shared<Expr>();
    rate->kind = ExprKind::kAggregate;
    rate->name = function;
    rate->args = {MakeColumn("rate")};
    MADAD_RETURN_IF_ERROR(AddAggregate(scan, rate).status());
  }
  return scan;
}

absl::Status ScanPool::AddFilters(const ScanRequest& request, const ExprPtr& at, Builder& builder,
                                  PlannedScan& planned) {
  const std::optional<Timestamp> from = request.all_history ? std::nullopt : request.range.from;
  const bool always = at->kind == ExprKind::kColumn && at->relation == 0 &&
                      planned.data->without_nulls.contains(at->name);
  if (!always) planned.scan.filters.push_back(Present(at));
  RangeFilters(at, from, request.range.to, request.axis->zone, planned.scan.filters);
  if (request.not_after) {
    planned.scan.filters.push_back(NotAfter(at, *request.not_after, *request.axis));
  }
  for (const ExprPtr& condition : request.conditions) {
    MADAD_ASSIGN_OR_RETURN(const ExprPtr typed,
                           Check(condition, ToText(*condition), *builder.scope));
    planned.scan.filters.push_back(Optimize(builder, typed));
  }
  if (request.filter == nullptr) return absl::OkStatus();
  DimensionScope dimensions(*builder.scope);
  MADAD_ASSIGN_OR_RETURN(const ExprPtr typed,
                         Check(request.filter, ToText(*request.filter), dimensions));
  planned.scan.filters.push_back(Optimize(builder, typed));
  return absl::OkStatus();
}

std::vector<ResultColumn> ScanPool::KeysOf(size_t scan,
                                           const std::vector<std::string>& dimensions) const {
  std::vector<ResultColumn> keys;
  const std::vector<ScanGroup>& groups = scans_[scan].scan.groups;
  const std::optional<AmountConversion>& conversion = scans_[scan].conversion;
  const size_t count = groups.size() - (conversion ? conversion->extra_groups() : 0);
  for (size_t i = 0; i < count; ++i) {
    const bool is_period = i >= dimensions.size();
    const Type type = is_period ? Type::kDate : groups[i].expr->type;
    ResultColumn key{.name = is_period ? "period" : dimensions[i],
                     .role = is_period ? ColumnRole::kPeriod : ColumnRole::kDimension,
                     .type = type,
                     .scale = is_period ? 0 : groups[i].expr->scale};
    key.values = EmptyValues(type);
    keys.push_back(std::move(key));
  }
  return keys;
}

absl::StatusOr<ScanPool::Added> ScanPool::AddAggregate(size_t scan, const ExprPtr& aggregate) {
  Builder& builder = builders_[scan];
  PlannedScan& planned = scans_[scan];
  MADAD_ASSIGN_OR_RETURN(const ExprPtr typed, Check(aggregate, ToText(*aggregate), *builder.scope,
                                                    {.allow_aggregates = true}));
  const ExprPtr printed =
      GuardArguments(Optimize(builder, WithoutNeedlessDistinct(typed, planned)));
  const auto [slot, is_new] =
      builder.columns.emplace(BoundText(printed), planned.scan.aggregates.size());
  if (is_new) {
    if (planned.data->adapter != nullptr) {
      MADAD_RETURN_IF_ERROR(planned.data->adapter->dialect().CanPrint(*printed));
    }
    planned.scan.aggregates.push_back(printed);
  }
  return Added{typed, slot->second};
}

ExprPtr ScanPool::Optimize(const Builder& builder, const ExprPtr& expr) const {
  return Rewrite(expr, [&](const Expr& node) -> ExprPtr {
    if (node.kind != ExprKind::kBinary && node.kind != ExprKind::kCase &&
        node.kind != ExprKind::kCall) {
      return nullptr;
    }
    const int32_t relation = OnlyRelation(node);
    if (relation < 0) return nullptr;
    const Table& table = *builder.scope->relations()[static_cast<size_t>(relation)].table;
    const TableData* data = DataOf(table);
    if (data == nullptr) return nullptr;
    if (node.name == "coalesce" && node.args[0]->kind == ExprKind::kColumn && relation == 0 &&
        data->without_nulls.contains(node.args[0]->name)) {
      return node.args[0];
    }
    if (data->derived.empty()) return nullptr;
    const auto derived = data->derived.find(ToText(node));
    return derived == data->derived.end() ? nullptr : ColumnOf(derived->second, relation, node);
  });
}

absl::Status ScanPool::Complete(size_t scan) {
  std::vector<ScanRelation>& relations = scans_[scan].scan.relations;
  relations.clear();
  for (const ScanScope::Relation& relation : builders_[scan].scope->relations()) {
    const TableData* data = DataOf(*relation.table);
    if (data == nullptr) return NotThere(world_.catalog(), relation.table->name);
    MADAD_RETURN_IF_ERROR(data->status);
    if (data->adapter != scans_[scan].data->adapter) {
      return NotTogether(world_.catalog(), scans_[scan].table->name, relation.table->name);
    }
    ScanRelation& filled = relations.emplace_back();
    filled.schema = data->schema;
    filled.relation = data->relation;
    filled.in_place = data->in_place;
    filled.parent = relation.parent;
    if (relation.join == nullptr) continue;
    filled.on = relation.join->on;
    filled.key = relation.table->key;
  }
  return absl::OkStatus();
}

}  // namespace madad::core
