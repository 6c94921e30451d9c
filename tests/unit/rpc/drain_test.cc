// How a server ends.
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/time/clock.h"

#include "unit/rpc/eventually.h"
#include "unit/rpc/server_fixture.h"

namespace madad::testing {
namespace {

using DrainTest = ServerTest;

TEST_F(DrainTest, ACallThatFinishesInTimeHasItsAnswer) {
  adapter_->Hold();
  grpc::Status status;
  std::jthread call([&] { status = Query(BySource()); });
  ASSERT_TRUE(adapter_->WaitForStarted(1));
  std::jthread shutdown([&] { server_->Shutdown(absl::Seconds(30)); });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const absl::Time released = absl::Now();
  adapter_->LetGo();
  call.join();
  shutdown.join();
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_LT(absl::Now() - released, absl::Seconds(10)) << "nothing is left to wait for";
}

TEST_F(DrainTest, ACallThatDoesNotIsToldWhy) {
  adapter_->Hold();
  grpc::Status status;
  std::jthread call([&] { status = Query(BySource()); });
  ASSERT_TRUE(adapter_->WaitForStarted(1));
  server_->Shutdown(absl::Milliseconds(50));
  call.join();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ReasonOf(status), "SERVER_DRAINING");
  EXPECT_TRUE(SaysWhenToRetry(status));
  EXPECT_TRUE(adapter_->WaitForStopped(1));
}

TEST_F(DrainTest, AStreamThatDoesNotIsToldForEachQuery) {
  adapter_->Hold();
  v1::StreamQueriesRequest request;
  for (int i = 0; i < 2; ++i) {
    *request.add_queries() = BySource();
    request.mutable_queries(i)->set_limit(1 + i);
  }
  grpc::ClientContext context;
  const auto reader = metrics_->StreamQueries(&context, request);
  ASSERT_TRUE(adapter_->WaitForStarted(1));
  std::jthread shutdown([&] { server_->Shutdown(absl::Milliseconds(50)); });
  v1::StreamQueriesResponse message;
  int told = 0;
  while (reader->Read(&message)) {
    EXPECT_EQ(ReasonOf(message.error()), "SERVER_DRAINING");
    ++told;
  }
  EXPECT_EQ(told, 2);
}

}  // namespace
}  // namespace madad::testing
