// Batches of queries over an engine whose speed and failures the test decides.
#include "core/engine.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/status_matchers.h"
#include "unit/rpc/fake_adapter.h"

namespace madad::core {
namespace {

using madad::testing::FakeAdapter;
using madad::testing::StatusIs;
using ::testing::Each;

class EngineTest : public ::testing::Test {
 protected:
  EngineTest() {
    Catalog catalog;
    catalog.sources["crm"] = {"crm", "files", "/", "UTC"};
    Table& leads = catalog.tables["leads"];
    leads.name = "leads";
    leads.source = "crm";
    leads.key = "id";
    for (const char* name : {"id", "source", "region"}) {
      leads.columns[name].name = name;
      leads.columns[name].from = name;
    }
    leads.columns["created_at"] = {
        .name = "created_at", .from = "created_at", .type = Type::kTimestamp};
    catalog.dimensions["source"].name = "source";
    catalog.dimensions["region"].name = "region";
    MetricDefinition count;
    count.id = "t.leads";
    count.from = "leads";
    count.at = "created_at";
    count.value = "count(*)";
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->id = "v1";
    snapshot->tables["leads"].adapter = adapter_;
    world_ = std::make_unique<World>(
        std::make_shared<const Definitions>(std::move(catalog), std::vector{count}), snapshot);
  }

  // Four queries over three scans: the last shares the first one's.
  static std::vector<Query> Queries() {
    return {{.metrics = {"leads"}, .dimensions = {"source"}},
            {.metrics = {"leads"}, .dimensions = {"region"}},
            {.metrics = {"leads"}, .dimensions = {"source", "region"}},
            {.metrics = {"leads"}, .dimensions = {"source"}, .limit = 1}};
  }

  std::vector<absl::StatusOr<Result>> Run(const CallContext& call = {}) {
    std::vector<absl::StatusOr<Result>> results(4, absl::UnknownError("not answered"));
    RunQueries(Queries(), *world_, call, [&](size_t query, absl::StatusOr<Result> result) {
      EXPECT_THAT(results[query], StatusIs(absl::StatusCode::kUnknown, "not answered"));
      results[query] = std::move(result);
    });
    return results;
  }

  std::shared_ptr<FakeAdapter> adapter_ = std::make_shared<FakeAdapter>();
  std::unique_ptr<World> world_;
};

TEST_F(EngineTest, EachQueryIsAnsweredOnceAndSharedScansRunOnce) {
  const std::vector<absl::StatusOr<Result>> results = Run();
  for (const auto& result : results) MADAD_EXPECT_OK(result.status());
  EXPECT_EQ(adapter_->started(), 3);
  EXPECT_EQ(results[0]->row_count(), 3U);
  EXPECT_EQ(results[3]->row_count(), 1U);
}

TEST_F(EngineTest, AFailingEngineFailsEveryQueryWithItsReason) {
  adapter_->FailWith(absl::UnavailableError("gone"));
  for (const auto& result : Run()) {
    EXPECT_THAT(result, StatusIs(absl::StatusCode::kUnavailable, ::testing::HasSubstr("gone")));
  }
}

TEST_F(EngineTest, ACancelledBatchStopsWhatRunsAndStartsNothingMore) {
  adapter_->Hold();
  std::stop_source stop;
  CallContext call;
  call.stop = stop.get_token();
  std::vector<absl::StatusOr<Result>> results;
  std::thread thread([&] { results = Run(call); });
  EXPECT_TRUE(adapter_->WaitForStarted(2));
  stop.request_stop();
  thread.join();
  for (const auto& result : results) {
    EXPECT_THAT(result, StatusIs(absl::StatusCode::kCancelled, ::testing::_));
  }
  EXPECT_EQ(adapter_->started(), 2);
  adapter_->LetGo();
}

TEST_F(EngineTest, BatchesRunAtTheSameTimeOverOneWorld) {
  std::atomic<int> answered = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 25; ++j) {
        for (const auto& result : Run()) answered += result.ok() ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered, 4 * 25 * 4);
}

}  // namespace
}  // namespace madad::core
