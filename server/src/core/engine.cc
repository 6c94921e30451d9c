#include "core/engine.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/dialect.h"
#include "core/explain.h"
#include "core/finish.h"
#include "core/finish/convert.h"
#include "core/plan.h"
#include "core/plan/scan_pool.h"
#include "core/scan_runner.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

// Plans and answers several queries.
class Batch {
 public:
  Batch(std::span<const Query> queries, const World& world, const CallContext& call,
        const ResultSink& sink)
      : queries_(queries), world_(world), call_(call), sink_(sink), pool_(world) {}

  void Run() {
    for (const Query& query : queries_) plans_.push_back(MakePlan(query, world_, pool_));
    readers_.resize(pool_.scans().size(), 0);
    std::vector<size_t> order;
    std::vector<size_t> waiting;
    for (size_t i = 0; i < plans_.size(); ++i) {
      if (!plans_[i].ok()) {
        sink_(i, plans_[i].status());
        continue;
      }
      waiting.push_back(i);
      for (const size_t scan : plans_[i]->scans) {
        if (readers_[scan]++ == 0) order.push_back(scan);
      }
    }
    ScanRunner runner(pool_.scans(), std::move(order), call_);
    while (!waiting.empty()) {
      const size_t query = TakeReady(runner, waiting);
      sink_(query, Answer(queries_[query], *plans_[query], runner));
    }
  }

 private:
  // Takes a query whose scans are done off the list, waiting until there is one.
  size_t TakeReady(ScanRunner& runner, std::vector<size_t>& waiting) const {
    while (true) {
      for (auto it = waiting.begin(); it != waiting.end(); ++it) {
        const std::vector<size_t>& scans = plans_[*it]->scans;
        const bool ready = std::all_of(scans.begin(), scans.end(),
                                       [&](size_t scan) { return runner.IsDone(scan); });
        if (!ready) continue;
        const size_t query = *it;
        waiting.erase(it);
        return query;
      }
      runner.WaitForAny();
    }
  }

  absl::StatusOr<Result> Answer(const Query& query, const Plan& plan, ScanRunner& runner) {
    const std::vector<size_t>& scans = plan.scans;
    PoolRows rows(pool_.scans().size(), nullptr);
    absl::Status status;
    for (const size_t scan : scans) {
      const RanScan& ran = runner.Wait(scan);
      status.Update(ran.status);
      rows[scan] = &ran.rows;
    }
    std::vector<ScanRows> converted;
    if (status.ok()) status = Convert(scans, rows, converted);
    absl::StatusOr<Result> result =
        status.ok() ? Finished(query, plan, scans, rows, runner) : absl::StatusOr<Result>(status);
    for (const size_t scan : scans) {
      if (--readers_[scan] == 0) runner.Wait(scan).rows = {};
    }
    return result;
  }

  // Puts the rows with amounts of one currency in place of those with several; `converted` holds
  // them.
  absl::Status Convert(const std::vector<size_t>& scans, PoolRows& rows,
                       std::vector<ScanRows>& converted) const {
    converted.reserve(scans.size());
    for (const size_t scan : scans) {
      const PlannedScan& planned = pool_.scans()[scan];
      if (!planned.conversion) continue;
      MADAD_ASSIGN_OR_RETURN(converted.emplace_back(),
                             ConvertAmounts(planned, *rows[scan], *rows[planned.conversion->scan]));
      rows[scan] = &converted.back();
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Result> Finished(const Query& query, const Plan& plan,
                                  const std::vector<size_t>& scans, const PoolRows& rows,
                                  ScanRunner& runner) {
    Result result;
    Describe(plan, pool_, world_, result);
    if (query.explain) {
      for (const size_t scan : scans) result.scans.push_back(runner.Wait(scan).report);
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
  std::vector<size_t> readers_;  // by scan: queries that still need it
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
  for (const size_t scan : plan.scans) {
    const PlannedScan& planned = pool.scans()[scan];
    result.scans.push_back(ReportOf(planned, planned.data->adapter->dialect().Print(planned.scan)));
  }
  ExplainFinish(plan, result);
  return result;
}

}  // namespace madad::core
