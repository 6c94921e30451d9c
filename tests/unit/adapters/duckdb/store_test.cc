#include "adapters/duckdb/store.h"

#include <chrono>
#include <stop_token>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/time/clock.h"

#include "core/arrow_reader.h"
#include "core/status.h"
#include "core/text.h"
#include "support/status_matchers.h"

namespace madad::adapters::duckdb {
namespace {

using core::CallContext;
using core::ResultColumn;
using core::SqlStatement;
using core::Type;
using core::Value;
using madad::testing::StatusIs;
using ::testing::HasSubstr;

// Work for hours.
constexpr char kEndless[] = "SELECT sum(sqrt(range)) FROM range(1000000000000)";

class StoreTest : public ::testing::Test {
 protected:
  void SetUp() override { MADAD_ASSERT_OK_AND_ASSIGN(store_, Store::Open({.threads = 2})); }

  static ResultColumn Column(Type type, int32_t scale = 0) {
    ResultColumn column{.name = "c", .type = type, .scale = scale};
    column.values = core::EmptyValues(type);
    return column;
  }

  absl::StatusOr<std::vector<ResultColumn>> Read(const SqlStatement& statement,
                                                 std::vector<ResultColumn> columns,
                                                 int64_t max_rows = 1000) {
    MADAD_ASSIGN_OR_RETURN(core::ArrowStream stream, store_->Execute(statement, {}));
    MADAD_RETURN_IF_ERROR(core::ReadArrow(std::move(stream), {}, max_rows, columns));
    return columns;
  }

