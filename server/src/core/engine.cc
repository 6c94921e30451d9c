#include "core/engine.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/time/clock.h"

#include "core/arrow_reader.h"
#include "core/dialect.h"
#include "core/expr/parser.h"
#include "core/finish.h"
#include "core/merge.h"
#include "core/plan.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

// The columns that a scan returns, without values.
ScanRows ColumnsOf(const Plan& plan, const Scan& scan) {
  ScanRows columns;
  for (const ResultColumn& key : plan.keys) columns.push_back(key);
  for (const ExprPtr& aggregate : scan.aggregates) {
    ResultColumn column{
        .name = ToText(*aggregate), .type = aggregate->type, .scale = aggregate->scale};
    column.values = EmptyValues(column.type);
    columns.push_back(std::move(column));
  }
  return columns;
}

ScanReport ReportOf(const PlannedScan& planned, const SqlStatement& statement) {
  ScanReport report{.table = planned.table->name,
                    .source = planned.table->source,
                    .engine = planned.data->adapter->Name(),
                    .sql = statement.sql};
  for (const Value& value : statement.parameters) report.parameters.push_back(ToText(value));
  for (const ExprPtr& aggregate : planned.scan.aggregates) {
    report.aggregates.push_back(ToText(*aggregate));
  }
  return report;
}

absl::StatusOr<ScanRows> RunScan(const Plan& plan, const PlannedScan& planned,
                                 const CallContext& call, Result& result, bool explain) {
  Adapter& adapter = *planned.data->adapter;
  const SqlStatement statement = adapter.dialect().Print(planned.scan);
  const absl::Time start = absl::Now();
  MADAD_ASSIGN_OR_RETURN(ArrowStream stream, adapter.Execute(statement, call));
  ScanRows columns = ColumnsOf(plan, planned.scan);
  MADAD_RETURN_IF_ERROR(ReadArrow(stream, call, planned.scan.max_groups, columns));
  if (explain) {
    ScanReport report = ReportOf(planned, statement);
    report.rows = static_cast<int64_t>(columns.empty() ? 0 : columns.front().size());
    report.elapsed = absl::Now() - start;
    result.scans.push_back(std::move(report));
  }
  return columns;
}

// The newest event of each source that the plan touches; the smallest of them
// is how far the answer as a whole is known.
std::optional<Timestamp> AsOf(const std::set<std::string>& sources, const World& world) {
  std::optional<Timestamp> as_of;
  for (const std::string& source : sources) {
    std::optional<Timestamp> newest;
    for (const auto& [name, data] : world.snapshot().tables) {
      if (world.catalog().tables.at(name).source != source || !data.newest_event) continue;
      newest = newest ? std::max(*newest, *data.newest_event) : *data.newest_event;
    }
    if (newest) as_of = as_of ? std::min(*as_of, *newest) : *newest;
  }
  return as_of;
}

void WarnOfFutureEvents(const Plan& plan, Result& result) {
  std::set<std::string> warned;
  for (const PlannedScan& scan : plan.scans) {
    if (scan.data->future_events == 0 || !warned.insert(scan.table->name).second) continue;
    result.warnings.push_back(
        {"EVENTS_IN_THE_FUTURE",
         Cat(scan.data->future_events, " event times in table '", scan.table->name,
             "' are later than the moment it was loaded; they do not move as_of. Mark "
             "planned dates with `planned: true`"),
         scan.table->name});
  }
}

// A cohort's outcomes are known up to as_of only, however long they take.
void WarnOfOpenCohorts(const Plan& plan, Result& result) {
  if (!result.as_of) return;
  for (const MetricStep& step : plan.metrics) {
    const MetricDefinition& metric = step.metric->definition;
    if (!metric.cohort) continue;
    result.warnings.push_back(
        {"COHORTS_OPEN",
         Cat("outcomes are known up to ", ToText(Value(*result.as_of)),
             "; entries near that had little time, so the newest periods can still rise"),
         metric.id});
  }
}

void Describe(const Plan& plan, const World& world, Result& result) {
  std::set<std::string> sources;
  for (const PlannedScan& scan : plan.scans) sources.insert(scan.table->source);
  result.snapshot_id = world.snapshot().id;
  result.as_of = AsOf(sources, world);
  result.from = plan.from;
  result.to = plan.to;
  for (const MetricStep& step : plan.metrics) {
    const MetricDefinition& metric = step.metric->definition;
    result.plugin_versions[metric.plugin] = metric.plugin_version;
  }
  WarnOfFutureEvents(plan, result);
  WarnOfOpenCohorts(plan, result);
}

// `finish` with every leaf named as the scan that computes it names it.
ExprPtr WithScanNames(const ExprPtr& expr, const std::vector<LeafSlot>& leaves) {
  auto copy = std::make_shared<Expr>(*expr);
  if (expr->kind == ExprKind::kColumn) {
    const LeafSlot& slot = leaves[Leaves::IndexOf(expr->name)];
    copy->name = Cat("scan", slot.scan + 1, ".a", slot.column);
  }
  for (ExprPtr& arg : copy->args) arg = WithScanNames(arg, leaves);
  return copy;
}

// The steps after the scans, a line a metric.
void ExplainFinish(const Plan& plan, Result& result) {
  for (const MetricStep& step : plan.metrics) {
    result.finish.push_back(
        Cat(step.metric->definition.id, " = ", ToText(*WithScanNames(step.finish, step.leaves))));
  }
}

}  // namespace

absl::StatusOr<Result> RunQuery(const Query& query, const World& world, const CallContext& call) {
  MADAD_RETURN_IF_ERROR(call.Check());
  MADAD_ASSIGN_OR_RETURN(const Plan plan, MakePlan(query, world));
  Result result;
  Describe(plan, world, result);
  std::vector<ScanRows> scans;
  for (const PlannedScan& planned : plan.scans) {
    MADAD_ASSIGN_OR_RETURN(scans.emplace_back(),
                           RunScan(plan, planned, call, result, query.explain));
  }
  if (query.explain) ExplainFinish(plan, result);
  MADAD_RETURN_IF_ERROR(Finish(plan, MergeScans(std::move(scans), plan.keys.size()), result));
  return result;
}

void RunQueries(std::span<const Query> queries, const World& world, const CallContext& call,
                const ResultSink& sink) {
  for (size_t i = 0; i < queries.size(); ++i) sink(i, RunQuery(queries[i], world, call));
}

absl::StatusOr<Result> ExplainQuery(const Query& query, const World& world) {
  MADAD_ASSIGN_OR_RETURN(const Plan plan, MakePlan(query, world));
  Result result;
  for (const PlannedScan& planned : plan.scans) {
    result.scans.push_back(ReportOf(planned, planned.data->adapter->dialect().Print(planned.scan)));
  }
  ExplainFinish(plan, result);
  return result;
}

}  // namespace madad::core
