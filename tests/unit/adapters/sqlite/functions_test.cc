// The functions against DuckDB's: what every engine is held to.
#include <string>

#include <duckdb.h>

#include "unit/adapters/sqlite/fixture.h"
#include "core/text.h"

namespace madad::adapters::sqlite {
namespace {

// What DuckDB says of one value.
class DuckDb {
 public:
  DuckDb() {
    duckdb_open(nullptr, &database_);
    duckdb_connect(database_, &connection_);
  }
  ~DuckDb() {
    duckdb_disconnect(&connection_);
    duckdb_close(&database_);
  }
  std::string Value(const std::string& sql) {
    duckdb_result result;
    EXPECT_EQ(duckdb_query(connection_, sql.c_str(), &result), DuckDBSuccess)
        << duckdb_result_error(&result);
    char* text = duckdb_value_varchar(&result, 0, 0);
    std::string value = text == nullptr ? "null" : text;
    duckdb_free(text);
    duckdb_destroy_result(&result);
    return value;
  }

 private:
  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
};

// Every character there is, as both spell it.
TEST_F(SqliteTest, LowerAndUpperAreDuckDbs) {
  DuckDb duckdb;
  const auto source = Source();
  for (const char* function : {"lower", "upper"}) {
    const std::string expected =
        duckdb.Value(core::Cat("SELECT string_agg(", function,
                               "(chr(i::INTEGER)), '' ORDER BY i) FROM range(1, 1114112) t(i) WHERE "
                               "i NOT BETWEEN 55296 AND 57343"));
    const auto found = Rows(
        *source, {.sql = core::Cat("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                                   "WHERE i < 1114111) SELECT group_concat(madad_",
                                   function,
                                   "(char(i)), '') AS t FROM n WHERE i NOT BETWEEN 55296 AND 57343"),
                  .columns = {{"t", core::Type::kString}}});
    MADAD_ASSERT_OK(found);
    EXPECT_TRUE(found->at(0) == expected) << function << " differs from DuckDB's";
  }
}

TEST_F(SqliteTest, PatternsOfManyPercentsEndSoon) {
  const std::string text(20'000, 'a');
  const auto rows = Rows(*Source(), {.sql = "SELECT madad_like(?1, '%a%a%a%a%a%a%a%a%b') AS n",
                                     .parameters = {text},
                                     .columns = {{"n", core::Type::kInt64}}});
  MADAD_ASSERT_OK(rows);
  EXPECT_THAT(*rows, ::testing::ElementsAre("0"));
}

}  // namespace
}  // namespace madad::adapters::sqlite
