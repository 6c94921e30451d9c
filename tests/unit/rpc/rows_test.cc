// ReadRows: rows of any table, in chunks.
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rpc/models/row_chunks.h"
#include "support/status_matchers.h"
#include "unit/rpc/eventually.h"
#include "unit/rpc/server_fixture.h"

namespace madad::testing {
namespace {

using ::testing::HasSubstr;

class RowsTest : public ServerTest {
 protected:
  grpc::Status Read(const v1::ReadRowsRequest& request, std::vector<v1::ReadRowsResponse>& chunks) {
    grpc::ClientContext context;
    const auto reader = models_->ReadRows(&context, request);
    v1::ReadRowsResponse chunk;
    while (reader->Read(&chunk)) chunks.push_back(chunk);
    return reader->Finish();
  }

  static v1::ReadRowsRequest Of(const std::string& table) {
    v1::ReadRowsRequest request;
    request.set_table(table);
    return request;
  }
};

TEST_F(RowsTest, ReadsColumnsInTheOrderAskedFor) {
  v1::ReadRowsRequest request = Of("leads");
  request.add_columns("source");
  request.add_columns("created_at");
  std::vector<v1::ReadRowsResponse> chunks;
  ASSERT_TRUE(Read(request, chunks).ok());
  ASSERT_EQ(chunks.size(), 1u);
  ASSERT_EQ(chunks[0].columns_size(), 2);
  EXPECT_EQ(chunks[0].columns(0).name(), "source");
  EXPECT_EQ(chunks[0].columns(0).type(), v1::TYPE_STRING);
  EXPECT_EQ(chunks[0].columns(1).name(), "created_at");
  EXPECT_EQ(chunks[0].columns(1).type(), v1::TYPE_TIMESTAMP);
  EXPECT_EQ(chunks[0].row_count(), 3);
  EXPECT_THAT(chunks[0].columns(1).int64_values(), ::testing::ElementsAre(0, 1, 2));
  EXPECT_EQ(chunks[0].snapshot().id(), "v1");
}

TEST_F(RowsTest, ALargeTableComesInEvenChunks) {
  adapter_->rows = 40'000;
  adapter_->text_bytes = 50;
  v1::ReadRowsRequest request = Of("leads");
  request.add_columns("source");
  std::vector<v1::ReadRowsResponse> chunks;
  ASSERT_TRUE(Read(request, chunks).ok());
  ASSERT_GT(chunks.size(), 10u);
  int64_t rows = 0;
  for (size_t i = 0; i < chunks.size(); ++i) {
    EXPECT_EQ(chunks[i].has_snapshot(), i == 0);
    EXPECT_LE(chunks[i].ByteSizeLong(), 256u * 1024);
    EXPECT_TRUE(i + 1 == chunks.size() || chunks[i].ByteSizeLong() >= 64u * 1024);
    ASSERT_EQ(chunks[i].columns(0).string_values_size(), chunks[i].row_count());
    // The text is the row's number with zeros before it.
    EXPECT_EQ(std::stoll(chunks[i].columns(0).string_values(0)), rows);
    rows += chunks[i].row_count();
  }
  EXPECT_EQ(rows, 40'000);
}

TEST_F(RowsTest, ASlowReaderGetsEverything) {
  adapter_->rows = 60'000;
  adapter_->text_bytes = 100;
  v1::ReadRowsRequest request = Of("leads");
  request.add_columns("source");
  grpc::ClientContext context;
  const auto reader = models_->ReadRows(&context, request);
  v1::ReadRowsResponse chunk;
  int64_t rows = 0;
  while (reader->Read(&chunk)) {
    if (rows == 0) std::this_thread::sleep_for(std::chrono::milliseconds(300));
    rows += chunk.row_count();
  }
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_EQ(rows, 60'000);
}

TEST_F(RowsTest, CancellingWhileChunksComeFreesTheReader) {
  adapter_->rows = 60'000;
  adapter_->text_bytes = 100;
  v1::ReadRowsRequest request = Of("leads");
  request.add_columns("source");
  // More often than there are readers.
  for (int i = 0; i < 8; ++i) {
    grpc::ClientContext context;
    const auto reader = models_->ReadRows(&context, request);
    v1::ReadRowsResponse chunk;
    ASSERT_TRUE(reader->Read(&chunk));
    context.TryCancel();
    while (reader->Read(&chunk)) continue;
    EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  adapter_->rows = 1;
  std::vector<v1::ReadRowsResponse> chunks;
  EXPECT_TRUE(Read(request, chunks).ok());
}

TEST_F(RowsTest, CancellingReachesTheEngine) {
  adapter_->Hold();
  grpc::ClientContext context;
  const auto reader = models_->ReadRows(&context, Of("leads"));
  ASSERT_TRUE(adapter_->WaitForStarted(1));
  context.TryCancel();
  EXPECT_TRUE(adapter_->WaitForStopped(1));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(RowsTest, SaysWhatIsUnknown) {
  std::vector<v1::ReadRowsResponse> chunks;
  grpc::Status status = Read(Of("lead"), chunks);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(status), "TABLE_UNKNOWN");
  EXPECT_EQ(FieldOf(status), "table");
  EXPECT_THAT(status.error_message(), HasSubstr("did you mean leads"));
  v1::ReadRowsRequest request = Of("leads");
  request.add_columns("sorce");
  status = Read(request, chunks);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(status.error_message(), HasSubstr("source"));
  request = Of("leads");
  request.set_filter("source = ");
  EXPECT_EQ(Read(request, chunks).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(RowsTest, BoundsWhatIsAsked) {
  std::vector<v1::ReadRowsResponse> chunks;
  v1::ReadRowsRequest request = Of("leads");
  request.set_offset(-1);
  EXPECT_EQ(FieldOf(Read(request, chunks)), "offset");
  request = Of("leads");
  request.set_limit(-1);
  EXPECT_EQ(ReasonOf(Read(request, chunks)), "COUNT_NEGATIVE");
  request = Of("leads");
  for (int i = 0; i < 257; ++i) request.add_columns("source");
  EXPECT_EQ(ReasonOf(Read(request, chunks)), "TOO_MANY_COLUMNS");
  request = Of("leads");
  request.set_filter(std::string(20'000, ' '));
  EXPECT_EQ(ReasonOf(Read(request, chunks)), "TEXT_TOO_LONG");
}

TEST_F(RowsTest, PagesFitTogetherOrSaySo) {
  v1::ReadRowsRequest request = Of("leads");
  request.add_columns("source");
  request.set_snapshot("v1");
  std::vector<v1::ReadRowsResponse> chunks;
  EXPECT_TRUE(Read(request, chunks).ok());
  Publish("v2");
  const grpc::Status status = Read(request, chunks);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(ReasonOf(status), "SNAPSHOT_GONE");
  EXPECT_EQ(VariableOf(status, "served"), "v2");
}

TEST_F(RowsTest, AFailingEngineIsItsError) {
  adapter_->FailWith(absl::UnavailableError("down"));
  std::vector<v1::ReadRowsResponse> chunks;
  EXPECT_EQ(Read(Of("leads"), chunks).error_code(), grpc::StatusCode::UNAVAILABLE);
}

// Rows 0 to count - 1 as texts of one byte each way.
std::vector<core::ResultColumn> Texts(int first, int count) {
  core::ResultColumn column{.name = "t", .type = core::Type::kString};
  std::vector<std::string> values;
  for (int i = 0; i < count; ++i) values.push_back(std::to_string((first + i) % 10));
  column.values = values;
  column.valid.assign(values.size(), 1);
  return {column};
}

TEST(RowChunksTest, GathersSmallBatchesAndCutsLargeOnes) {
  std::vector<size_t> sizes;
  std::string all;
  // A text of one byte takes three: 30 bytes are ten rows.
  rpc::RowChunks chunks(
      30, [&](const std::vector<core::ResultColumn>& columns, rpc::RowRange rows) {
        sizes.push_back(rows.end - rows.begin);
        const auto& values = std::get<std::vector<std::string>>(columns[0].values);
        for (size_t row = rows.begin; row < rows.end; ++row) all += values[row];
        return absl::OkStatus();
      });
  MADAD_EXPECT_OK(chunks.Add(Texts(0, 4)));
  EXPECT_THAT(sizes, ::testing::IsEmpty());
  MADAD_EXPECT_OK(chunks.Add(Texts(4, 25)));
  MADAD_EXPECT_OK(chunks.Add(Texts(29, 1)));
  MADAD_EXPECT_OK(chunks.Finish());
  EXPECT_THAT(sizes, ::testing::ElementsAre(10, 10, 10));
  EXPECT_EQ(all, "012345678901234567890123456789");
}

TEST(RowChunksTest, ShowsTheColumnsOfNoRows) {
  std::vector<size_t> sizes;
  rpc::RowChunks chunks(30,
                        [&](const std::vector<core::ResultColumn>& columns, rpc::RowRange rows) {
                          EXPECT_EQ(columns.size(), 1u);
                          sizes.push_back(rows.end - rows.begin);
                          return absl::OkStatus();
                        });
  MADAD_EXPECT_OK(chunks.Add(Texts(0, 0)));
  MADAD_EXPECT_OK(chunks.Finish());
  EXPECT_THAT(sizes, ::testing::ElementsAre(0));
}

}  // namespace
}  // namespace madad::testing
