// StreamQueries: several answers in one call, in chunks.
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/status.h"
#include "unit/rpc/eventually.h"
#include "unit/rpc/server_fixture.h"

namespace madad::testing {
namespace {

using Chunks = std::vector<v1::StreamQueriesResponse>;

class StreamTest : public ServerTest {
 protected:
  // Reads the stream to its end, by query.
  std::map<int, Chunks> Read(const v1::StreamQueriesRequest& request, grpc::Status& status) {
    grpc::ClientContext context;
    const auto reader = metrics_->StreamQueries(&context, request);
    std::map<int, Chunks> chunks;
    v1::StreamQueriesResponse message;
    while (reader->Read(&message)) chunks[message.query()].push_back(message);
    status = reader->Finish();
    return chunks;
  }

  // A request of `count` queries that have different answers.
  static v1::StreamQueriesRequest Different(int count) {
    v1::StreamQueriesRequest request;
    for (int i = 0; i < count; ++i) {
      *request.add_queries() = BySource();
      request.mutable_queries(i)->set_limit(1'000'000 + i);
    }
    return request;
  }
};

TEST_F(StreamTest, AFailingQueryLeavesTheOthersAlone) {
  v1::StreamQueriesRequest request = Different(4);
  request.mutable_queries(1)->set_metrics(0, "t.unknown");
  request.mutable_queries(2)->mutable_range()->set_from("yesterday");
  grpc::Status status;
  const auto chunks = Read(request, status);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(chunks.size(), 4u);
  for (const int query : {0, 3}) {
    ASSERT_EQ(chunks.at(query).size(), 1u);
    EXPECT_EQ(chunks.at(query)[0].chunk().row_count(), 3);
    EXPECT_EQ(chunks.at(query)[0].chunk().snapshot().id(), "v1");
  }
  for (const auto& [query, reason] :
       {std::pair(1, "METRIC_UNKNOWN"), std::pair(2, "RANGE_INVALID")}) {
    ASSERT_EQ(chunks.at(query).size(), 1u);
    EXPECT_EQ(ReasonOf(chunks.at(query)[0].error()), reason);
  }
  for (const auto& [query, parts] : chunks) EXPECT_TRUE(parts.back().last()) << query;
}

TEST_F(StreamTest, ALargeAnswerComesInChunks) {
  adapter_->rows = 20'000;
  adapter_->text_bytes = 100;
  grpc::Status status;
  const auto chunks = Read(Different(1), status);
  ASSERT_TRUE(status.ok()) << status.error_message();
  const Chunks& parts = chunks.at(0);
  ASSERT_GT(parts.size(), 10u);
  int64_t rows = 0;
  for (size_t i = 0; i < parts.size(); ++i) {
    const v1::QueryResponse& chunk = parts[i].chunk();
    EXPECT_EQ(parts[i].last(), i + 1 == parts.size());
    EXPECT_EQ(chunk.has_snapshot(), i == 0);
    EXPECT_EQ(chunk.plugin_versions_size(), i == 0 ? 1 : 0);
    EXPECT_LE(parts[i].ByteSizeLong(), 256u * 1024);
    EXPECT_TRUE(parts[i].last() || parts[i].ByteSizeLong() >= 64u * 1024);
    ASSERT_EQ(chunk.columns_size(), 2);
    ASSERT_EQ(chunk.columns(0).string_values_size(), chunk.row_count());
    // Sorted by the text, which is the row's number with zeros before it.
    for (int row = 0; row < chunk.row_count(); ++row) {
      ASSERT_EQ(std::stoll(chunk.columns(0).string_values(row)), rows + row);
      ASSERT_EQ(chunk.columns(1).int64_values(row), rows + row);
    }
    rows += chunk.row_count();
  }
  EXPECT_EQ(rows, 20'000);
}

TEST_F(StreamTest, WhatIsTooLargeForOneMessageIsStreamed) {
  adapter_->rows = 60'000;
  adapter_->text_bytes = 100;
  const v1::StreamQueriesRequest request = Different(1);
  const grpc::Status unary = Query(request.queries(0));
  EXPECT_EQ(unary.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(ReasonOf(unary), "ANSWER_TOO_LARGE");
  EXPECT_THAT(unary.error_message(), ::testing::HasSubstr("StreamQueries"));
  grpc::Status status;
  const auto chunks = Read(request, status);
  ASSERT_TRUE(status.ok()) << status.error_message();
  int64_t rows = 0;
  for (const auto& part : chunks.at(0)) rows += part.chunk().row_count();
  EXPECT_EQ(rows, 60'000);
}

TEST_F(StreamTest, SharesWhatIsKeptWithQueryAndWithinItself) {
  ASSERT_TRUE(Query(BySource()).ok());
  v1::StreamQueriesRequest request;
  for (int i = 0; i < 3; ++i) *request.add_queries() = BySource();
  for (int i = 0; i < 3; ++i) {
    *request.add_queries() = BySource();
    request.mutable_queries(3 + i)->set_limit(2);
  }
  grpc::Status status;
  const auto chunks = Read(request, status);
  ASSERT_TRUE(status.ok());
  EXPECT_EQ(adapter_->started(), 2);
  for (int i = 0; i < 6; ++i) EXPECT_EQ(chunks.at(i)[0].chunk().row_count(), i < 3 ? 3 : 2);
}

TEST_F(StreamTest, ALargeKeptAnswerIsStreamedAgain) {
  adapter_->rows = 20'000;
  adapter_->text_bytes = 100;
  grpc::Status status;
  const auto first = Read(Different(1), status);
  const auto second = Read(Different(1), status);
  ASSERT_TRUE(status.ok());
  EXPECT_EQ(adapter_->started(), 1);
  EXPECT_EQ(first.at(0).size(), second.at(0).size());
  EXPECT_EQ(second.at(0).back().SerializeAsString(), first.at(0).back().SerializeAsString());
  v1::QueryResponse whole;
  ASSERT_TRUE(Query(Different(1).queries(0), &whole).ok());
  EXPECT_EQ(adapter_->started(), 1);
  EXPECT_EQ(whole.row_count(), 20'000);
}

TEST_F(StreamTest, CancellingStopsTheEngine) {
  adapter_->Hold();
  grpc::ClientContext context;
  const auto reader = metrics_->StreamQueries(&context, Different(3));
  ASSERT_TRUE(adapter_->WaitForStarted(1));
  context.TryCancel();
  EXPECT_TRUE(adapter_->WaitForStopped(1));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(StreamTest, CancellingWhileChunksComeEndsTheCall) {
  adapter_->rows = 60'000;
  adapter_->text_bytes = 100;
  grpc::ClientContext context;
  const auto reader = metrics_->StreamQueries(&context, Different(8));
  v1::StreamQueriesResponse message;
  ASSERT_TRUE(reader->Read(&message));
  context.TryCancel();
  while (reader->Read(&message)) continue;
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  adapter_->rows = 3;
  EXPECT_TRUE(Query(BySource()).ok()) << "the worker is free again";
}

TEST_F(StreamTest, ADeadlineStopsTheEngine) {
  adapter_->Hold();
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(100));
  const auto reader = metrics_->StreamQueries(&context, Different(3));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_TRUE(adapter_->WaitForStopped(1));
}

TEST_F(StreamTest, ASlowReaderHoldsTheEngineBackAndGetsEverything) {
  adapter_->rows = 30'000;
  adapter_->text_bytes = 100;
  grpc::ClientContext context;
  const auto reader = metrics_->StreamQueries(&context, Different(20));
  // About 3 MB an answer: some fill the connection, then the bound is reached.
  uint64_t before = 0;
  ASSERT_TRUE(Eventually([&] {
    const uint64_t now = server_->Report().finished;
    const bool still = now > 2 && now == before;
    before = now;
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    return still;
  }));
  EXPECT_LT(before, 12u);
  std::map<int, int64_t> rows;
  v1::StreamQueriesResponse message;
  while (reader->Read(&message)) rows[message.query()] += message.chunk().row_count();
  ASSERT_TRUE(reader->Finish().ok());
  ASSERT_EQ(rows.size(), 20u);
  for (const auto& [query, count] : rows) EXPECT_EQ(count, 30'000) << query;
}

TEST_F(StreamTest, TheNumberOfQueriesIsBounded) {
  for (const auto& [count, reason] :
       {std::pair(0, "QUERIES_MISSING"), std::pair(65, "TOO_MANY_QUERIES")}) {
    grpc::Status status;
    EXPECT_THAT(Read(Different(count), status), ::testing::IsEmpty());
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(ReasonOf(status), reason);
    EXPECT_EQ(FieldOf(status), "queries");
  }
  grpc::Status status;
  EXPECT_EQ(Read(Different(64), status).size(), 64u);
  EXPECT_TRUE(status.ok());
}

}  // namespace
}  // namespace madad::testing
