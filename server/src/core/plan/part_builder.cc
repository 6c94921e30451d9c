#include "core/plan/part_builder.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "core/expr/check.h"
#include "core/expr/parser.h"
#include "core/expr/rewrite.h"
#include "core/metric/leaf_scope.h"
#include "core/plan/civil.h"
#include "core/status.h"
#include "core/text.h"
#include "core/zone.h"

namespace madad::core {
namespace {

// How many periods a rolling leaf covers; 1 without a grain.
absl::StatusOr<int32_t> RollingPeriods(const AskedMetric& asked, const MetricBase& base,
                                       const TimeAxis& axis) {
  if (base.accumulation != Accumulation::kRolling || axis.grain == Grain::kNone) return 1;
  if (const std::optional<int32_t> periods = axis.PeriodsIn(base.rolling)) return *periods;
  return Error(absl::StatusCode::kInvalidArgument,
               Cat("metric '", asked.name, "' covers the trailing ", ToText(Value(base.rolling)),
                   ", which is no whole number of this grain's periods; use a grain that divides "
                   "it, or none"),
               {"ROLLING_NEEDS_GRAIN", {{"metric", asked.name}}, "grain"});
}

Timestamp Back(Timestamp civil, const Duration& length) {
  return {AddMonths(civil, -length.months).micros - length.micros};
}

// The range whose rows a leaf's values for `part` are made of.
CivilRange RowsFor(const MetricBase& base, const PlanPart& part, int32_t periods) {
  CivilRange range = part.range;
  if (base.accumulation != Accumulation::kRolling) return range;
  if (part.axis.grain != Grain::kNone) {
    if (!range.from) return range;
    const Date first = part.axis.PeriodOf(DateOf(*range.from));
    range.from = MidnightOf(part.axis.Next(first, 1 - periods));
    return range;
  }
  if (!range.to && part.as_of) {
    range.to = MidnightOf({DateOf(part.axis.ToCivil(*part.as_of)).days + 1});
  }
  if (range.to) range.from = Back(*range.to, base.rolling);
  return range;
}

bool IsMoney(const MetricStep& step) { return step.metric->definition.unit == Unit::kMoney; }

// The first or last currency of the rows that `leaf` aggregates; empty for rows without one.
ExprPtr CurrencyOfRows(const std::string& function, const Expr& leaf) {
  auto code = std::make_shared<Expr>();
  code->kind = ExprKind::kCall;
  code->name = "coalesce";
  code->args = {MakeColumn("currency"), MakeLiteral(Value(std::string()))};
  auto aggregate = std::make_shared<Expr>();
  aggregate->kind = ExprKind::kAggregate;
  aggregate->name = function;
  aggregate->args = {std::move(code)};
  aggregate->filter = leaf.filter;
  return aggregate;
}

// Whether a leaf of this type is an amount of money, in a metric of it or behind a ratio.
bool IsAmount(const MetricStep& step, Type type) {
  return type == Type::kDecimal || (type == Type::kDouble && IsMoney(step));
}

// Whether `leaf` is a sum of amounts that the catalog has rates for.
absl::StatusOr<bool> Converts(const Catalog& catalog, const MetricLeaf& leaf, const Table& table) {
  if (!catalog.rates || leaf.aggregate->name != "sum") return false;
  const bool is_foreign = !table.currency.empty() && table.currency != catalog.rates->to;
  if (!SaysCurrencyByRow(table) && !is_foreign) return false;
  ScanScope scope(catalog, table);
  MADAD_ASSIGN_OR_RETURN(const ExprPtr typed, Check(leaf.aggregate, ToText(*leaf.aggregate), scope,
                                                    {.allow_aggregates = true}));
  return typed->type == Type::kDecimal;
}

// Takes the currency of a table's amounts into `currencies`. Errors: FAILED_PRECONDITION
// (CURRENCIES_DIFFER) when amounts of two tables of different currencies would meet.
absl::Status MeetCurrency(const MetricStep& step, const Table& table, const std::string& currency,
                          std::map<std::string, std::string>& currencies) {
  if (currency.empty()) return absl::OkStatus();
  currencies.emplace(currency, table.name);
  if (currencies.size() < 2) return absl::OkStatus();
  const auto& [first, of_first] = *currencies.begin();
  const auto& [last, of_last] = *currencies.rbegin();
  return Error(
      absl::StatusCode::kFailedPrecondition,
      Cat("metric '", step.name,
          "' would bring amounts in different currencies together: ", of_first, " is in ", first,
          " and ", of_last, " in ", last, "; map amounts of one currency in the catalog"),
      {"CURRENCIES_DIFFER",
       {{"metric", step.name}, {"currencies", Cat(first, ", ", last)}},
       "metrics"});
}

absl::StatusOr<ExprPtr> Typed(const ExprPtr& expr, LeafScope& leaves) {
  if (expr == nullptr) return ExprPtr();
  return Check(expr, ToText(*expr), leaves);
}

}  // namespace

absl::StatusOr<PlanPart> PartBuilder::Build(const std::vector<std::string>& dimensions,
                                            const TimeAxis& axis, const CivilRange& range) {
  PlanPart part{.axis = axis, .range = range, .as_of = as_of_.instant, .known = as_of_.known};
  dimensions_ = &dimensions;
  for (const AskedMetric& asked : metrics_) {
    absl::StatusOr<MetricStep> step = BuildStep(asked, part);
    if (!step.ok()) return step.status();
    part.metrics.push_back(*std::move(step));
  }
  part.keys = pool_.KeysOf(part.scans.front(), dimensions);
  return part;
}

absl::StatusOr<MetricStep> PartBuilder::BuildStep(const AskedMetric& asked, PlanPart& part) {
  const MetricInstance& instance = asked.instance;
  MetricStep step{.name = asked.name, .metric = asked.metric};
  step.proportion = instance.proportion;
  step.open_cohorts = instance.open_cohorts;
  std::vector<ExprPtr> typed;
  std::map<std::string, std::string> currencies;  // of whole tables, and a table of each
  for (const MetricLeaf& leaf : instance.leaves) {
    const MetricBase& base = instance.bases[leaf.base];
    MADAD_ASSIGN_OR_RETURN(const bool converts,
                           Converts(*asked.metric->catalog, leaf, *base.table));
    MADAD_ASSIGN_OR_RETURN(const size_t scan, ScanFor(asked, base, converts, part));
    MADAD_ASSIGN_OR_RETURN(const ScanPool::Added added, pool_.AddAggregate(scan, leaf.aggregate));
    MADAD_ASSIGN_OR_RETURN(const int32_t periods, RollingPeriods(asked, base, part.axis));
    step.leaves.push_back({{scan, added.column}, added.typed, base.accumulation, periods});
    typed.push_back(added.typed);
    std::string currency = SaysCurrencyByRow(*base.table) ? "" : base.table->currency;
    if (converts) {
      step.currency = currency = asked.metric->catalog->rates->to;
    } else {
      MADAD_RETURN_IF_ERROR(AddCurrency(leaf, *base.table, added.typed->type, scan, step));
    }
    if (IsAmount(step, added.typed->type)) {
      MADAD_RETURN_IF_ERROR(MeetCurrency(step, *base.table, currency, currencies));
    }
    if (step.currency.empty()) step.currency = base.table->currency;
  }
  LeafScope leaves(typed);
  MADAD_ASSIGN_OR_RETURN(step.value, Typed(instance.value, leaves));
  MADAD_ASSIGN_OR_RETURN(step.numerator, Typed(instance.numerator, leaves));
  MADAD_ASSIGN_OR_RETURN(step.denominator, Typed(instance.denominator, leaves));
  MADAD_ASSIGN_OR_RETURN(step.immature, Typed(instance.immature, leaves));
  for (size_t i = 0; i < step.lift.size(); ++i) {
    MADAD_ASSIGN_OR_RETURN(step.lift[i], Typed(instance.lift[i], leaves));
  }
  for (const CountWarning& warning : instance.warnings) {
    MADAD_ASSIGN_OR_RETURN(ExprPtr count, Typed(warning.count, leaves));
    step.warnings.push_back({std::move(count), warning.reason, warning.message});
  }
  return step;
}

absl::Status PartBuilder::AddCurrency(const MetricLeaf& leaf, const Table& table, Type type,
                                      size_t scan, MetricStep& step) {
  if (!IsAmount(step, type) || !SaysCurrencyByRow(table)) return absl::OkStatus();
  CurrencyLeaf currency{.scan = scan};
  MADAD_ASSIGN_OR_RETURN(const ScanPool::Added low,
                         pool_.AddAggregate(scan, CurrencyOfRows("min", *leaf.aggregate)));
  MADAD_ASSIGN_OR_RETURN(const ScanPool::Added high,
                         pool_.AddAggregate(scan, CurrencyOfRows("max", *leaf.aggregate)));
  currency.low = low.column;
  currency.high = high.column;
  step.currencies.push_back(currency);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Date>> PartBuilder::RatesOf(const AskedMetric& asked,
                                                         const MetricBase& base,
                                                         const TimeAxis& axis) const {
  // What adds up over all history is worth what it is worth now: what was added and taken away
  // again at other rates would never be nothing.
  const bool adds_up =
      base.accumulation != Accumulation::kNone && base.accumulation != Accumulation::kRolling;
  if (!asked.metric->catalog->rates->at_as_of && !adds_up) return std::optional<Date>();
  if (as_of_.instant) return std::optional(DateOf(axis.ToCivil(*as_of_.instant)));
  return Error(
      absl::StatusCode::kFailedPrecondition,
      Cat("metric '", asked.name, "' converts amounts at the rates of as_of, and no table ",
          "that it reads has an event time: set as_of in the query or the catalog"),
      {"AS_OF_UNKNOWN", {{"metric", asked.name}}, "as_of"});
}

absl::StatusOr<size_t> PartBuilder::ScanFor(const AskedMetric& asked, const MetricBase& base,
                                            bool converts, PlanPart& part) {
  MADAD_ASSIGN_OR_RETURN(const int32_t periods, RollingPeriods(asked, base, part.axis));
  const bool balance =
      base.accumulation == Accumulation::kBalance || base.accumulation == Accumulation::kCurrent;
  ScanRequest request{.table = base.table,
                      .at = base.at,
                      .dimensions = *dimensions_,
                      .axis = &part.axis,
                      .range = RowsFor(base, part, periods),
                      .all_history = balance,
                      .not_after = {},
                      .filter = filter_,
                      .conditions = {},
                      .converts = converts,
                      .rates_of = {}};
  if (as_of_.is_set || balance) request.not_after = as_of_.instant;
  if (converts) {
    MADAD_ASSIGN_OR_RETURN(request.rates_of, RatesOf(asked, base, part.axis));
  }
  MADAD_ASSIGN_OR_RETURN(const size_t scan, pool_.Find(request));
  if (std::find(part.scans.begin(), part.scans.end(), scan) == part.scans.end()) {
    part.scans.push_back(scan);
  }
  return scan;
}

}  // namespace madad::core
