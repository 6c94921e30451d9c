// Names and values that try to be SQL stay names and values, in every engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "adapters/clickhouse/dialect.h"
#include "adapters/duckdb/dialect.h"
#include "adapters/mysql/dialect.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/rowid_tables.h"
#include "core/engine.h"
#include "core/scan.h"
#include "core/text.h"
#include "engines/engines.h"
#include "engines/hostile.h"
#include "engines/worlds.h"
#include "support/status_matchers.h"

namespace madad::engines {
namespace {

using core::Type;
using madad::testing::IsOk;

constexpr uint32_t kSeed = 20'260'101;
constexpr int kTogether = 200;

struct Printed {
  std::string engine;
  const core::Dialect* dialect;
  std::string native;  // of the column
  Lexicon lexicon;
};

std::vector<Printed> Dialects() {
  namespace a = adapters;
  static const a::sqlite::RowidTables rowids;
  static const a::sqlite::SqliteDialect sqlite(rowids);
  static const a::postgresql::PostgresDialect postgresql;
  static const a::mysql::MySqlDialect mysql;
  static const a::duckdb::DuckDbDialect duckdb;
  static const a::clickhouse::ClickHouseDialect old;
  static const a::clickhouse::ClickHouseDialect current(a::clickhouse::ParseVersion("24.8.1"));
  return {{"PostgreSql", &postgresql, "text", {}},
          {"MySql",
           &mysql,
           "varchar(200) collate utf8mb4_bin",
           {.name_quote = '`', .backslash_escapes = true}},
          {"Sqlite", &sqlite, "TEXT", {}},
          {"DuckDb", &duckdb, "VARCHAR", {}},
          {"ClickHouse",
           &old,
           "Nullable(String)",
           {.name_quote = '`', .backslash_escapes = true, .backslash_escapes_names = true}},
          {"ClickHouseNow",
           &current,
           "Nullable(String)",
           {.name_quote = '`', .backslash_escapes = true, .backslash_escapes_names = true}}};
}

core::ExprPtr Text(core::ExprKind kind, const std::string& text) {
  auto expr = std::make_shared<core::Expr>();
  expr->kind = kind;
  expr->type = Type::kString;
  expr->name = kind == core::ExprKind::kColumn ? text : "";
  expr->relation = kind == core::ExprKind::kColumn ? 0 : -1;
  if (kind == core::ExprKind::kLiteral) expr->value = text;
  return expr;
}

// Rows of relation `name`, by its column `name`, where that is `value`; `value` is replaced too.
core::Scan ScanOf(const std::string& name, const std::string& value, const std::string& native) {
  core::Scan scan;
  core::SourceColumn column;
  column.column = {.name = "c", .from = name, .type = Type::kString};
  column.column.values[value] = value;
  column.native = native;
  auto relation = std::make_shared<core::SourceRelation>();
  relation->relation = name;
  relation->columns["c"] = column;
  scan.relations.push_back({});
  scan.relations[0].in_place = std::move(relation);
  scan.groups.push_back({Text(core::ExprKind::kColumn, "c"), std::nullopt});
  auto equal = std::make_shared<core::Expr>();
  equal->kind = core::ExprKind::kBinary;
  equal->op = core::BinaryOp::kEqual;
  equal->type = Type::kBool;
  equal->args = {Text(core::ExprKind::kColumn, "c"), Text(core::ExprKind::kLiteral, value)};
  scan.filters.push_back(std::move(equal));
  auto count = std::make_shared<core::Expr>();
  count->kind = core::ExprKind::kAggregate;
  count->name = "count";
  count->type = Type::kInt64;
  scan.aggregates.push_back(std::move(count));
  return scan;
}

TEST(InjectionTest, HostileNamesAndValuesLeaveTheStructure) {
  const std::vector<std::string> hostile = HostileTexts(kSeed, LongOr(2'000, 100'000));
  for (const Printed& printed : Dialects()) {
    SCOPED_TRACE(printed.engine);
    const std::string expected = Skeleton(
        printed.dialect->Print(ScanOf("plain", "value", printed.native)).sql, printed.lexicon);
    ASSERT_THAT(expected, ::testing::HasSubstr("<name>"));
    for (size_t i = 0; i < hostile.size(); ++i) {
      const std::string& value = hostile[hostile.size() - 1 - i];
      const std::string sql = printed.dialect->Print(ScanOf(hostile[i], value, printed.native)).sql;
      ASSERT_EQ(Skeleton(sql, printed.lexicon), expected) << sql;
    }
  }
}

std::string Quoted(const std::string& text) {
  return core::Cat("'", absl::StrReplaceAll(text, {{"'", "''"}}), "'");
}

class InjectionInEngineTest : public ::testing::TestWithParam<EngineUnderTest> {
 protected:
  // A table of the texts, in a column of a hostile name, beside one that must stay.
  void Start(const std::vector<std::string>& texts) {
    madad::testing::TableRows hostile{
        "hostile",
        {{.name = "id"}, {.name = kColumn}, {.name = "at", .type = Type::kTimestamp}},
        {},
        "id"};
    for (size_t i = 0; i < texts.size(); ++i) {
      hostile.rows.push_back({core::Cat(i), texts[i], "2024-01-01T00:00:00Z"});
    }
    madad::testing::TableRows canary = hostile;
    canary.name = "canary";
    canary.rows = {{"1", "sings", "2024-01-01T00:00:00Z"}};
    const auto source = GetParam().fill({hostile, canary}, worlds_.folder().path().string());
    if (absl::IsUnavailable(source.status())) GTEST_SKIP() << source.status().message();
    ASSERT_THAT(source, IsOk());
    std::string catalog = core::Cat("sources:\n  db: {", *source, ", mode: pushdown}\ntables:\n");
    for (const std::string table : {"hostile", "canary"}) {
      core::Append(&catalog, "  ", table, ":\n    source: db\n    relation: ", table, "_",
                   getpid());
      core::Append(&catalog, "\n    key: id\n    columns: {id: id, text: ", Quoted(kColumn));
      core::Append(&catalog, ", at: {type: timestamp}}\n");
    }
    core::Append(&catalog, "dimensions: {text: {hostile: text, canary: text}}\nmetrics:\n");
    core::Append(&catalog, "  t.rows: {from: hostile, at: at, value: count(*), unit: count}\n");
    core::Append(&catalog, "  t.sings: {from: canary, at: at, value: count(*), unit: count}\n");
    world_ = worlds_.Load(catalog);
  }

