#include "core/engine.h"

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "absl/time/clock.h"

#include "core/arrow_reader.h"
#include "core/dialect.h"
#include "core/explain.h"
#include "core/finish.h"
#include "core/plan.h"
#include "core/plan/scan_pool.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

// The columns that a scan returns, without values.
ScanRows ColumnsOf(const Scan& scan) {
  ScanRows columns;
  for (const ScanGroup& group : scan.groups) {
    ResultColumn& key = columns.emplace_back();
    key.type = group.bucket ? Type::kDate : group.expr->type;
    key.scale = group.bucket ? 0 : group.expr->scale;
    key.values = EmptyValues(key.type);
  }
  for (const ExprPtr& aggregate : scan.aggregates) {
    ResultColumn& column = columns.emplace_back();
    column.name = aggregate->name;
    column.type = aggregate->type;
    column.scale = aggregate->scale;
    column.values = EmptyValues(column.type);
  }
  return columns;
}

// A scan's answer.
struct Ran {
  absl::Status status;
  ScanRows rows;
  ScanReport report;
  size_t readers = 0;  // queries that still need it
  bool done = false;
};

absl::Status RunScan(const PlannedScan& planned, const CallContext& call, Ran& ran) {
  MADAD_RETURN_IF_ERROR(call.Check());
  Adapter& adapter = *planned.data->adapter;
  const SqlStatement statement = adapter.dialect().Print(planned.scan);
  const absl::Time start = absl::Now();
  MADAD_ASSIGN_OR_RETURN(ArrowStream stream, adapter.Execute(statement, call));
  ran.rows = ColumnsOf(planned.scan);
  MADAD_RETURN_IF_ERROR(ReadArrow(stream, call, planned.scan.max_groups, ran.rows));
  ran.report = ReportOf(planned, statement);
  ran.report.rows = static_cast<int64_t>(ran.rows.empty() ? 0 : ran.rows.front().size());
  ran.report.elapsed = absl::Now() - start;
  return absl::OkStatus();
}

// Plans and answers several queries.
class Batch {
 public:
  Batch(std::span<const Query> queries, const World& world, const CallContext& call,
        const ResultSink& sink)
      : queries_(queries), world_(world), call_(call), sink_(sink), pool_(world) {}

  void Run() {
    for (const Query& query : queries_) plans_.push_back(MakePlan(query, world_, pool_));
    ran_.resize(pool_.scans().size());
    for (const absl::StatusOr<Plan>& plan : plans_) {
      if (!plan.ok()) continue;
      for (const size_t scan : plan->Scans()) ++ran_[scan].readers;
    }
    for (size_t i = 0; i < plans_.size(); ++i) {
      sink_(i, plans_[i].ok() ? Answer(queries_[i], *plans_[i]) : plans_[i].status());
    }
  }

 private:
  absl::StatusOr<Result> Answer(const Query& query, const Plan& plan) {
    const std::vector<size_t> scans = plan.Scans();
    PoolRows rows(ran_.size(), nullptr);
    absl::Status status;
    for (const size_t scan : scans) {
      Ran& ran = ran_[scan];
      if (!ran.done && status.ok()) {
        ran.status = RunScan(pool_.scans()[scan], call_, ran);
        ran.done = true;
      }
      status.Update(ran.status);
      rows[scan] = &ran.rows;
    }
    absl::StatusOr<Result> result =
        status.ok() ? Finished(query, plan, scans, rows) : absl::StatusOr<Result>(status);
    for (const size_t scan : scans) {
      if (--ran_[scan].readers == 0) ran_[scan].rows.clear();
    }
    return result;
  }

  absl::StatusOr<Result> Finished(const Query& query, const Plan& plan,
                                  const std::vector<size_t>& scans, const PoolRows& rows) {
    Result result;
    Describe(plan, pool_, world_, result);
    if (query.explain) {
      for (const size_t scan : scans) result.scans.push_back(ran_[scan].report);
      ExplainFinish(plan, result);
    }
    MADAD_RETURN_IF_ERROR(Finish(plan, rows, result));
    return result;
  }

  const std::span<const Query> queries_;
  const World& world_;
  const CallContext& call_;
  const ResultSink& sink_;
  ScanPool pool_;
  std::vector<absl::StatusOr<Plan>> plans_;
  std::vector<Ran> ran_;
};

}  // namespace

absl::StatusOr<Result> RunQuery(const Query& query, const World& world, const CallContext& call) {
  absl::StatusOr<Result> answer = absl::InternalError("no answer");
  RunQueries({&query, 1}, world, call,
             [&](size_t, absl::StatusOr<Result> result) { answer = std::move(result); });
  return answer;
}

void RunQueries(std::span<const Query> queries, const World& world, const CallContext& call,
                const ResultSink& sink) {
  if (const absl::Status status = call.Check(); !status.ok()) {
    for (size_t i = 0; i < queries.size(); ++i) sink(i, status);
    return;
  }
  Batch(queries, world, call, sink).Run();
}

absl::StatusOr<Result> ExplainQuery(const Query& query, const World& world) {
  ScanPool pool(world);
  MADAD_ASSIGN_OR_RETURN(const Plan plan, MakePlan(query, world, pool));
  Result result;
  Describe(plan, pool, world, result);
  for (const size_t scan : plan.Scans()) {
    const PlannedScan& planned = pool.scans()[scan];
    result.scans.push_back(ReportOf(planned, planned.data->adapter->dialect().Print(planned.scan)));
  }
  ExplainFinish(plan, result);
  return result;
}

}  // namespace madad::core
