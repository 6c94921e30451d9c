#include "core/explain.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_join.h"

#include "core/expr/check.h"
#include "core/expr/parser.h"
#include "core/expr/rewrite.h"
#include "core/finish/accumulate.h"
#include "core/text.h"

namespace madad::core {
namespace {

void WarnOfFutureEvents(const Plan& plan, const ScanPool& pool, Result& result) {
  std::set<std::string> warned;
  for (const size_t index : plan.rows.scans) {
    const PlannedScan& scan = pool.scans()[index];
    if (scan.data->future_events == 0 || !warned.insert(scan.table->name).second) continue;
    result.warnings.push_back(
        {"EVENTS_IN_THE_FUTURE",
         Cat(scan.data->future_events, " event times in table '", scan.table->name,
             "' are later than the moment it was loaded; they do not move as_of. Mark "
             "planned dates with `planned: true`"),
         scan.table->name});
  }
}

// The data is a version behind, or rows were left out of it.
void WarnOfData(const Plan& plan, const ScanPool& pool, Result& result) {
  std::set<std::string> warned;
  for (const size_t index : plan.rows.scans) {
    const PlannedScan& scan = pool.scans()[index];
    if (!warned.insert(scan.table->name).second) continue;
    if (!scan.data->newer_version.ok()) {
      result.warnings.push_back({"DATA_STALE",
                                 Cat("a newer version of the data could not be loaded: ",
                                     scan.data->newer_version.message()),
                                 scan.table->name});
    }
    if (scan.data->load.rows_rejected > 0) {
      result.warnings.push_back(
          {"ROWS_REJECTED",
           Cat(scan.data->load.rows_rejected, " rows of table '", scan.table->name,
               "' did not fit its columns and are left ", "out; `madad sources` shows them"),
           scan.table->name});
    }
  }
}

// A cohort's outcomes are known up to as_of only, however long they take.
void WarnOfOpenCohorts(const Plan& plan, Result& result) {
  if (!plan.as_of) return;
  std::vector<std::string> names;
  for (const MetricStep& step : plan.rows.metrics) {
    if (step.open_cohorts) names.push_back(step.name);
  }
  if (names.empty()) return;
  result.warnings.push_back(
      {"COHORTS_OPEN",
       Cat("outcomes are known up to ", ToText(Value(*plan.as_of)),
           "; entries near that had little time, so the newest periods can still rise"),
       absl::StrJoin(names, ", ")});
}

void WarnOfStaleModels(const Plan& plan, const ScanPool& pool, const Snapshot& snapshot,
                       Result& result) {
  std::set<std::string> warned;
  for (const size_t index : plan.scans) {
    const PlannedScan& scan = pool.scans()[index];
    if (!IsStale(*scan.data, snapshot) || !warned.insert(scan.table->name).second) continue;
    result.warnings.push_back(
        {"MODEL_STALE",
         Cat("the model instance '", scan.table->model, "' ran over snapshot ",
             scan.data->made_from->snapshot,
             ", and the data has changed since; run it with: madad model run ", scan.table->model),
         scan.table->name});
  }
}

// The time at which a row of the sales model came to be: a row without it
// belongs to no period. Other times are null until something happens.
bool IsBirth(const std::string& table, const std::string& column) {
  static const auto& births = *new std::map<std::string, std::string>{
      {"activities", "occurred_at"}, {"costs", "incurred_on"},
      {"customers", "acquired_at"},  {"lead_stage_events", "entered_at"},
      {"leads", "created_at"},       {"opportunities", "created_at"},
      {"orders", "ordered_at"},      {"opportunity_stage_events", "entered_at"}};
  const auto birth = births.find(table);
  return birth != births.end() && birth->second == column;
}

// Warns of the rows of `metric`, and of those that it is derived from, that have no time.
void WarnOfRowsWithoutTime(const PreparedMetric& metric, const World& world,
                           std::set<std::string>& warned, Result& result) {
  for (const auto& [id, component] : metric.components) {
    WarnOfRowsWithoutTime(*component, world, warned, result);
  }
  const bool enters = metric.definition.kind == MetricKind::kConversion;
  const ExprPtr& at = enters ? metric.parts.entry : metric.parts.at;
  if (metric.table == nullptr || at == nullptr) return;
  const std::string& table = metric.table->name;
  for (const std::string& column : ColumnsOf(*at)) {
    if (!IsBirth(table, column) || !warned.insert(table).second) continue;
    const TableData& data = world.snapshot().tables.at(table);
    const auto nulls = data.nulls.find(column);
    if (nulls == data.nulls.end()) continue;
    result.warnings.push_back({"ROWS_WITHOUT_TIME",
                               Cat(nulls->second, " rows of table '", table, "' have no ", column,
                                   ", so they belong to no period and are not counted"),
                               table});
  }
}

void WarnOfRowsWithoutTime(const Plan& plan, const World& world, Result& result) {
  std::set<std::string> warned;
  for (const MetricStep& step : plan.rows.metrics) {
    WarnOfRowsWithoutTime(*step.metric, world, warned, result);
  }
}

void WarnOfRangeAfterData(const Plan& plan, Result& result) {
  const CivilRange& range = plan.rows.range;
  if (!plan.as_of || !range.to) return;
  const Timestamp known = plan.rows.axis.ToCivil(*plan.as_of);
  const bool all = range.from && *range.from > known;
  if (!all) return;
  result.warnings.push_back(
      {"RANGE_AFTER_DATA",
       Cat("the data is known up to ", ToText(Value(*plan.as_of)), ", before the range begins"),
       ""});
}

// Says why a period has no value of what is known as it is now only.
void WarnOfThePast(const Plan& plan, Result& result) {
  const bool past = ReachesBeforeNow(plan.rows) || (plan.before && ReachesBeforeNow(*plan.before));
  if (!past) return;
  for (const MetricStep& step : plan.rows.metrics) {
    const bool current = std::any_of(
        step.leaves.begin(), step.leaves.end(),
        [](const PlannedLeaf& leaf) { return leaf.accumulation == Accumulation::kCurrent; });
    if (!current) continue;
    result.warnings.push_back(
        {"KNOWN_NOW_ONLY",
         Cat("it is made of what the data says now (", ToText(Value(*plan.rows.known)),
             "), not of what was so earlier, so earlier periods have no value; `madad describe ",
             step.metric->definition.id, "` says what to ask instead"),
         step.name});
  }
}

// Tables that stay in their source's engine may change there within a snapshot.
absl::Duration GoodFor(const Plan& plan, const ScanPool& pool, const Catalog& catalog) {
  absl::Duration good_for = absl::InfiniteDuration();
  for (const size_t index : plan.scans) {
    const PlannedScan& scan = pool.scans()[index];
    if (scan.data->in_place == nullptr) continue;
    const int64_t micros = catalog.sources.at(scan.table->source).sql.cache_micros;
    if (micros < std::numeric_limits<int64_t>::max()) {
      good_for = std::min(good_for, absl::Microseconds(micros));
    }
  }
  return good_for;
}

// `value` with every leaf named as the scan that computes it names it.
ExprPtr WithScanNames(const MetricStep& step, const std::vector<size_t>& scans) {
  return Rewrite(step.value, [&](const Expr& node) -> ExprPtr {
    if (node.kind != ExprKind::kColumn) return nullptr;
    const LeafSlot& slot = step.leaves[LeafIndex(node.name)].slot;
    const auto number = std::find(scans.begin(), scans.end(), slot.scan) - scans.begin() + 1;
    return MakeColumn(Cat("scan", number, ".a", slot.column));
  });
}

}  // namespace

ScanReport ReportOf(const PlannedScan& planned, const SqlStatement& statement) {
  ScanReport report{.table = planned.table->name,
                    .source = planned.table->model.empty() ? planned.table->source
                                                           : Cat("model ", planned.table->model),
                    .engine = planned.data->adapter->Name(),
                    .sql = statement.sql};
  for (const Value& value : statement.parameters) report.parameters.push_back(ToText(value));
  for (const ExprPtr& aggregate : planned.scan.aggregates) {
    report.aggregates.push_back(ToText(*aggregate));
  }
  return report;
}

void Describe(const Plan& plan, const ScanPool& pool, const World& world, Result& result) {
  result.snapshot_id = world.snapshot().id;
  result.as_of = plan.as_of;
  result.good_for = GoodFor(plan, pool, world.catalog());
  result.from = plan.rows.range.from;
  result.to = plan.rows.range.to;
  for (const MetricStep& step : plan.rows.metrics) {
    const MetricDefinition& metric = step.metric->definition;
    if (!metric.plugin.empty()) result.plugin_versions[metric.plugin] = metric.plugin_version;
  }
  WarnOfFutureEvents(plan, pool, result);
  WarnOfStaleModels(plan, pool, world.snapshot(), result);
  WarnOfData(plan, pool, result);
  WarnOfRowsWithoutTime(plan, world, result);
  WarnOfOpenCohorts(plan, result);
  WarnOfRangeAfterData(plan, result);
  WarnOfThePast(plan, result);
}

void ExplainFinish(const Plan& plan, Result& result) {
  const std::vector<size_t>& scans = plan.scans;
  for (const MetricStep& step : plan.rows.metrics) {
    result.finish.push_back(Cat(step.name, " = ", ToText(*WithScanNames(step, scans))));
  }
}

}  // namespace madad::core
