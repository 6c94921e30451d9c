// Scans with groups, joins, ranks and long texts.
#include <gmock/gmock.h>

#include "core/expr/check.h"
#include "core/expr/parser.h"
#include "core/scan_scope.h"
#include "unit/adapters/mysql/fixture.h"

namespace madad::adapters::mysql {
namespace {

using core::Type;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

class MySqlScanTest : public MySqlTest {
 protected:
  void Map(const std::string& name, core::Table table) {
    table.name = name;
    catalog_.tables[name] = std::move(table);
  }

  static core::ExprPtr Typed(const std::string& text, core::Scope& scope) {
    const auto parsed = core::ParseExpression(text);
    EXPECT_THAT(parsed, madad::testing::IsOk()) << text;
    const auto typed = core::Check(*parsed, text, scope, {.allow_aggregates = true});
    EXPECT_THAT(typed, madad::testing::IsOk()) << text;
    return *typed;
  }

  core::Scan ScanOf(const std::string& table, const std::vector<std::string>& groups,
                    const std::vector<std::string>& aggregates,
                    const std::vector<std::string>& filters = {}) {
    core::ScanScope scope(catalog_, catalog_.tables.at(table));
    core::Scan scan;
    for (const std::string& text : groups) scan.groups.push_back({Typed(text, scope), {}});
    for (const std::string& text : aggregates) scan.aggregates.push_back(Typed(text, scope));
    for (const std::string& text : filters) scan.filters.push_back(Typed(text, scope));
    for (const auto& from : scope.relations()) {
      core::ScanRelation& relation = scan.relations.emplace_back();
      const auto mapped = core::MapRelation(*from.table, *source_, {});
      EXPECT_THAT(mapped, madad::testing::IsOk());
      if (mapped.ok()) relation.in_place = *mapped;
      relation.parent = from.parent;
      if (from.join == nullptr) continue;
      relation.on = from.join->on;
      relation.key = from.table->key;
    }
    return scan;
  }

  std::vector<std::string> Run(const core::Scan& scan) {
    const core::SqlStatement statement = source_->dialect().Print(scan);
    sql_ = statement.sql;
    std::vector<core::ResultColumn> columns = Empty(statement.columns);
    auto rows = source_->Execute(statement, {});
    EXPECT_THAT(rows, madad::testing::IsOk()) << sql_;
    if (!rows.ok()) return {};
    EXPECT_THAT(core::ReadArrow(*std::move(rows), {}, 1000, columns), madad::testing::IsOk())
        << sql_;
    std::vector<std::string> lines(columns[0].size());
    for (size_t row = 0; row < lines.size(); ++row) {
      for (const core::ResultColumn& column : columns) {
        absl::StrAppend(&lines[row], lines[row].empty() ? "" : "|", core::ToText(column.At(row)));
      }
    }
    return lines;
  }