  core::Result Ask(const core::Query& query) {
    auto result = core::RunQuery(query, *world_, {});
    EXPECT_THAT(result, IsOk());
    return result.ok() ? *std::move(result) : core::Result();
  }

  static constexpr char kColumn[] = "x'`\" ; DROP TABLE canary; -- \\";

  Worlds worlds_;
  std::shared_ptr<const core::World> world_;
};

TEST_P(InjectionInEngineTest, HostileValuesAreFoundAndTheCanarySings) {
  const std::vector<std::string> texts = HostileTexts(kSeed, LongOr(2'000, 100'000));
  Start(texts);
  if (IsSkipped() || HasFailure()) return;
  for (size_t i = 0; i < texts.size() && !HasFailure(); i += kTogether) {
    const std::vector<std::string> some(
        texts.begin() + static_cast<ptrdiff_t>(i),
        texts.begin() + static_cast<ptrdiff_t>(std::min(i + kTogether, texts.size())));
    const auto comma = [](std::string* out, const std::string& text) { *out += Quoted(text); };
    const core::Result found =
        Ask({.metrics = {"t.rows"},
             .dimensions = {"text"},
             .filter = core::Cat("text IN (", absl::StrJoin(some, ", ", comma), ")")});
    std::vector<std::string> values;
    ASSERT_EQ(found.columns.size(), 2U);
    for (size_t row = 0; row < found.columns[0].size(); ++row) {
      values.push_back(std::get<std::string>(found.columns[0].At(row)));
    }
    EXPECT_THAT(values, ::testing::UnorderedElementsAreArray(some));
  }
  const core::Result canary = Ask({.metrics = {"t.sings"}, .filter = "text = 'sings'"});
  ASSERT_EQ(canary.columns.size(), 1U);
  EXPECT_EQ(core::ToText(canary.columns[0].At(0)), "1");
}

std::vector<EngineUnderTest> InPlace() {
  std::vector<EngineUnderTest> engines;
  for (const EngineUnderTest& engine : EnginesUnderTest()) {
    if (engine.mode == "pushdown") engines.push_back(engine);
  }
  return engines;
}

INSTANTIATE_TEST_SUITE_P(Engines, InjectionInEngineTest, ::testing::ValuesIn(InPlace()),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace madad::engines
