// SQL for current servers. Debian has none: with MADAD_CLICKHOUSE_SQL in the
// environment the statements are written into that file, a line each, to be run
// elsewhere (in an embedded ClickHouse) over the table of the first line.
#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"

#include "adapters/clickhouse/dialect.h"
#include "adapters/clickhouse/literal.h"
#include "core/text.h"
#include "support/status_matchers.h"
#include "unit/adapters/clickhouse/scan_maker.h"

namespace madad::adapters::clickhouse {
namespace {

using core::Grain;
using core::Type;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kTable[] =
    "CREATE TABLE events (id String, at DateTime64(6, 'UTC'), whole DateTime, day Date, far "
    "Date32, "
    "n Nullable(Int64), u UInt64, m Nullable(Decimal(18, 2)), d Nullable(Float64), kind "
    "LowCardinality(Nullable(String)), won Bool, owner String) ENGINE = MergeTree ORDER BY (whole, "
    "id)";

class CurrentServerTest : public ::testing::Test {
 protected:
  CurrentServerTest() {
    maker_.Add("owners", {{.name = "id"}, {.name = "name"}});
    maker_.Relate("owners", {{"id", "String"}, {"name", "String"}});
    core::Table& events = maker_.Add("events", {{.name = "id"},
                                                {.name = "at", .type = Type::kTimestamp},
                                                {.name = "whole", .type = Type::kTimestamp},
                                                {.name = "day", .type = Type::kDate},
                                                {.name = "far", .type = Type::kDate},
                                                {.name = "n", .type = Type::kInt64},
                                                {.name = "u", .type = Type::kInt64},
                                                {.name = "m", .type = Type::kDecimal, .scale = 2},
                                                {.name = "d", .type = Type::kDouble},
                                                {.name = "kind"},
                                                {.name = "won", .type = Type::kBool},
                                                {.name = "owner"}});
    events.joins["owner"] = {"owner", "owners", "owner"};
    maker_.Relate("events", {{"id", "String"},
                             {"at", "DateTime64(6, 'UTC')"},
                             {"whole", "DateTime"},
                             {"day", "Date"},
                             {"far", "Date32"},
                             {"n", "Nullable(Int64)"},
                             {"u", "UInt64"},
                             {"m", "Nullable(Decimal(18, 2))"},
                             {"d", "Nullable(Float64)"},
                             {"kind", "LowCardinality(Nullable(String))"},
                             {"won", "Bool"},
                             {"owner", "String"}});
    if (const char* file = std::getenv("MADAD_CLICKHOUSE_SQL")) file_.open(file, std::ios::app);
  }

  std::string Sql(const Asked& asked) {
    const auto scan = maker_.Make("events", asked);
    EXPECT_THAT(scan, madad::testing::IsOk());
    if (!scan.ok()) return "";
    const core::SqlStatement statement = dialect_.Print(*scan);
    std::string line = absl::StrReplaceAll(statement.sql, {{"\n", " "}});
    for (size_t i = 0; i < statement.parameters.size(); ++i) {
      line = absl::StrReplaceAll(
          line, {{core::Cat("{p", i, ":String}"), PrintConstant(statement.parameters[i])}});
    }
    if (file_.is_open()) file_ << line << "\n";
    return statement.sql;
  }

  ScanMaker maker_;
  ClickHouseDialect dialect_{ParseVersion("26.7.2.1")};
  std::ofstream file_;
};

TEST_F(CurrentServerTest, Aggregates) {
  if (file_.is_open()) file_ << kTable << "\n";
  for (const std::string aggregate : {"count(*)",
                                      "count(n)",
                                      "count(DISTINCT kind)",
                                      "count(*) FILTER (WHERE kind = 'web')",
                                      "sum(n)",
                                      "sum(m)",
                                      "sum(d)",
                                      "sum(m * n)",
                                      "sum(at - whole)",
                                      "sum(u)",
                                      "sum(n) FILTER (WHERE n > 100)",
                                      "avg(n)",
                                      "avg(m)",
                                      "avg(at - whole)",
                                      "min(kind)",
                                      "max(day)",
                                      "max(far)",
                                      "min(at)",
                                      "max(won)",
                                      "median(n)",
                                      "percentile(m, 0.9)",
                                      "percentile(at - whole, 0.25) FILTER (WHERE won)",
                                      "stddev(d)",
                                      "arg_min(kind, at)",
                                      "arg_max(m, n) FILTER (WHERE n > 0)",
                                      "sum(n) / count(*)",
                                      "CASE WHEN count(*) > 5 THEN 1 END",
                                      "greatest(sum(n), count(*))"}) {
    EXPECT_THAT(Sql({.aggregates = {aggregate}}), Not(HasSubstr("groupArray"))) << aggregate;
  }
}

TEST_F(CurrentServerTest, Groups) {
  for (const std::string group : {"kind",
                                  "day",
                                  "far",
                                  "won",
                                  "n > 8",
                                  "coalesce(kind, 'none')",
                                  "year(at)",
                                  "month(day)",
                                  "weekday(far)",
                                  "hour(at)",
                                  "day(far)",
                                  "quarter(whole)",
                                  "day + '1mo'",
                                  "at - '1y'",
                                  "far + '12h'",
                                  "round(m)",
                                  "round(d, 2)",
                                  "round(d)",
                                  "n + 1",
                                  "n * 2 - u",
                                  "-n",
                                  "abs(m)",
                                  "m * 2.5",
                                  "d / 0",
                                  "(at - whole) * 2.5",
                                  "least(n, u, 3)",
                                  "greatest(kind, id)",
                                  "nullif(n, 5)",
                                  "lower(kind)",
                                  "kind LIKE 'w\\%'",
                                  "n IN (1, 2, NULL)",
                                  "kind NOT IN ('a', 'b')",
                                  "m IN (2.5, 3)",
                                  "n BETWEEN 1 AND u",
                                  "NOT (won AND n > 1)",
                                  "day = whole",
                                  "owner.name",
                                  "CASE WHEN won THEN 1 ELSE 2.5 END"}) {
    Sql({.groups = {group}, .aggregates = {"count(*)"}});
  }
  for (const Grain grain :
       {Grain::kDay, Grain::kWeek, Grain::kMonth, Grain::kQuarter, Grain::kYear}) {
    for (const std::string time : {"at", "whole", "day", "far"}) {
      const bool has_zone = time == "at" || time == "whole";
      core::Bucket bucket{.grain = grain, .fiscal_start = 4};
      if (has_zone) {
        bucket.offsets = {{core::Timestamp{1'711'584'000'000'000}, 7'200'000'000},
                          {core::Timestamp{}, -10'800'000'000}};
      }
      EXPECT_FALSE(Sql({.groups = {time}, .aggregates = {"count(*)"}, .bucket = bucket}).empty());
    }
  }
}

TEST_F(CurrentServerTest, Filters) {
  for (const std::string filter :
       {"at >= '2024-01-01'", "whole < '2024-01-01 00:00:00.5'", "day = '2024-01-01'",
        "far >= '1900-01-01'", "kind = 'it''s \\ \"שלום\"'", "kind IN ('web', 'x')", "won",
        "kind IS NULL OR n IS NOT NULL", "owner.name = 'Ann' AND u > 1"}) {
    EXPECT_THAT(Sql({.aggregates = {"count(*)"}, .filters = {filter}}), HasSubstr("WHERE"))
        << filter;
  }
}

}  // namespace
}  // namespace madad::adapters::clickhouse
