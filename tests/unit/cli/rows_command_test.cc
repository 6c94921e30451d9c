// `madad rows`, against a server in this process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/rows/rows.h"
#include <nlohmann/json.hpp>

#include "unit/cli/columns.h"
#include "unit/cli/fake_server.h"
#include "unit/cli/run_support.h"

namespace madad::cli {
namespace {

using madad::testing::FakeServer;
using madad::testing::IntColumn;
using madad::testing::Outcome;
using madad::testing::RunAgainst;
using madad::testing::TextColumn;
using madad::testing::WithValidity;
using ::testing::HasSubstr;

v1::ReadRowsResponse Chunk(const std::vector<v1::Column>& columns, int64_t rows) {
  v1::ReadRowsResponse chunk;
  for (const v1::Column& column : columns) *chunk.add_columns() = column;
  chunk.set_row_count(rows);
  return chunk;
}

// Two chunks of `id` and `source`, three rows together.
void Serve(FakeServer* server, v1::ReadRowsRequest* asked) {
  server->read_rows = [asked](const v1::ReadRowsRequest& request,
                              std::vector<v1::ReadRowsResponse>* responses) {
    *asked = request;
    const auto ids = [](const std::vector<int64_t>& values) {
      v1::Column column = IntColumn("id", v1::TYPE_INT64, v1::UNIT_UNSPECIFIED, values);
      column.set_role(v1::COLUMN_ROLE_DIMENSION);
      return column;
    };
    responses->push_back(
        Chunk({ids({1, 2}), WithValidity(TextColumn("source", {"פייסבוק", ""}), 1)}, 2));
    responses->push_back(Chunk({ids({3}), TextColumn("source", {"a,b"})}, 1));
    responses->front().mutable_snapshot()->set_id("v3");
    responses->front().mutable_snapshot()->mutable_as_of()->set_seconds(1706695200);
    return grpc::Status::OK;
  };
}

TEST(RowsCommandTest, PrintsATable) {
  FakeServer server;
  v1::ReadRowsRequest asked;
  Serve(&server, &asked);
  const Outcome outcome = RunAgainst(server, {"rows", "leads"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "id  source\n"
            "--  -------\n"
            " 1  פייסבוק\n"
            " 2  (none)\n"
            " 3  a,b\n"
            "\n"
            "3 rows | as of 2024-01-31T10:00:00Z | snapshot v3\n");
  EXPECT_EQ(asked.table(), "leads");
  EXPECT_EQ(asked.limit(), 101) << "one more tells whether there are more";
}

TEST(RowsCommandTest, SaysWhenThereAreMore) {
  FakeServer server;
  v1::ReadRowsRequest asked;
  Serve(&server, &asked);
  const Outcome outcome = RunAgainst(server, {"rows", "leads", "--limit", "2"});
  EXPECT_THAT(outcome.out, HasSubstr("2 rows, there are more (--limit 0 shows all)"));
  EXPECT_THAT(outcome.out, ::testing::Not(HasSubstr("a,b")));
  RunAgainst(server, {"rows", "leads", "--limit", "0"});
  EXPECT_EQ(asked.limit(), 0);
}

TEST(RowsCommandTest, AsksForWhatIsTyped) {
  FakeServer server;
  v1::ReadRowsRequest asked;
  Serve(&server, &asked);
  const Outcome outcome = RunAgainst(
      server, {"rows", "leads", "--columns", "id,rep.team", "--where", "source = 'x'", "--sort",
               "id:desc,source", "--offset", "5", "--limit", "7", "--format", "csv"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(asked.columns(), ::testing::ElementsAre("id", "rep.team"));
  EXPECT_EQ(asked.filter(), "source = 'x'");
  ASSERT_EQ(asked.order_size(), 2);
  EXPECT_EQ(asked.order(0).column(), "id");
  EXPECT_TRUE(asked.order(0).descending());
  EXPECT_FALSE(asked.order(1).descending());
  EXPECT_EQ(asked.offset(), 5);
  EXPECT_EQ(asked.limit(), 7);
}

TEST(RowsCommandTest, CsvAndJsonHaveAllRows) {
  FakeServer server;
  v1::ReadRowsRequest asked;
  Serve(&server, &asked);
  EXPECT_EQ(RunAgainst(server, {"rows", "leads", "--format", "csv"}).out,
            "id,source\r\n1,פייסבוק\r\n2,\r\n3,\"a,b\"\r\n");
  EXPECT_EQ(asked.limit(), 0);
  const auto json =
      nlohmann::json::parse(RunAgainst(server, {"rows", "leads", "--format", "json"}).out);
  EXPECT_EQ(json, nlohmann::json::parse(R"({
    "columns": [{"name": "id", "type": "int64", "unit": null},
                {"name": "source", "type": "string", "unit": null}],
    "rows": [[1, "פייסבוק"], [2, null], [3, "a,b"]],
    "as_of": "2024-01-31T10:00:00Z", "snapshot": "v3", "warnings": []})"));
}

TEST(RowsCommandTest, AnErrorOnTheWayIsStatus1) {
  FakeServer server;
  server.read_rows = [](const v1::ReadRowsRequest&, std::vector<v1::ReadRowsResponse>* responses) {
    responses->push_back(Chunk({TextColumn("source", {"a"})}, 1));
    return grpc::Status(grpc::StatusCode::INTERNAL, "the disk is gone");
  };
  for (const char* format : {"table", "csv", "json"}) {
    const Outcome outcome = RunAgainst(server, {"rows", "leads", "--format", format});
    EXPECT_EQ(outcome.status, 1) << format;
    EXPECT_THAT(outcome.err, HasSubstr("the disk is gone")) << format;
  }
}

TEST(RowsTest, RefusesColumnsThatChangeOnTheWay) {
  Rows rows;
  EXPECT_FALSE(rows.Add(Chunk({TextColumn("a", {"x"})}, 1).columns(), 1));
  EXPECT_TRUE(rows.Add(Chunk({TextColumn("b", {"x"})}, 1).columns(), 1));
  EXPECT_TRUE(rows.Add(Chunk({TextColumn("a", {"x"})}, 1).columns(), 2));
  EXPECT_EQ(rows.size(), 1);
}

TEST(RowsTest, FindsRowsOfEveryChunk) {
  Rows rows;
  int64_t next = 0;
  for (const int64_t count : {3, 0, 1, 4}) {
    std::vector<std::string> values;
    for (int64_t i = 0; i < count; ++i) values.push_back(std::to_string(next++));
    EXPECT_FALSE(rows.Add(Chunk({TextColumn("a", values)}, count).columns(), count));
  }
  ASSERT_EQ(rows.size(), 8);
  for (int64_t row = 0; row < rows.size(); ++row) {
    const Rows::Place place = rows.At(row);
    EXPECT_EQ(place.columns[0].string_values(static_cast<int>(place.row)), std::to_string(row));
  }
}

}  // namespace
}  // namespace madad::cli