  core::Catalog catalog_;
  std::string sql_;
};

TEST_F(MySqlScanTest, PercentilesAndOtherAggregatesAreOneScan) {
  Sql("CREATE TABLE t (id int, kind varchar(9), v bigint, m decimal(9,2), d double)");
  Sql("INSERT INTO t VALUES (1, 'web', 1, 0.10, 1), (2, 'web', 2, 0.20, NULL), (3, 'web', 4, 0.60, "
      "3), "
      "(4, 'Web', 10, NULL, 7), (5, 'Web', NULL, 5.00, 9), (6, NULL, NULL, NULL, NULL), (7, 'web "
      "', 7, "
      "-1.00, 0)");
  Map("t", TableOf("t", {{.name = "id", .type = Type::kInt64},
                         {.name = "kind"},
                         {.name = "v", .type = Type::kInt64},
                         {.name = "m", .type = Type::kDecimal, .scale = 2},
                         {.name = "d", .type = Type::kDouble}}));
  const std::vector<std::string> aggregates = {"median(v)",
                                               "percentile(v, 0.9)",
                                               "percentile(m, 0.25) FILTER (WHERE v > 1)",
                                               "count(*)",
                                               "sum(m)",
                                               "count(DISTINCT v)",
                                               "arg_max(id, m)",
                                               "arg_min(id, m) FILTER (WHERE v > 1)",
                                               "percentile(d, 0.5) - median(v)",
                                               "count(*) FILTER (WHERE v IS NULL)"};
  EXPECT_THAT(Run(ScanOf("t", {"kind"}, aggregates)),
              UnorderedElementsAre("'web'|2|3.6|0.3|3|0.90|3|3|2|0|0",
                                   "'Web'|10|10|null|2|5.00|1|5|null|-2|1",
                                   "null|null|null|null|1|null|0|null|null|null|1",
                                   "'web '|7|7|-1|1|-1.00|1|7|7|-7|0"));
  EXPECT_THAT(Run(ScanOf("t", {}, {"median(v)", "count(*)", "arg_max(kind, v)"}, {"kind = 'web'"})),
              ElementsAre("2|3|'web'"));
  EXPECT_THAT(Run(ScanOf("t", {}, {"median(v)", "count(*)"}, {"kind = 'none'"})),
              ElementsAre("null|0"));
}

TEST_F(MySqlScanTest, TextKeysMeetByCodePointThroughTheirIndex) {
  Sql("CREATE TABLE o (name varchar(9) PRIMARY KEY, team varchar(9))");
  Sql("CREATE TABLE t (owner varchar(9))");
  Sql("INSERT INTO o VALUES ('ann', 'a'), ('bob', 'b')");
  Sql("INSERT INTO t VALUES ('ann'), ('Ann'), ('bob'), ('bob '), (NULL)");
  core::Table owners = TableOf("o", {{.name = "name"}, {.name = "team"}});
  owners.key = "name";
  Map("owners", owners);
  core::Table facts = TableOf("t", {{.name = "owner"}});
  facts.joins["by"] = {.name = "by", .table = "owners", .on = "owner"};
  Map("facts", facts);
  EXPECT_THAT(Run(ScanOf("facts", {"by.team"}, {"count(*)"})),
              UnorderedElementsAre("'a'|1", "'b'|1", "null|3"));
  EXPECT_THAT(sql_, HasSubstr("r1.`name` = r0.`owner` AND "));
}

TEST_F(MySqlScanTest, IndexesServeTimesAndTexts) {
  Sql("CREATE TABLE t (s varchar(9), at datetime(6), INDEX (s), INDEX (at))");
  Sql("SET sql_mode = ''; INSERT INTO t VALUES ('a', '2024-01-01'), ('A', '2024-01-02'), ('a', "
      "'0000-00-00'), ('b', '2024-02-01'); INSERT INTO t SELECT 'x', '2020-01-01' FROM "
      "seq_1_to_1000");
  Map("t", TableOf("t", {{.name = "s"}, {.name = "at", .type = Type::kTimestamp}}));
  EXPECT_THAT(Run(ScanOf("t", {}, {"count(*)"}, {"at >= '2024-01-01' AND at < '2024-01-31'"})),
              ElementsAre("2"));
  EXPECT_THAT(sql_, AllOf(HasSubstr("(r0.`at` >= ?)"), HasSubstr("(r0.`at` < ?)")));
  EXPECT_THAT(Run(ScanOf("t", {}, {"count(*)"}, {"s = 'a'"})), ElementsAre("2"));
  EXPECT_THAT(sql_, HasSubstr("(r0.`s` = ?)"));
  EXPECT_THAT(Run(ScanOf("t", {}, {"count(*)", "max(at)"}, {"NOT at >= '2024-01-02'", "s <> 'x'"})),
              ElementsAre("1|2024-01-01T00:00:00Z"));
  EXPECT_THAT(Run(ScanOf("t", {}, {"median(year(at))"}, {"at < '2021-01-01'"})),
              ElementsAre("2020"));
}

TEST_F(MySqlScanTest, LongTextsThatBeginAlikeAreNotEqual) {
  Sql("CREATE TABLE t (s text, v bigint)");
  Sql("INSERT INTO t VALUES (CONCAT(REPEAT('a', 3000), '1'), 1), (CONCAT(REPEAT('a', 3000), '2'), "
      "3), "
      "(CONCAT(REPEAT('a', 3000), '1'), 5), (CONCAT(REPEAT('a', 3000), '2'), 7)");
  Map("t", TableOf("t", {{.name = "s"}, {.name = "v", .type = Type::kInt64}}));
  EXPECT_THAT(Run(ScanOf("t", {"s LIKE '%1'", "s"}, {"median(v)", "count(*)"})).size(), 2U);
  EXPECT_THAT(Run(ScanOf("t", {"s LIKE '%1'"}, {"count(DISTINCT s)", "median(v)"})),
              UnorderedElementsAre("true|1|3", "false|1|5"));
  EXPECT_THAT(Run(ScanOf("t", {}, {"arg_max(v, s)"}, {"v < 6"})), ElementsAre("3"));
}

TEST_F(MySqlScanTest, SumsBeyond64BitsAreRefused) {
  Sql("CREATE TABLE t (v bigint, u bigint unsigned)");
  Sql("INSERT INTO t VALUES (9223372036854775807, 18446744073709551615), (1, 0)");
  Map("t",
      TableOf("t", {{.name = "v", .type = Type::kInt64}, {.name = "u", .type = Type::kInt64}}));
  for (const char* sum : {"sum(v)", "max(u)", "sum(u)"}) {
    const core::SqlStatement statement = source_->dialect().Print(ScanOf("t", {}, {sum}));
    std::vector<core::ResultColumn> columns = Empty(statement.columns);
    auto rows = source_->Execute(statement, {});
    const absl::Status status =
        rows.ok() ? core::ReadArrow(*std::move(rows), {}, 10, columns) : rows.status();
    EXPECT_THAT(status, madad::testing::StatusIs(absl::StatusCode::kOutOfRange, ::testing::_))
        << sum;
  }
  EXPECT_THAT(Run(ScanOf("t", {}, {"count(*)", "min(u - 10)"}, {"u < 5"})), ElementsAre("1|-10"));
}

TEST_F(MySqlScanTest, RowsAreOrderedWithNullsLast) {
  Sql("CREATE TABLE t (s varchar(9), v bigint)");
  Sql("INSERT INTO t VALUES ('b', 1), (NULL, 2), ('B', 3), ('a', 4), ('é', 5)");
  const core::Table table = TableOf("t", {{.name = "s"}, {.name = "v", .type = Type::kInt64}});
  Map("t", table);
  const auto relation = core::MapRelation(table, *source_, {});
  MADAD_ASSERT_OK(relation.status());
  const auto values = [&](core::RowScan scan) {
    const core::SqlStatement statement = source_->dialect().Print(scan);
    std::vector<core::ResultColumn> columns = Empty(statement.columns);
    auto rows = source_->Execute(statement, {});
    EXPECT_THAT(rows, madad::testing::IsOk()) << statement.sql;
    std::string text;
    if (!rows.ok() || !core::ReadArrow(*std::move(rows), {}, 100, columns).ok()) return text;
    for (size_t row = 0; row < columns[1].size(); ++row) text += core::ToText(columns[1].At(row));
    return text;
  };
  core::RowScan scan = core::AllRows(table, {"s", "v"}, *relation);
  scan.order = {{.column = 0}};
  EXPECT_EQ(values(scan), "34152");
  scan.order = {{.column = 0, .descending = true}};
  EXPECT_EQ(values(scan), "51432");
  scan.limit = 2;
  scan.offset = 1;
  EXPECT_EQ(values(scan), "14");
  scan.parts.push_back(scan.parts.front());
  scan.limit = 3;
  scan.offset = 0;
  EXPECT_EQ(values(scan), "551");
  scan.order.clear();
  scan.limit = 0;
  scan.offset = 8;
  EXPECT_EQ(values(scan).size(), 2U);
}

TEST_F(MySqlScanTest, HostileLiteralsAreParameters) {
  Sql("CREATE TABLE t (s varchar(99)); CREATE TABLE canary (a int)");
  const std::vector<std::string> hostile = {"'; DROP TABLE canary; --",
                                            "\\",
                                            "\\' OR 1=1 #",
                                            "?",
                                            "\x01"
                                            "1\x02",
                                            "`",
                                            "%_|",
                                            "\" OR \"\"=\""};
  Map("t", TableOf("t", {{.name = "s"}}));
  for (const std::string& text : hostile) {
    std::string quoted = "'";
    for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
    quoted += "'";
    EXPECT_THAT(Run(ScanOf("t", {}, {"count(*) FILTER (WHERE s = " + quoted + ")"},
                           {"s LIKE " + quoted + " OR s IS NULL OR lower(s) <> " + quoted})),
                ElementsAre("0"));
    EXPECT_THAT(sql_, Not(HasSubstr("DROP")));
  }
  EXPECT_EQ(Sql("SELECT COUNT(*) FROM canary"), "0");
}

}  // namespace
}  // namespace madad::adapters::mysql
