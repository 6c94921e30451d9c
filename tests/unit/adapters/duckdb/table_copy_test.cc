// A copy that is laid out for queries means what the plain table means.
#include "adapters/duckdb/table_copy.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"

#include "core/arrow_reader.h"
#include "core/expr/check.h"
#include "core/expr/parser.h"
#include "core/expr/rewrite.h"
#include "core/scan_scope.h"
#include "core/status.h"
#include "core/text.h"
#include "support/status_matchers.h"
#include "unit/adapters/duckdb/fixture.h"

namespace madad::adapters::duckdb {
namespace {

using core::Type;
using madad::testing::StatusIs;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// Texts whose order differs by locale, case or UTF-16 unit, and some that SQL
// or LIKE give a meaning.
const std::vector<std::string>& Texts() {
  static const std::vector<std::string> texts = {"web",
                                                 "Web",
                                                 "WEB",
                                                 "mail",
                                                 "a",
                                                 "B",
                                                 "ä",
                                                 "z",
                                                 "é",
                                                 "e\u0301",
                                                 "של\u05d5ם",
                                                 "\uffee",
                                                 "\U0001F600",
                                                 "it's",
                                                 "100%",
                                                 "a_b",
                                                 "a%b",
                                                 " ",
                                                 "'; DROP TABLE leads; --",
                                                 "\\"};
  return texts;
}

class TableCopyTest : public QueryFixture {
 protected:
  TableCopyTest() {
    std::string leads = "id,source,region,owner,size,amount,at,won_at\n";
    for (size_t i = 0; i < 200; ++i) {
      // Quoted, so that an empty source is an empty text, and null when absent.
      const std::string& source = Texts()[i * 7 % Texts().size()];
      const std::string region = i % 5 == 0 ? "" : Texts()[i * 3 % 8];
      core::Append(&leads, i, ",\"", source, "\",", region, ",o", i % 4, ",", i % 9, ",", i, ".25,",
                   "2024-0", 9 - i % 9, "-01 0", i % 10, ":30:00,",
                   i % 3 == 0 ? "" : "2024-10-05 10:00:00", "\n");
    }
    AddTable("leads", "id", leads,
             {{.name = "id"},
              {.name = "source"},
              {.name = "region"},
              {.name = "owner"},
              {.name = "size", .type = Type::kInt64},
              {.name = "amount", .type = Type::kDecimal, .scale = 2},
              {.name = "at", .type = Type::kTimestamp},
              {.name = "won_at", .type = Type::kTimestamp}})
        .joins["by"] = {"by", "owners", "owner"};
    AddTable("owners", "id", "id,team\no0,web\no1,mail\no2,a\n",
             {{.name = "id"}, {.name = "team"}});
  }

  void SetUp() override {
    MADAD_ASSERT_OK_AND_ASSIGN(snapshot_, Load());
    for (const auto& [name, plain] : snapshot_->tables) {
      MADAD_ASSERT_OK(plain.status);
      const std::string order_by = MainTimeColumn(catalog_.tables.at(name), {});
      MADAD_ASSERT_OK_AND_ASSIGN(copies_[name],
                                 Copy(name, {.order_by = order_by, .rows_per_value = 1}));
    }
  }

  absl::StatusOr<core::TableData> Copy(const std::string& name, const CopyLayout& layout) {
    return CopyForQueries(snapshot_->tables.at(name), catalog_.tables.at(name), layout, store_, {});
  }

  absl::StatusOr<core::ExprPtr> Typed(const std::string& text, core::ScanScope& scope,
                                      bool aggregates = false) {
    MADAD_ASSIGN_OR_RETURN(const core::ExprPtr parsed, core::ParseExpression(text));
    return core::Check(parsed, text, scope, {.allow_aggregates = aggregates});
  }

