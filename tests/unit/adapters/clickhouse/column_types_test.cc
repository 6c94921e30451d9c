// Columns of ClickHouse's types, as they are declared.
#include "adapters/clickhouse/types.h"
#include "unit/adapters/clickhouse/live_fixture.h"

namespace madad::adapters::clickhouse {
namespace {

using core::Type;
using madad::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST_F(LiveTest, NumbersOfAllWidths) {
  Run("DROP TABLE IF EXISTS numbers");
  Run("CREATE TABLE numbers (id String, tiny Int8, byte UInt8, word UInt16, quad UInt32, wide "
      "Nullable(UInt64), real Float32, twice Nullable(Float64)) ENGINE = Memory");
  Run("INSERT INTO numbers VALUES ('a', -128, 255, 65535, 4294967295, 9223372036854775807, 0.5, "
      "0.1),"
      " ('b', 0, 0, 0, 0, NULL, -0.5, NULL)");
  maker_.Add("numbers", {{.name = "id"},
                         {.name = "tiny", .type = Type::kInt64},
                         {.name = "byte", .type = Type::kInt64},
                         {.name = "word", .type = Type::kInt64},
                         {.name = "quad", .type = Type::kInt64},
                         {.name = "wide", .type = Type::kInt64},
                         {.name = "real", .type = Type::kDouble},
                         {.name = "twice", .type = Type::kDouble}});
  const std::vector<std::string> all = {"id",   "tiny", "byte", "word",
                                        "quad", "wide", "real", "twice"};
  const auto rows = Rows("numbers", all);
  MADAD_ASSERT_OK(rows);
  EXPECT_THAT(*rows, ElementsAre("a|-128|255|65535|4294967295|9223372036854775807|0.5|0.1",
                                 "b|0|0|0|0|null|-0.5|null"));
  Run("INSERT INTO numbers VALUES ('c', 0, 0, 0, 0, 18446744073709551615, 0, 0)");
  EXPECT_THAT(Rows("numbers", all), StatusIs(absl::StatusCode::kOutOfRange, HasSubstr("events")));
}

TEST_F(LiveTest, MoneyIsExact) {
  Run("DROP TABLE IF EXISTS money");
  Run("CREATE TABLE money (id String, small Decimal(9, 2), large Nullable(Decimal(38, 4)), whole "
      "Int32, real Nullable(Float64)) ENGINE = Memory");
  Run("INSERT INTO money VALUES ('a', 1234567.89, 12345678901234.5678, 7, 0.1), ('b', -0.01, NULL, "
      "-7, 2.675), ('c', 0, 0.0001, 0, -0.005), ('d', 0, 0, 0, NULL)");
  maker_.Add("money", {{.name = "id"},
                       {.name = "small", .type = Type::kDecimal, .scale = 2},
                       {.name = "large", .type = Type::kDecimal, .scale = 4},
                       {.name = "whole", .type = Type::kDecimal, .scale = 2},
                       {.name = "real", .type = Type::kDecimal, .scale = 2}});
  const auto rows = Rows("money", {"id", "small", "large", "whole", "real"});
  MADAD_ASSERT_OK(rows);
  EXPECT_THAT(*rows,
              ElementsAre("a|1234567.89|12345678901234.5678|7.00|0.10", "b|-0.01|null|-7.00|2.68",
                          "c|0.00|0.0001|0.00|-0.01", "d|0.00|0.0000|0.00|null"));
  const auto sums = Ask("money", {.aggregates = {"sum(small)", "sum(large)", "sum(real)"}});
  MADAD_ASSERT_OK(sums);
  EXPECT_THAT(*sums, ElementsAre("1234567.88|12345678901234.5679|2.77"));
}

TEST_F(LiveTest, DatesAndTimes) {
  Run("DROP TABLE IF EXISTS times");
  Run("CREATE TABLE times (id String, day Date, maybe Nullable(Date), at DateTime, local "
      "Nullable(DateTime('Asia/Jerusalem')), micros Int64, days Int32) ENGINE = Memory");
  Run("INSERT INTO times VALUES ('a', '2024-02-29', NULL, '2024-02-29 23:59:59', '2024-03-01 "
      "01:59:59', -1, -1), ('b', '2105-12-31', '1970-01-02', '2105-12-31 23:59:59', NULL, "
      "1709251199999999, 19782)");
  maker_.Add("times", {{.name = "id"},
                       {.name = "day", .type = Type::kDate},
                       {.name = "maybe", .type = Type::kDate},
                       {.name = "at", .type = Type::kTimestamp},
                       {.name = "local", .type = Type::kTimestamp},
                       {.name = "micros", .type = Type::kTimestamp},
                       {.name = "days", .type = Type::kDate}});
  const auto rows = Rows("times", {"id", "day", "maybe", "at", "local", "micros", "days"});
  MADAD_ASSERT_OK(rows);
  EXPECT_THAT(*rows, ElementsAre("a|2024-02-29|null|2024-02-29T23:59:59Z|2024-02-29T23:59:59Z|"
                                 "1969-12-31T23:59:59.999999Z|1969-12-31",
                                 "b|2105-12-31|1970-01-02|2105-12-31T23:59:59Z|null|"
                                 "2024-02-29T23:59:59.999999Z|2024-02-29"));
  const auto parts = Ask("times", {.groups = {"year(at)", "month(day)", "weekday(at)",
                                              "hour(micros)", "day + '1mo'", "quarter(days)"},
                                   .filters = {"id = 'a'"}});
  MADAD_ASSERT_OK(parts);
  EXPECT_THAT(*parts, ElementsAre("2024|2|4|23|2024-03-29|4"));
}

// A zone west of Greenwich, and a DateTime at ClickHouse's very first second.
TEST_F(LiveTest, BucketsAroundTheFirstSecond) {
  Run("DROP TABLE IF EXISTS firsts");
  Run("CREATE TABLE firsts (id String, at DateTime) ENGINE = Memory");
  Run("INSERT INTO firsts VALUES ('a', 0), ('b', '2024-01-01 04:59:59'), ('c', '2024-01-01 "
      "05:00:00')");
  maker_.Add("firsts", {{.name = "id"}, {.name = "at", .type = Type::kTimestamp}});
  MADAD_ASSERT_OK(maker_.Map("firsts", *source_));
  const auto by = [&](core::Grain grain) {
    auto lines = Ask(
        "firsts", {.groups = {"at", "id"},
                   .bucket = core::Bucket{.grain = grain,
                                          .offsets = {{core::Timestamp{1'000'000}, -18'000'000'000},
                                                      {core::Timestamp{}, -18'000'000'000}}}});
    std::vector<std::string> sorted = lines.value_or(std::vector<std::string>{"failed"});
    std::sort(sorted.begin(), sorted.end());
    return sorted;
  };
  EXPECT_THAT(by(core::Grain::kDay), ElementsAre("1969-12-31|a", "2023-12-31|b", "2024-01-01|c"));
  EXPECT_THAT(by(core::Grain::kMonth), ElementsAre("1969-12-01|a", "2023-12-01|b", "2024-01-01|c"));
  EXPECT_THAT(by(core::Grain::kYear), ElementsAre("1969-01-01|a", "2023-01-01|b", "2024-01-01|c"));
}

TEST_F(LiveTest, TextsBoolsAndEnums) {
  Run("DROP TABLE IF EXISTS texts");
  Run("CREATE TABLE texts (id String, name Nullable(String), fixed FixedString(4), kind "
      "Enum8('web' = 1, 'דוא' = 2), ref UUID, won UInt8, lost Nullable(UInt8)) ENGINE = Memory");
  Run("INSERT INTO texts VALUES ('a', 'שלום ', 'ab', 'דוא', "
      "'61f0c404-5cb3-11e7-907b-a6006ad3dba0', 1, NULL), ('b', NULL, 'abcd', 'web', "
      "'00000000-0000-0000-0000-000000000000', 0, 1)");
  maker_.Add("texts", {{.name = "id"},
                       {.name = "name"},
                       {.name = "fixed"},
                       {.name = "kind"},
                       {.name = "ref"},
                       {.name = "won", .type = Type::kBool},
                       {.name = "lost", .type = Type::kBool}});
  const auto rows = Rows("texts", {"id", "name", "fixed", "kind", "ref", "won", "lost"});
  MADAD_ASSERT_OK(rows);
  EXPECT_THAT(*rows,
              ElementsAre("a|שלום |ab|דוא|61f0c404-5cb3-11e7-907b-a6006ad3dba0|true|null",
                          "b|null|abcd|web|00000000-0000-0000-0000-000000000000|false|true"));
}

TEST_F(LiveTest, ReplacedValuesAndNulls) {
  Run("DROP TABLE IF EXISTS replaced");
  Run("CREATE TABLE replaced (id String, status Int32, amount String, day String, at String) "
      "ENGINE = Memory");
  Run("INSERT INTO replaced VALUES ('a', 1, '12.50', '2024-02-29', '2024-02-29 10:00:00'), ('b', "
      "2, "
      "'-', '-', '-'), ('c', 3, '0.01', '-', '-')");
  core::Column status{.name = "status"};
  status.values = {{"1", "open"}, {"2", "won"}};
  core::Column amount{.name = "amount", .type = Type::kDecimal, .scale = 2};
  amount.nulls = {"-"};
  core::Column day{.name = "day", .type = Type::kDate};
  core::Column at{.name = "at", .type = Type::kTimestamp};
  day.nulls = at.nulls = {"-"};
  maker_.Add("replaced", {{.name = "id"}, status, amount, day, at});
  const auto rows = Rows("replaced", {"id", "status", "amount", "day", "at"});
  MADAD_ASSERT_OK(rows);
  EXPECT_THAT(*rows, ElementsAre("a|open|12.50|2024-02-29|2024-02-29T10:00:00Z",
                                 "b|won|null|null|null", "c|3|0.01|null|null"));
}

TEST(ClickHouseTypesTest, WhatCannotBeReadSaysWhatCan) {
  const auto can = [](Type type, int32_t scale, const std::string& native) {
    return CanRead({.name = "c", .type = type, .scale = scale}, {"c", native, false});
  };
  MADAD_EXPECT_OK(can(Type::kString, 0, "LowCardinality(Nullable(String))"));
  MADAD_EXPECT_OK(can(Type::kTimestamp, 0, "Nullable(DateTime64(3, 'UTC'))"));
  MADAD_EXPECT_OK(can(Type::kDecimal, 2, "Nullable(Decimal(12, 2))"));
  EXPECT_THAT(can(Type::kDecimal, 2, "Decimal(12, 4)"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("declare decimal(4)")));
  EXPECT_THAT(can(Type::kDate, 0, "DateTime"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("declare timestamp")));
  EXPECT_THAT(can(Type::kInt64, 0, "String"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("declare string")));
  EXPECT_THAT(can(Type::kString, 0, "Array(String)"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("query:")));
}

}  // namespace
}  // namespace madad::adapters::clickhouse
