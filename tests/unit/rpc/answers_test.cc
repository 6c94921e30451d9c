// Answers that are kept, and those that several calls share.
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/time/clock.h"

#include "core/status.h"
#include "rpc/answers/answer_cache.h"
#include "unit/rpc/eventually.h"
#include "unit/rpc/server_fixture.h"

namespace madad::testing {
namespace {

// A call of Query on a thread of its own.
class PendingQuery {
 public:
  PendingQuery(v1::MetricService::Stub& stub, const v1::QueryRequest& request,
               std::chrono::milliseconds deadline = std::chrono::seconds(60))
      : thread_([this, &stub, request, deadline] {
          context_.set_deadline(std::chrono::system_clock::now() + deadline);
          status_ = stub.Query(&context_, request, &response_);
        }) {}
  void Cancel() { context_.TryCancel(); }
  const grpc::Status& Wait() {
    if (thread_.joinable()) thread_.join();
    return status_;
  }
  const v1::QueryResponse& response() const { return response_; }

 private:
  grpc::ClientContext context_;
  grpc::Status status_;
  v1::QueryResponse response_;
  std::jthread thread_;
};

using AnswersTest = ServerTest;

TEST_F(AnswersTest, TheSecondTimeNothingIsComputed) {
  v1::QueryResponse first;
  v1::QueryResponse second;
  ASSERT_TRUE(Query(BySource(), &first).ok());
  ASSERT_TRUE(Query(BySource(), &second).ok());
  EXPECT_EQ(adapter_->started(), 1);
  EXPECT_EQ(first.row_count(), 3);
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  EXPECT_EQ(server_->Report().hits, 1u);
}

TEST_F(AnswersTest, WhatTheCatalogFillsInMakesNoDifference) {
  v1::QueryRequest request = BySource();
  request.mutable_range()->set_from("2024-01-01");
  ASSERT_TRUE(Query(request).ok());
  request.mutable_range()->set_from("2024-01-01T00:00:00");
  request.set_timezone("UTC");
  request.set_week_start("monday");
  request.set_filter("  ");
  ASSERT_TRUE(Query(request).ok());
  EXPECT_EQ(adapter_->started(), 1);
}

TEST_F(AnswersTest, AnotherSnapshotOrOtherDefinitionsAreComputedAnew) {
  ASSERT_TRUE(Query(BySource()).ok());
  Publish("v1");
  ASSERT_TRUE(Query(BySource()).ok());
  EXPECT_EQ(adapter_->started(), 1) << "the same data and definitions in another world";
  Publish("v2");
  ASSERT_TRUE(Query(BySource()).ok());
  EXPECT_EQ(adapter_->started(), 2);
  Publish("v2", true);
  ASSERT_TRUE(Query(BySource()).ok());
  EXPECT_EQ(adapter_->started(), 3);
}

TEST_F(AnswersTest, WithoutACacheEveryQueryIsComputed) {
  Start({.answers = {.cache_bytes = 0}});
  ASSERT_TRUE(Query(BySource()).ok());
  ASSERT_TRUE(Query(BySource()).ok());
  EXPECT_EQ(adapter_->started(), 2);
}

TEST_F(AnswersTest, MoreGroupsThanTheServerGivesAreRefusedWithTheLimit) {
  adapter_->rows = 100;
  Start({.answers = {.cache_bytes = 0, .max_groups = 100}});
  EXPECT_TRUE(Query(BySource()).ok());
  adapter_->rows = 101;
  const grpc::Status status = Query(BySource());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(ReasonOf(status), "TOO_MANY_GROUPS");
  EXPECT_EQ(VariableOf(status, "limit"), "100");
  EXPECT_EQ(FieldOf(status), "dimensions");
  EXPECT_NE(status.error_message().find("--max-groups"), std::string::npos);
}

TEST_F(AnswersTest, ExplainedQueriesAreComputed) {
  v1::QueryRequest request = BySource();
  request.set_explain(true);
  v1::QueryResponse response;
  ASSERT_TRUE(Query(request, &response).ok());
  ASSERT_TRUE(Query(request, &response).ok());
  EXPECT_EQ(adapter_->started(), 2);
  EXPECT_EQ(response.explanation().scans(0).engine(), "fake");
}

TEST_F(AnswersTest, ErrorsAreNotKept) {
  adapter_->FailWith(core::Error(absl::StatusCode::kUnavailable, "down", {"ENGINE_DOWN", {}, ""}));
  EXPECT_EQ(ReasonOf(Query(BySource())), "ENGINE_DOWN");
  adapter_->FailWith(absl::OkStatus());
  EXPECT_TRUE(Query(BySource()).ok());
}

TEST_F(AnswersTest, TheCacheStaysWithinItsBytes) {
  constexpr size_t kLimit = 64 * 1024;
  Start({.answers = {.cache_bytes = kLimit}});
  adapter_->rows = 100;
  v1::QueryRequest request = BySource();
  for (int limit = 1; limit <= 100; ++limit) {
    request.set_limit(1000 + limit);
    ASSERT_TRUE(Query(request).ok());
    EXPECT_LE(server_->Report().cached_bytes, kLimit);
  }
  EXPECT_GT(server_->Report().evicted, 10u);
  EXPECT_GT(server_->Report().cached, 5u);
  // The last is still there, the first is not.
  ASSERT_TRUE(Query(request).ok());
  EXPECT_EQ(adapter_->started(), 100);
  request.set_limit(1001);
  ASSERT_TRUE(Query(request).ok());
  EXPECT_EQ(adapter_->started(), 101);
}

TEST_F(AnswersTest, EqualQueriesInFlightAreComputedOnce) {
  adapter_->Hold();
  std::vector<std::unique_ptr<PendingQuery>> calls;
  for (int i = 0; i < 8; ++i)
    calls.push_back(std::make_unique<PendingQuery>(*metrics_, BySource()));
  ASSERT_TRUE(Eventually([&] { return server_->Report().joined == 7; }));
  adapter_->LetGo();
  for (const auto& call : calls) {
    EXPECT_TRUE(call->Wait().ok());
    EXPECT_EQ(call->response().row_count(), 3);
  }
  EXPECT_EQ(adapter_->started(), 1);
}

TEST_F(AnswersTest, TheFirstCallersGoingLeavesTheOthersTheirAnswer) {
  adapter_->Hold();
  PendingQuery first(*metrics_, BySource());
  ASSERT_TRUE(adapter_->WaitForStarted(1));
  PendingQuery second(*metrics_, BySource());
  ASSERT_TRUE(Eventually([&] { return server_->Report().joined == 1; }));
  first.Cancel();
  EXPECT_EQ(first.Wait().error_code(), grpc::StatusCode::CANCELLED);
  adapter_->LetGo();
  EXPECT_TRUE(second.Wait().ok()) << second.Wait().error_message();
  EXPECT_EQ(adapter_->started(), 1);
  EXPECT_EQ(adapter_->stopped(), 0);
}

TEST_F(AnswersTest, AFollowersDeadlineReleasesOnlyItself) {
  adapter_->Hold();
  PendingQuery first(*metrics_, BySource());
  ASSERT_TRUE(adapter_->WaitForStarted(1));
  PendingQuery second(*metrics_, BySource(), std::chrono::milliseconds(100));
  EXPECT_EQ(second.Wait().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  adapter_->LetGo();
  EXPECT_TRUE(first.Wait().ok()) << first.Wait().error_message();
}

TEST(AnswerCacheTest, AnswersAreGivenWhileTheyAreGood) {
  using rpc::Answer;
  rpc::AnswerCache cache(1 << 20);
  const absl::Time now = absl::Now();
  core::Result result;
  const auto lasting = std::make_shared<const Answer>(result);
  result.good_for = absl::Seconds(30);
  const auto passing = std::make_shared<const Answer>(result);
  result.good_for = absl::ZeroDuration();
  const auto never = std::make_shared<const Answer>(result);
  cache.Put("lasting", lasting, now);
  cache.Put("passing", passing, now);
  cache.Put("never", never, absl::Now());
  EXPECT_EQ(cache.Find("lasting", now + absl::Hours(1000)), lasting);
  EXPECT_EQ(cache.Find("passing", now + absl::Seconds(29)), passing);
  EXPECT_EQ(cache.Find("passing", now + absl::Seconds(60)), nullptr);
  EXPECT_EQ(cache.Find("never", now), nullptr);
  EXPECT_EQ(cache.size(), 2U);
}

TEST_F(AnswersTest, WhatNobodyWaitsForIsStoppedAndNotJoined) {
  adapter_->Hold();
  PendingQuery first(*metrics_, BySource());
  ASSERT_TRUE(adapter_->WaitForStarted(1));
  PendingQuery second(*metrics_, BySource());
  ASSERT_TRUE(Eventually([&] { return server_->Report().joined == 1; }));
  first.Cancel();
  second.Cancel();
  EXPECT_TRUE(adapter_->WaitForStopped(1));
  first.Wait();
  second.Wait();
  adapter_->LetGo();
  EXPECT_TRUE(Query(BySource()).ok());
  EXPECT_EQ(adapter_->started(), 2);
}

}  // namespace
}  // namespace madad::testing