  // A scan of leads with the relations' places filled in.
  static void Fill(const core::ScanScope& scope, const std::map<std::string, core::TableData>& data,
                   core::Scan& scan) {
    for (const core::ScanScope::Relation& relation : scope.relations()) {
      const core::TableData& table = data.at(relation.table->name);
      core::ScanRelation& filled = scan.relations.emplace_back();
      filled.schema = table.schema;
      filled.relation = table.relation;
      filled.parent = relation.parent;
      if (relation.join == nullptr) continue;
      filled.on = relation.join->on;
      filled.key = relation.table->key;
    }
  }

  // The rows of SELECT group, aggregates ... GROUP BY group, as sorted lines.
  absl::StatusOr<std::vector<std::string>> Rows(const std::map<std::string, core::TableData>& data,
                                                const std::string& group,
                                                const std::vector<std::string>& aggregates,
                                                const std::string& filter = "") {
    core::ScanScope scope(catalog_, catalog_.tables.at("leads"));
    core::Scan scan;
    core::Result result;
    const auto expect = [&](const core::Expr& expr) {
      core::ResultColumn& column = result.columns.emplace_back();
      column.name = core::ToText(expr);
      column.type = expr.type;
      column.scale = expr.scale;
      column.values = core::EmptyValues(expr.type);
    };
    if (!group.empty()) {
      MADAD_ASSIGN_OR_RETURN(scan.groups.emplace_back().expr, Typed(group, scope));
      expect(*scan.groups.back().expr);
    }
    for (const std::string& aggregate : aggregates) {
      MADAD_ASSIGN_OR_RETURN(const core::ExprPtr typed, Typed(aggregate, scope, true));
      expect(*typed);
      scan.aggregates.push_back(core::Rewrite(typed, [&](const core::Expr& node) -> core::ExprPtr {
        if (held_.first.empty() || core::ToText(node) != held_.first) return nullptr;
        auto column = std::make_shared<core::Expr>();
        column->kind = core::ExprKind::kColumn;
        column->name = held_.second;
        column->type = node.type;
        column->relation = 0;
        return column;
      }));
    }
    if (!filter.empty()) {
      MADAD_ASSIGN_OR_RETURN(scan.filters.emplace_back(), Typed(filter, scope));
    }
    Fill(scope, data, scan);
    MADAD_ASSIGN_OR_RETURN(core::ArrowStream stream,
                           store_->Execute(store_->dialect().Print(scan), {}));
    MADAD_RETURN_IF_ERROR(core::ReadArrow(std::move(stream), {}, 10'000, result.columns));
    std::vector<std::string> lines = Lines(result);
    std::sort(lines.begin(), lines.end());
    return lines;
  }

  void ExpectSame(const std::string& group, const std::vector<std::string>& aggregates,
                  const std::string& filter = "") {
    const auto plain = Rows(snapshot_->tables, group, aggregates, filter);
    const auto copy = Rows(copies_, group, aggregates, filter);
    MADAD_ASSERT_OK(plain);
    MADAD_ASSERT_OK(copy);
    EXPECT_EQ(*copy, *plain);
  }

  std::vector<std::string> TypeOfColumn(const core::TableData& data, const std::string& column) {
    auto connection = store_->Borrow();
    const auto rows = (*connection)
                          ->Rows(core::Cat("SELECT data_type FROM duckdb_columns() WHERE "
                                           "schema_name = '",
                                           data.schema, "' AND column_name = '", column, "'"));
    std::vector<std::string> types;
    for (const auto& row : *rows) types.push_back(row[0]);
    return types;
  }

  std::shared_ptr<const core::Snapshot> snapshot_;
  std::map<std::string, core::TableData> copies_;
  // The text of an expression that scans find in a column, and the column.
  std::pair<std::string, std::string> held_;
};

TEST_F(TableCopyTest, TextOfFewValuesBecomesAnEnumInOrderOfCodePoint) {
  EXPECT_TRUE(copies_["leads"].optimized);
  EXPECT_THAT(TypeOfColumn(copies_["leads"], "source"),
              ElementsAre(HasSubstr("ENUM(' ', '''; DROP TABLE leads; --', '100%', 'B', 'WEB',")));
  EXPECT_THAT(TypeOfColumn(copies_["leads"], "source"),
              ElementsAre(HasSubstr("'\uffee', '\U0001F600')")));
  MADAD_ASSERT_OK_AND_ASSIGN(const core::TableData sparse, Copy("leads", {.rows_per_value = 15}));
  EXPECT_THAT(TypeOfColumn(sparse, "source"), ElementsAre("VARCHAR"));
  EXPECT_THAT(TypeOfColumn(sparse, "owner"), ElementsAre(HasSubstr("ENUM")));
  MADAD_ASSERT_OK_AND_ASSIGN(const core::TableData few, Copy("leads", {.max_values = 5}));
  EXPECT_THAT(TypeOfColumn(few, "source"), ElementsAre("VARCHAR"));
}

// Every expression as a group and inside aggregates, over both layouts.
TEST_F(TableCopyTest, ExpressionsMeanTheSame) {
  const std::vector<std::string> texts = {
      "source",
      "region",
      "by.team",
      "lower(source)",
      "upper(region)",
      "coalesce(region, 'none')",
      "coalesce(region, source)",
      "coalesce(region, NULL)",
      "nullif(source, 'web')",
      "nullif(source, region)",
      "nullif(source, 'not there')",
      "CASE WHEN source = 'web' THEN 'Web!' ELSE source END",
      "CASE WHEN size > 4 THEN source ELSE region END",
      "CASE WHEN size > 4 THEN region END",
      "CASE WHEN source IN ('web', 'mail') THEN 'known' ELSE 'other' END",
      "CASE WHEN source < region THEN source WHEN by.team = source THEN by.team ELSE 'z' END",
  };
  for (const std::string& text : texts) {
    SCOPED_TRACE(text);
    ExpectSame(text,
               {"count(*)", core::Cat("count(", text, ")"), core::Cat("count(DISTINCT ", text, ")"),
                core::Cat("min(", text, ")"), core::Cat("max(", text, ")")});
    ExpectSame("", {core::Cat("min(", text, ")"), core::Cat("max(", text, ")"),
                    core::Cat("count(DISTINCT ", text, ")")});
  }
}

TEST_F(TableCopyTest, ConditionsMeanTheSame) {
  std::vector<std::string> conditions = {
      "source = region",
      "source <> region",
      "source < region",
      "source >= by.team",
      "source = by.team",
      "region IS NULL",
      "NOT (source = region)",
      "source IN (region, 'a')",
      "source NOT IN ('web', region)",
      "by.team IS NOT NULL",
      "lower(source) = 'web'",
      "coalesce(region, 'none') > source",
      "source LIKE '%e%'",
      "source NOT LIKE 'w_b'",
      "region LIKE 'a%'",
      "size > 3 AND source = 'web' OR region = 'mail'",
      "nullif(source, 'web') IS NULL",
      "CASE WHEN size > 4 THEN source ELSE 'web' END = 'web'",
  };
  std::vector<std::string> literals = Texts();
  literals.insert(literals.end(), {"", "not there", "w", "\U0010FFFF"});
  for (const std::string& literal : literals) {
    std::string quoted = "'";
    for (const char c : literal) quoted += c == '\'' ? "''" : std::string(1, c);
    quoted += "'";
    for (const char* op : {"=", "<>", "<", "<=", ">", ">="}) {
      conditions.push_back(core::Cat("source ", op, " ", quoted));
      conditions.push_back(core::Cat("NOT region ", op, " ", quoted));
    }
    conditions.push_back(core::Cat("source BETWEEN ", quoted, " AND 'z'"));
    conditions.push_back(core::Cat("source NOT BETWEEN 'a' AND ", quoted));
    conditions.push_back(core::Cat("source IN ('web', ", quoted, ", 'nowhere')"));
    conditions.push_back(core::Cat("region NOT IN (", quoted, ", 'mail')"));
    conditions.push_back(core::Cat("region IN (", quoted, ", NULL)"));
  }
  for (const std::string& condition : conditions) {
    SCOPED_TRACE(condition);
    ExpectSame("", {"count(*)", "min(id)"}, condition);
    ExpectSame(condition, {core::Cat("count(*) FILTER (WHERE ", condition, ")")});
  }
}

TEST_F(TableCopyTest, FiguresMeanTheSame) {
  ExpectSame("source", {"sum(amount)", "avg(amount)", "median(size)", "percentile(size, 0.9)",
                        "median(won_at - at)", "percentile(won_at - at, 0.9)",
                        "percentile(won_at - at, 0.1) FILTER (WHERE source = 'web')",
                        "median(won_at - at) FILTER (WHERE source = 'web')", "median(amount)",
                        "percentile(amount, 0.25)"});
}

TEST_F(TableCopyTest, RowsAreInOrderOfTime) {
  auto connection = store_->Borrow();
  const core::TableData& copy = copies_["leads"];
  MADAD_ASSERT_OK_AND_ASSIGN(
      const auto rows,
      (*connection)
          ->Rows(
              core::Cat("SELECT count(*) FROM (SELECT \"at\" < lag(\"at\") OVER (ORDER BY rowid) "
                        "AS back FROM \"",
                        copy.schema, "\".leads) WHERE back")));
  EXPECT_EQ(rows[0][0], "0");
}

TEST_F(TableCopyTest, ExpressionsAreHeldReady) {
  core::ScanScope scope(catalog_, catalog_.tables.at("leads"));
  CopyLayout layout;
  core::DerivedColumn month{.text = "month of at"};
  MADAD_ASSERT_OK_AND_ASSIGN(month.expr, Typed("at", scope));
  month.bucket = core::Bucket{.grain = core::Grain::kMonth, .zone = "America/New_York"};
  core::DerivedColumn took{.text = "took"};
  MADAD_ASSERT_OK_AND_ASSIGN(took.expr, Typed("won_at - at", scope));
  core::DerivedColumn kind{.text = "kind"};
  MADAD_ASSERT_OK_AND_ASSIGN(
      kind.expr,
      Typed("CASE WHEN source = 'web' THEN 'it''s' WHEN size > 4 THEN 'big' END", scope));
  layout.derived = {month, took, kind};
  MADAD_ASSERT_OK_AND_ASSIGN(const core::TableData copy, Copy("leads", layout));
  ASSERT_EQ(copy.derived.size(), 3U);
  EXPECT_THAT(TypeOfColumn(copy, copy.derived.at("month of at")), ElementsAre("DATE"));
  EXPECT_THAT(TypeOfColumn(copy, copy.derived.at("took")), ElementsAre("INTEGER"));
  EXPECT_THAT(TypeOfColumn(copy, copy.derived.at("kind")), ElementsAre("ENUM('big', 'it''s')"));
  auto connection = store_->Borrow();
  const std::string from = core::Cat("\" FROM \"", copy.schema, "\".leads WHERE id = '8'");
  // 2024-01-01 08:30 UTC is January there too; at id 9, 00:30 is in August.
  const auto value = [&](const std::string& text, const std::string& id) {
    return (*connection)
        ->Rows(core::Cat("SELECT CAST(\"", copy.derived.at(text), "\" AS VARCHAR) FROM \"",
                         copy.schema, "\".leads WHERE id = '", id, "'"))
        .value()[0][0];
  };
  EXPECT_EQ(value("month of at", "8"), "2024-01-01");
  EXPECT_EQ(value("month of at", "0"), "2024-08-01");              // 2024-09-01 00:30 UTC
  EXPECT_EQ(value("took", "8"), core::Cat(278 * 86'400 + 5'400));  // seconds
  EXPECT_EQ(value("kind", "5"), "big");
}

// Durations that are held ready are what they would be, in seconds or in microseconds.
TEST_F(TableCopyTest, DurationsHeldReadyGiveTheSameFigures) {
  core::ScanScope scope(catalog_, catalog_.tables.at("leads"));
  const std::pair<const char*, const char*> durations[] = {
      {"won_at - at", "INTEGER"},
      {"at - won_at", "INTEGER"},
      {"TIMESTAMP '2024-10-05T10:00:00.25' - at", "BIGINT"},
      {"TIMESTAMP '2900-01-01T00:00:00' - at", "BIGINT"}};  // no 32 bits of seconds
  for (const auto& [text, type] : durations) {
    CopyLayout layout;
    core::DerivedColumn& held = layout.derived.emplace_back(core::DerivedColumn{.text = "held"});
    MADAD_ASSERT_OK_AND_ASSIGN(held.expr, Typed(text, scope));
    MADAD_ASSERT_OK_AND_ASSIGN(const core::TableData copy, Copy("leads", layout));
    const std::string column = copy.derived.at("held");
    EXPECT_THAT(TypeOfColumn(copy, column), ElementsAre(type)) << text;
    std::vector<std::string> figures;
    for (const char* figure :
         {"median(#)", "percentile(#, 0.9)", "avg(#)", "sum(#)", "min(#)", "count(distinct #)",
          "percentile(# * 2, 0.37)", "median(#) FILTER (WHERE size > 3)",
          "percentile(#, 1) - median(#)"}) {
      figures.push_back(absl::StrReplaceAll(figure, {{"#", core::Cat("(", text, ")")}}));
    }
    const auto plain = Rows(snapshot_->tables, "owner", figures);
    MADAD_ASSERT_OK(plain);
    held_ = {core::ToText(*held.expr), column};
    const auto ready = Rows({{"leads", copy}}, "owner", figures);
    held_ = {};
    MADAD_ASSERT_OK(ready);
    EXPECT_EQ(*ready, *plain) << text;
  }
}

TEST_F(TableCopyTest, ExpressionThatFailsOnARowCostsOnlyTheExpressions) {
  core::ScanScope scope(catalog_, catalog_.tables.at("leads"));
  CopyLayout layout;
  core::DerivedColumn huge{.text = "huge"};
  MADAD_ASSERT_OK_AND_ASSIGN(huge.expr, Typed("size * 9223372036854775807", scope));
  layout.derived = {huge};
  MADAD_ASSERT_OK_AND_ASSIGN(const core::TableData copy, Copy("leads", layout));
  EXPECT_TRUE(copy.optimized);
  EXPECT_TRUE(copy.derived.empty());
}

TEST_F(TableCopyTest, CancelledCopyLeavesNothing) {
  auto connection = store_->Borrow();
  const std::string count = "SELECT count(*) FROM duckdb_schemas() WHERE NOT internal";
  const std::string before = (*connection)->Rows(count).value()[0][0];
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THAT(CopyForQueries(snapshot_->tables.at("leads"), catalog_.tables.at("leads"), {}, store_,
                             {.stop = stop.get_token()}),
              StatusIs(absl::StatusCode::kCancelled, HasSubstr("cancelled")));
  EXPECT_EQ((*connection)->Rows(count).value()[0][0], before);
}

TEST_F(TableCopyTest, MainTimeIsTheOneThatMostMetricsCountBy) {
  core::Table& leads = catalog_.tables.at("leads");
  EXPECT_EQ(MainTimeColumn(leads, {}), "at");
  EXPECT_EQ(MainTimeColumn(leads, {{.id = "a", .from = "leads", .at = "won_at"},
                                   {.id = "b", .from = "leads", .at = "at + '1d'"},
                                   {.id = "c", .from = "owners", .at = "at"}}),
            "won_at");
  EXPECT_EQ(MainTimeColumn(leads, {{.id = "a", .from = "leads", .entry = "won_at"}}), "won_at");
  leads.columns.at("at").planned = true;
  leads.columns.at("won_at").planned = true;
  EXPECT_EQ(MainTimeColumn(leads, {}), "");
}

}  // namespace
}  // namespace madad::adapters::duckdb
