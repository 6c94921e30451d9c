// Targets: a table like any other, matched on exact metric, grain, period and
// dimensions.
#include <algorithm>
#include <array>
#include <utility>

#include "core/expr/rewrite.h"
#include "core/names.h"
#include "core/plan/civil.h"
#include "core/plan/part_builder.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

constexpr char kTable[] = "targets";
constexpr std::array<const char*, 4> kColumns = {"metric", "period_start", "grain", "target"};

std::string_view GrainName(Grain grain) {
  constexpr std::array<std::string_view, 6> kNames = {"none",  "day",     "week",
                                                      "month", "quarter", "year"};
  return kNames[static_cast<size_t>(grain)];
}

ExprPtr IsNull(const std::string& column, bool negated) {
  auto node = std::make_shared<Expr>();
  node->kind = ExprKind::kIsNull;
  node->negated = negated;
  node->args = {MakeColumn(column)};
  return node;
}

ExprPtr Equals(const std::string& column, std::string_view text) {
  return MakeBinary(BinaryOp::kEqual, MakeColumn(column), MakeLiteral(std::string(text)));
}

absl::StatusOr<const Table*> TargetTable(const World& world) {
  const auto table = world.catalog().tables.find(kTable);
  if (table == world.catalog().tables.end()) {
    return Error(absl::StatusCode::kFailedPrecondition,
                 "there are no targets; map a table `targets` in the catalog with the columns "
                 "metric, period_start, grain, target and one for each dimension",
                 {"TARGETS_MISSING", {}, "targets"});
  }
  for (const char* column : kColumns) {
    if (table->second.columns.contains(column)) continue;
    return Error(absl::StatusCode::kFailedPrecondition,
                 Cat("table `targets` has no column ", Quoted(column),
                     "; map it in the catalog: tables: targets: columns:"),
                 {"TARGETS_MISSING", {{"column", column}}, "targets"});
  }
  return &table->second;
}

// Whether `date` begins a period of `grain` that ends before `to`.
bool IsPeriod(const CivilRange& range, Grain grain, TimeAxis axis) {
  axis.grain = grain;
  const Date first = DateOf(*range.from);
  return MidnightOf(first) == *range.from && axis.PeriodOf(first) == first &&
         MidnightOf(axis.Next(first)) == *range.to;
}

// The grain of which `range` is one period; kNone when it is none.
Grain GrainOf(const CivilRange& range, const TimeAxis& axis) {
  if (!range.from || !range.to) return Grain::kNone;
  for (const Grain grain :
       {Grain::kYear, Grain::kQuarter, Grain::kMonth, Grain::kWeek, Grain::kDay}) {
    if (IsPeriod(range, grain, axis)) return grain;
  }
  return Grain::kNone;
}

// A target is for exactly the dimensions that are asked for: those have a
// value, all others are null.
std::vector<ExprPtr> DimensionConditions(const Table& table, const Catalog& catalog,
                                         const std::vector<std::string>& dimensions) {
  std::vector<ExprPtr> conditions;
  for (const auto& [name, dimension] : catalog.dimensions) {
    if (!table.columns.contains(name)) continue;
    const bool asked = std::find(dimensions.begin(), dimensions.end(), name) != dimensions.end();
    conditions.push_back(IsNull(name, asked));
  }
  return conditions;
}

ExprPtr TargetOf(const std::string& metric) {
  auto newest = std::make_shared<Expr>();
  newest->kind = ExprKind::kAggregate;
  newest->name = "max";
  newest->args = {MakeColumn("target")};
  newest->filter = Equals("metric", metric);
  return newest;
}

}  // namespace

absl::StatusOr<TargetPart> BuildTargets(const std::vector<AskedMetric>& metrics,
                                        const std::vector<std::string>& dimensions,
                                        const TimeAxis& axis, const CivilRange& range,
                                        const World& world, ScanPool& pool) {
  MADAD_ASSIGN_OR_RETURN(const Table* table, TargetTable(world));
  const bool has_grain = axis.grain != Grain::kNone;
  const Grain grain = has_grain ? axis.grain : GrainOf(range, axis);
  if (grain == Grain::kNone) {
    return Error(absl::StatusCode::kInvalidArgument,
                 "targets are set for periods; ask with a grain, or for a range that is one day, "
                 "week, month, quarter or year",
                 {"TARGETS_NEED_PERIOD", {}, "targets"});
  }
  ScanRequest request{.table = table,
                      .at = MakeColumn("period_start"),
                      .dimensions = dimensions,
                      .axis = &axis,
                      .range = {},
                      .all_history = false,
                      .not_after = {},
                      .filter = nullptr,
                      .conditions = DimensionConditions(*table, world.catalog(), dimensions),
                      .converts = false,
                      .rates_of = {}};
  request.conditions.push_back(Equals("grain", GrainName(grain)));
  if (!has_grain) {
    request.conditions.push_back(
        MakeBinary(BinaryOp::kEqual, MakeColumn("period_start"), MakeLiteral(DateOf(*range.from))));
  }
  TargetPart part;
  MADAD_ASSIGN_OR_RETURN(part.scan, pool.Find(request));
  for (const AskedMetric& asked : metrics) {
    MADAD_ASSIGN_OR_RETURN(const ScanPool::Added added,
                           pool.AddAggregate(part.scan, TargetOf(asked.metric->definition.id)));
    part.columns.push_back(added.column);
  }
  part.keys = pool.KeysOf(part.scan, dimensions);
  return part;
}

}  // namespace madad::core