  std::shared_ptr<Store> store_;
};

TEST_F(StoreTest, EveryTypeComesBackThroughArrowWithItsNulls) {
  const SqlStatement statement{
      "SELECT ?, CAST(? AS BIGINT), ?, ?, ?, ?, ? UNION ALL "
      "SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL",
      {true, int64_t{-5}, 0.25, core::Decimal{-1234, 2}, std::string("שלום"), core::Date{-1},
       core::Timestamp{1'700'000'000'123'456}}};
  MADAD_ASSERT_OK_AND_ASSIGN(
      const auto columns,
      Read(statement, {Column(Type::kBool), Column(Type::kInt64), Column(Type::kDouble),
                       Column(Type::kDecimal, 2), Column(Type::kString), Column(Type::kDate),
                       Column(Type::kTimestamp)}));
  for (size_t i = 0; i < columns.size(); ++i) {
    ASSERT_EQ(columns[i].size(), 2U);
    EXPECT_TRUE(columns[i].At(0) == statement.parameters[i]) << i;
    EXPECT_TRUE(columns[i].At(1) == Value()) << i;
  }
}

TEST_F(StoreTest, ResultsOfManyBatchesAreReadWhole) {
  MADAD_ASSERT_OK_AND_ASSIGN(const auto columns,
                             Read({"SELECT range, 'r' || range FROM range(10000)", {}},
                                  {Column(Type::kInt64), Column(Type::kString)}, 10000));
  ASSERT_EQ(columns[0].size(), 10000U);
  EXPECT_TRUE(columns[0].At(9999) == Value(int64_t{9999}));
  EXPECT_TRUE(columns[1].At(9999) == Value(std::string("r9999")));
}

// ENUMs come as positions in a dictionary, of one, two or four bytes.
TEST_F(StoreTest, DictionariesOfAnySizeAreReadAsTheirTexts) {
  for (const int64_t size : {3, 300, 70'000}) {
    MADAD_ASSERT_OK(Read(
        {core::Cat("CREATE OR REPLACE TYPE e AS ENUM (SELECT 'v' || range FROM range(", size, "))"),
         {}},
        {Column(Type::kInt64)}));
    MADAD_ASSERT_OK_AND_ASSIGN(
        const auto columns,
        Read({core::Cat("SELECT CASE WHEN range % 5 <> 0 THEN CAST('v' || (range % ", size,
                        ") AS e) END FROM range(80000)"),
              {}},
             {Column(Type::kString)}, 80'000));
    ASSERT_EQ(columns[0].size(), 80'000U);
    EXPECT_TRUE(columns[0].At(5) == Value());
    for (const int64_t row : {1, 2, 4096, 79'999}) {
      EXPECT_TRUE(columns[0].At(static_cast<size_t>(row)) == Value(core::Cat("v", row % size)));
    }
  }
  EXPECT_THAT(Read({"SELECT CAST('v1' AS e)", {}}, {Column(Type::kInt64)}),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("expected int64")));
}

TEST_F(StoreTest, MoreRowsThanAllowedAreRefused) {
  EXPECT_THAT(Read({"SELECT range FROM range(5000)", {}}, {Column(Type::kInt64)}, 4999),
              StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("4999 groups")));
}

TEST_F(StoreTest, DecimalOverSixtyFourBitsIsAnErrorNotAWrongFigure) {
  EXPECT_THAT(Read({"SELECT CAST('99999999999999999999' AS DECIMAL(38, 2))", {}},
                   {Column(Type::kDecimal, 2)}),
              StatusIs(absl::StatusCode::kOutOfRange, HasSubstr("64 bits")));
}

TEST_F(StoreTest, ColumnOfAnotherTypeIsRefused) {
  EXPECT_THAT(Read({"SELECT 'text'", {}}, {Column(Type::kInt64)}),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("expected int64")));
}

TEST_F(StoreTest, EngineErrorsKeepTheEnginesWords) {
  EXPECT_THAT(store_->Execute({"SELECT * FROM no_such_table", {}}, {}),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("no_such_table")));
  EXPECT_THAT(store_->Execute({"SELECT CAST('x' AS BIGINT)", {}}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("'x'")));
}

TEST_F(StoreTest, DeadlineStopsTheEnginesWork) {
  const absl::Time start = absl::Now();
  const CallContext call{.deadline = start + absl::Milliseconds(100)};
  EXPECT_THAT(store_->Execute({kEndless, {}}, call),
              StatusIs(absl::StatusCode::kDeadlineExceeded, HasSubstr("deadline")));
  // Generous for a loaded machine; the work itself would take minutes.
  EXPECT_LT(absl::Now() - start, absl::Seconds(20));
  // The connection that was interrupted serves the next query.
  MADAD_EXPECT_OK(Read({"SELECT CAST(1 AS BIGINT)", {}}, {Column(Type::kInt64)}));
}

TEST_F(StoreTest, CancellationStopsTheEnginesWork) {
  std::stop_source stop;
  const CallContext call{.stop = stop.get_token()};
  std::jthread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    stop.request_stop();
  });
  const absl::Time start = absl::Now();
  EXPECT_THAT(store_->Execute({kEndless, {}}, call),
              StatusIs(absl::StatusCode::kCancelled, HasSubstr("cancelled")));
  EXPECT_LT(absl::Now() - start, absl::Seconds(20));
}

TEST_F(StoreTest, CallThatIsOverBeforeItBeganDoesNothing) {
  const CallContext late{.deadline = absl::Now() - absl::Seconds(1)};
  EXPECT_THAT(store_->Execute({"SELECT 1", {}}, late),
              StatusIs(absl::StatusCode::kDeadlineExceeded, HasSubstr("deadline")));
}

TEST_F(StoreTest, FilesOutsideTheFoldersCannotBeRead) {
  EXPECT_THAT(store_->Execute({"SELECT * FROM read_csv('/etc/passwd')", {}}, {}),
              StatusIs(::testing::_, HasSubstr("/etc/passwd")));
  EXPECT_THAT(store_->Execute({"SET enable_external_access = true", {}}, {}),
              StatusIs(::testing::_, HasSubstr("external")));
}

TEST_F(StoreTest, UnknownMemoryLimitIsRefused) {
  EXPECT_THAT(Store::Open({.memory_limit = "a lot"}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("memory_limit")));
}

TEST_F(StoreTest, ManyThreadsAtOnceGetTheirOwnAnswers) {
  std::vector<std::jthread> threads;
  for (int64_t i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 20; ++round) {
        const auto columns =
            Read({"SELECT CAST(? AS BIGINT) + sum(range)::BIGINT FROM range(1000)", {i}},
                 {Column(Type::kInt64)});
        ASSERT_TRUE(columns.ok()) << columns.status();
        EXPECT_TRUE((*columns)[0].At(0) == Value(i + 499500));
      }
    });
  }
}

}  // namespace
}  // namespace madad::adapters::duckdb
