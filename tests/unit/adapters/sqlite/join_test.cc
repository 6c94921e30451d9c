// Joins of keys that the file keeps in different types: right, and by an index.
#include "absl/time/clock.h"

#include "core/dialect.h"
#include "core/status.h"
#include "core/text.h"
#include "unit/adapters/sqlite/fixture.h"

namespace madad::adapters::sqlite {
namespace {

using core::Type;
using ::testing::UnorderedElementsAre;

struct Keys {
  const char* of_customers;
  const char* of_orders;
  Type type;
};

class JoinTest : public SqliteTest, public ::testing::WithParamInterface<Keys> {
 protected:
  std::shared_ptr<core::SourceRelation> Mapped(SqliteSource& source, const std::string& relation,
                                               const std::vector<core::Column>& columns) {
    core::Table table;
    table.name = relation;
    table.source = "crm";
    table.relation = relation;
    for (const core::Column& column : columns) table.columns[column.name] = column;
    return core::MapRelation(table, source, {}).value();
  }

  static core::ExprPtr Column(const std::string& name, int32_t relation, Type type) {
    auto expr = std::make_shared<core::Expr>();
    expr->kind = core::ExprKind::kColumn;
    expr->name = name;
    expr->relation = relation;
    expr->type = type;
    return expr;
  }

  static core::ExprPtr CountOf(core::ExprPtr column) {
    auto expr = std::make_shared<core::Expr>();
    expr->kind = core::ExprKind::kAggregate;
    expr->name = "count";
    expr->type = Type::kInt64;
    if (column != nullptr) expr->args = {std::move(column)};
    return expr;
  }

  // Orders and matched customers by region.
  absl::StatusOr<Lines> Regions(SqliteSource& source, Type type, const core::CallContext& call) {
    core::Scan scan;
    scan.relations.push_back({.in_place = Mapped(source, "orders", {Of("customer", type)})});
    scan.relations.push_back(
        {.in_place = Mapped(source, "customers", {Of("id", type), Of("region", Type::kString)}),
         .parent = 0,
         .on = "customer",
         .key = "id"});
    scan.groups.push_back({Column("region", 1, Type::kString), std::nullopt});
    scan.aggregates = {CountOf(nullptr), CountOf(Column("id", 1, type))};
    return Rows(source, source.dialect().Print(scan), call);
  }
};

TEST_P(JoinTest, MeetsEqualKeysOnlyAndSoon) {
  const Keys& keys = GetParam();
  Write(core::Cat("CREATE TABLE customers (id ", keys.of_customers, ", region TEXT);",
                  "CREATE TABLE orders (customer ", keys.of_orders, ");",
                  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) ",
                  "INSERT INTO customers SELECT i, CASE i % 2 WHEN 0 THEN 'even' ELSE 'odd' END "
                  "FROM n;",
                  "INSERT INTO orders SELECT id FROM customers;",
                  "INSERT INTO orders VALUES (NULL), (40000)"));
  const auto source = Source();
  const core::CallContext call{.deadline = absl::Now() + absl::Seconds(10)};
  const auto rows = Regions(*source, keys.type, call);
  MADAD_ASSERT_OK(rows);
  EXPECT_THAT(*rows, UnorderedElementsAre("even|10000|10000", "odd|10000|10000", "null|2|0"));
}

INSTANTIATE_TEST_SUITE_P(
    Types, JoinTest,
    ::testing::Values(Keys{"INTEGER PRIMARY KEY", "INTEGER", Type::kInt64},
                      Keys{"TEXT", "TEXT", Type::kString}, Keys{"TEXT", "TEXT", Type::kInt64},
                      Keys{"INTEGER", "TEXT", Type::kString},
                      Keys{"TEXT", "INTEGER", Type::kInt64},
                      Keys{"VARCHAR(20)", "TEXT COLLATE NOCASE", Type::kString},
                      Keys{"TEXT COLLATE NOCASE", "TEXT COLLATE RTRIM", Type::kString},
                      Keys{"INTEGER", "", Type::kInt64}));

// What is equal to the file's own collation only does not meet.
class CollatedJoinTest : public JoinTest {};

TEST_P(CollatedJoinTest, CompareByCodePoint) {
  Write("CREATE TABLE customers (id TEXT COLLATE NOCASE, region TEXT);"
        "CREATE TABLE orders (customer TEXT COLLATE NOCASE);"
        "INSERT INTO customers VALUES ('Web', 'upper'), ('web', 'lower');"
        "INSERT INTO orders VALUES ('web'), ('WEB'), ('Web'), ('Web')");
  const auto rows = Regions(*Source(), GetParam().type, {});
  MADAD_ASSERT_OK(rows);
  EXPECT_THAT(*rows, UnorderedElementsAre("lower|1|1", "upper|2|2", "null|1|0"));
}

INSTANTIATE_TEST_SUITE_P(Texts, CollatedJoinTest, ::testing::Values(Keys{"", "", Type::kString}));

}  // namespace
}  // namespace madad::adapters::sqlite
