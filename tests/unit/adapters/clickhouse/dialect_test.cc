// What the dialect prints, for old servers and for current ones.
#include "adapters/clickhouse/dialect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"

#include "core/text.h"
#include "support/status_matchers.h"
#include "unit/adapters/clickhouse/scan_maker.h"

namespace madad::adapters::clickhouse {
namespace {

using core::Type;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class DialectTest : public ::testing::Test {
 protected:
  DialectTest() {
    maker_.Add("teams", {{.name = "id"}, {.name = "label"}});
    maker_.Relate("teams", {{"id", "String"}, {"label", "String"}});
    maker_.Add("owners", {{.name = "id"}, {.name = "name"}, {.name = "team"}}).joins["squad"] = {
        "squad", "teams", "team"};
    maker_.Relate("owners", {{"id", "String"}, {"name", "String"}, {"team", "Nullable(String)"}});
    core::Table& leads = maker_.Add("leads", {{.name = "id"},
                                              {.name = "at", .type = Type::kTimestamp},
                                              {.name = "day", .type = Type::kDate},
                                              {.name = "n", .type = Type::kInt64},
                                              {.name = "owner"},
                                              {.name = "previous"},
                                              {.name = "kind"}});
    leads.joins["owner"] = {"owner", "owners", "owner"};
    leads.joins["previous"] = {"previous", "owners", "previous"};
    maker_.Relate("leads", {{"id", "String"},
                            {"at", "DateTime"},
                            {"day", "Date"},
                            {"n", "Nullable(Int64)"},
                            {"owner", "String"},
                            {"previous", "String"},
                            {"kind", "Nullable(String)"}});
  }

  core::SqlStatement Print(const Asked& asked) {
    const auto scan = maker_.Make("leads", asked);
    EXPECT_THAT(scan, madad::testing::IsOk());
    return scan.ok() ? dialect_.Print(*scan) : core::SqlStatement();
  }
  std::string Sql(const Asked& asked) { return Print(asked).sql; }
  std::string Where(const std::string& filter) {
    const std::string sql = Sql({.aggregates = {"count(*)"}, .filters = {filter}});
    const size_t where = sql.find("WHERE ");
    return where == std::string::npos ? "" : sql.substr(where + 6);
  }

  ScanMaker maker_;
  ClickHouseDialect dialect_{ParseVersion("18.16.1")};
};

TEST_F(DialectTest, CountsByMonth) {
  EXPECT_EQ(
      Sql({.groups = {"at"},
           .aggregates = {"count(*)"},
           .bucket = core::Bucket{.grain = core::Grain::kMonth}}),
      "SELECT toNullable(toInt32(toInt32(toStartOfMonth(toDate(toUInt16(intDiv(toInt64(r0.`at`)"
      ", 86400))))))),\n       toNullable(toInt64(toInt64(count())))\nFROM `leads` AS r0\n"
      "GROUP BY toInt32(toStartOfMonth(toDate(toUInt16(intDiv(toInt64(r0.`at`), 86400)))))");
}

// So that the primary key serves.
TEST_F(DialectTest, ColumnsAreComparedInTheirOwnType) {
  EXPECT_EQ(Where("at >= '2024-01-01'"), "(r0.`at` >= toDateTime(1704067200))");
  EXPECT_EQ(Where("at < '2024-01-01 00:00:00.5'"), "(r0.`at` <= toDateTime(1704067200))");
  EXPECT_EQ(Where("at >= '2024-01-01 00:00:00.5'"), "(r0.`at` > toDateTime(1704067200))");
  EXPECT_EQ(Where("at <= '2024-01-01 00:00:00.5'"), "(r0.`at` <= toDateTime(1704067200))");
  EXPECT_EQ(Where("day = '2024-01-02'"), "(r0.`day` = toDate(19724))");
  EXPECT_EQ(Where("day BETWEEN '2024-01-01' AND '2024-01-31'"),
            "((r0.`day` >= toDate(19723)) AND (r0.`day` <= toDate(19753)))");
}

TEST_F(DialectTest, WhatTheTypeDoesNotHoldIsComparedAsItIs) {
  EXPECT_EQ(Where("at >= '1960-01-01'"),
            "((toInt64(r0.`at`) * 1000000) >= toInt64(-315619200000000))");
  EXPECT_EQ(Where("day < '2300-01-01'"), "(toInt32(r0.`day`) < toInt32(120530))");
  EXPECT_THAT(Where("at = '2024-01-01 00:00:00.5'"), HasSubstr("* 1000000) = "));
}

TEST_F(DialectTest, FiltersOfAggregates) {
  EXPECT_THAT(Sql({.aggregates = {"count(*) FILTER (WHERE n > 1)"}}),
              HasSubstr("countIf((r0.`n` > toInt64(1)))"));
  EXPECT_THAT(Sql({.aggregates = {"sum(n) FILTER (WHERE n > 1)"}}),
              HasSubstr("sumIf(toNullable(toDecimal128(r0.`n`, 0)), (r0.`n` > toInt64(1)))"));
}

TEST_F(DialectTest, JoinsAreSubqueriesOfOurNames) {
  const std::string sql = Sql({.groups = {"owner.name"}, .aggregates = {"count(*)"}});
  EXPECT_THAT(sql, HasSubstr("GLOBAL ANY LEFT JOIN (SELECT r1.`id` AS `madad_1_"));
  EXPECT_THAT(sql, HasSubstr(") AS r1 ON `owner` = `madad_1_key`"));
  EXPECT_THAT(sql, Not(HasSubstr("r1.`name`,\n")));
}

TEST_F(DialectTest, TheOldServerJoinsTwoAtATime) {
  const Asked asked{.groups = {"owner.name", "previous.name"},
                    .aggregates = {"count(*)"},
                    .filters = {"at >= '2024-01-01'", "owner.name <> 'x'"}};
  const std::string old = Sql(asked);
  EXPECT_THAT(old, HasSubstr("FROM (SELECT r0.`at` AS "));
  // The first relation is filtered before it is joined.
  EXPECT_THAT(old, HasSubstr(" WHERE (r0.`at` >= toDateTime(1704067200))) AS r0"));
  dialect_.SetVersion(ParseVersion("24.8.1"));
  EXPECT_THAT(Sql(asked), HasSubstr("\nFROM `leads` AS r0\nGLOBAL ANY LEFT JOIN"));
}

TEST_F(DialectTest, CurrentServersTakeParameters) {
  const Asked asked{.aggregates = {"count(*)"}, .filters = {"kind = 'it''s'", "owner <> 'it''s'"}};
  const core::SqlStatement old = Print(asked);
  EXPECT_THAT(old.sql, HasSubstr(R"((r0.`kind` = 'it\'s'))"));
  EXPECT_TRUE(old.parameters.empty());
  dialect_.SetVersion(ParseVersion("24.8.1"));
  const core::SqlStatement current = Print(asked);
  EXPECT_THAT(current.sql,
              HasSubstr("(r0.`kind` = {p0:String})\n  AND (r0.`owner` <> {p0:String})"));
  EXPECT_THAT(current.parameters, ElementsAre(core::Value(std::string("it's"))));
}

TEST_F(DialectTest, PercentilesAreInterpolated) {
  const Asked asked{.aggregates = {"percentile(n, 0.9)"}};
  EXPECT_THAT(Sql(asked), HasSubstr("arraySort(groupArray("));
  dialect_.SetVersion(ParseVersion("26.7.2"));
  EXPECT_THAT(Sql(asked), HasSubstr("quantileExactInclusive(0.9"));
}

TEST_F(DialectTest, PercentilesOfOneDurationAreOfItsHistogram) {
  const Asked asked{.groups = {"kind"},
                    .aggregates = {"median(at - at)", "percentile(at - at, 0.9)", "sum(n)"}};
  const std::string old = Sql(asked);
  EXPECT_THAT(old, HasSubstr("AS madad_value,\n       count() AS madad_count"));
  EXPECT_THAT(old, HasSubstr("sumMerge(madad_state_"));
  EXPECT_THAT(old, HasSubstr(")\nGROUP BY madad_key_0"));
  const std::string two = Sql({.aggregates = {"median(at - at)", "median(at - '2024-01-01')"}});
  EXPECT_THAT(two, Not(HasSubstr("madad_value"))) << "two samples have too many pairs of values";
  dialect_.SetVersion(ParseVersion("26.7.2"));
  EXPECT_THAT(Sql(asked), Not(HasSubstr("madad_value")));
}

// `sql` with everything in quotes taken out.
std::string Skeleton(const std::string& sql) {
  std::string skeleton;
  char quote = 0;
  for (size_t i = 0; i < sql.size(); ++i) {
    if (quote == 0) {
      skeleton += sql[i];
      if (sql[i] == '\'' || sql[i] == '`') quote = sql[i];
    } else if (sql[i] == '\\') {
      ++i;
    } else if (sql[i] == quote) {
      quote = 0;
    }
  }
  return skeleton;
}

TEST_F(DialectTest, NoValueChangesTheStatement) {
  const auto sql = [&](std::string value) {
    value = absl::StrReplaceAll(value, {{"'", "''"}});
    return Sql({.groups = {core::Cat("coalesce(kind, '", value, "')")},
                .aggregates = {"count(*)"},
                .filters = {core::Cat("kind IN ('", value, "', 'x') OR kind LIKE '", value, "'")}});
  };
  const std::string harmless = Skeleton(sql("x"));
  for (const std::string& hostile :
       {std::string("'"), std::string("\\"), std::string("\\'"), std::string("\\\\'"),
        std::string("'; DROP TABLE leads; --"), std::string("' OR '1'='1"), std::string("`"),
        std::string("/*"), std::string("\n--\t"), std::string("\x01\x7f"),
        std::string("{p0:String}"), std::string("שלום 'ו'")}) {
    EXPECT_EQ(Skeleton(sql(hostile)), harmless) << hostile;
  }
}

TEST_F(DialectTest, NoNameChangesTheStatement) {
  for (const std::string hostile :
       {"a`b", "a\\", "a\\`", "`; DROP TABLE leads; --", "a'b", "a\nb"}) {
    ScanMaker maker;
    maker.Add("leads", {{.name = "id", .from = hostile}});
    maker.Relate("leads", {{"id", "String"}});
    const auto scan = maker.Make("leads", {.aggregates = {"count(id)"}});
    MADAD_ASSERT_OK(scan);
    EXPECT_EQ(
        Skeleton(dialect_.Print(*scan).sql),
        "SELECT toNullable(toInt64(toInt64(coalesce(count(toNullable(r0.`)), 0))))\nFROM ` AS r0")
        << hostile;
  }
}

TEST_F(DialectTest, RowsInOrder) {
  core::RowScan scan = maker_.Rows("leads", {"id", "n"});
  EXPECT_EQ(dialect_.Print(scan).sql,
            "SELECT toNullable(r0.`id`),\n       toNullable(toInt64(r0.`n`))\nFROM `leads` AS r0");
  scan.order = {{1, true}};
  scan.limit = 5;
  EXPECT_THAT(dialect_.Print(scan).sql, HasSubstr("ORDER BY madad_1 DESC NULLS LAST\nLIMIT 0, 5"));
}

}  // namespace
}  // namespace madad::adapters::clickhouse
