// What a column holds, whatever its declared type lets it hold.
#include "unit/adapters/sqlite/fixture.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::sqlite {
namespace {

using core::Type;
using madad::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST_F(SqliteTest, ReadsMoneyExactly) {
  Write("CREATE TABLE facts (a INTEGER, b REAL, c TEXT, d DECIMAL(12, 2));"
        "INSERT INTO facts VALUES (12, 12.345, '12.30', '0.1'), (NULL, NULL, NULL, NULL),"
        "(-7, -0.005, '-90071992547409.93', 90071992547409)");
  const auto rows = Read({Of("a", Type::kDecimal, 2), Of("b", Type::kDecimal, 2),
                          Of("c", Type::kDecimal, 2), Of("d", Type::kDecimal, 2)});
  MADAD_ASSERT_OK(rows);
  EXPECT_THAT(*rows, ElementsAre("12.00|12.35|12.30|0.10", "null|null|null|null",
                                 "-7.00|-0.01|-90071992547409.93|90071992547409.00"));
}

TEST_F(SqliteTest, ReadsTimesAsTextSecondsAndJulianDays) {
  Write("CREATE TABLE facts (t TEXT, s INTEGER, j REAL, d DATETIME);"
        "INSERT INTO facts VALUES ('2024-05-15T13:45:30.25Z', 1715780730, 2460446.0, "
        "'2024-05-15'), ('2024-05-15 16:45:30+03:00', -1, 2440587.5, 1715780730)");
  const auto rows = Read({Of("t", Type::kTimestamp), Of("s", Type::kTimestamp),
                          Of("j", Type::kTimestamp), Of("d", Type::kTimestamp)});
  MADAD_ASSERT_OK(rows);
  EXPECT_THAT(*rows, ElementsAre("2024-05-15T13:45:30.25Z|2024-05-15T13:45:30Z|"
                                 "2024-05-15T12:00:00Z|2024-05-15T00:00:00Z",
                                 "2024-05-15T13:45:30Z|1969-12-31T23:59:59Z|"
                                 "1970-01-01T00:00:00Z|2024-05-15T13:45:30Z"));
}

// The zone is that of texts that carry none; seconds and offsets say theirs.
TEST_F(SqliteTest, ReadsNaiveTimesInTheZoneOfTheSource) {
  catalog_.sources["crm"].timezone = "Asia/Jerusalem";
  Write("CREATE TABLE facts (t DATETIME); INSERT INTO facts VALUES ('2024-01-15 12:00:00'), "
        "('2024-07-15 12:00:00'), ('2024-07-15 12:00:00Z'), (1721044800)");
  const auto rows = Read({Of("t", Type::kTimestamp)});
  MADAD_ASSERT_OK(rows);
  EXPECT_THAT(*rows, ElementsAre("2024-01-15T10:00:00Z", "2024-07-15T09:00:00Z",
                                 "2024-07-15T12:00:00Z", "2024-07-15T12:00:00Z"));
}

TEST_F(SqliteTest, ReadsBoolsHebrewDatesAndLargeNumbers) {
  Write("CREATE TABLE facts (b BOOLEAN, c TEXT, s TEXT COLLATE NOCASE, d DATE, i BIGINT UNSIGNED);"
        "INSERT INTO facts VALUES (1, 'true', 'שלום ', '2024-02-29', 9223372036854775807),"
        "(0, 'No', 'Web', '1899-12-31', -5), (NULL, NULL, NULL, NULL, NULL)");
  const auto rows = Read({Of("b", Type::kBool), Of("c", Type::kBool), Of("s", Type::kString),
                          Of("d", Type::kDate), Of("i", Type::kInt64)});
  MADAD_ASSERT_OK(rows);
  EXPECT_THAT(*rows, ElementsAre("true|true|שלום |2024-02-29|9223372036854775807",
                                 "false|false|Web|1899-12-31|-5", "null|null|null|null|null"));
}

TEST_F(SqliteTest, ReplacesTextsBeforeItReadsThem) {
  Write("CREATE TABLE facts (a TEXT, b TEXT);"
        "INSERT INTO facts VALUES ('n/a', 'J'), ('12.50', 'N')");
  core::Column amount = Of("a", Type::kDecimal, 2);
  amount.nulls = {"n/a"};
  core::Column flag = Of("b", Type::kBool);
  flag.values = {{"J", "true"}, {"N", "false"}};
  const auto rows = Read({amount, flag});
  MADAD_ASSERT_OK(rows);
  EXPECT_THAT(*rows, ElementsAre("null|true", "12.50|false"));
}

struct Misfit {
  const char* declared;
  const char* value;
  Type type;
  const char* shown;
};

class MisfitTest : public SqliteTest, public ::testing::WithParamInterface<Misfit> {};

TEST_P(MisfitTest, IsAnErrorThatNamesColumnRowAndValue) {
  const Misfit& misfit = GetParam();
  Write(core::Cat("CREATE TABLE facts (x ", misfit.declared, "); INSERT INTO facts VALUES (NULL), (",
                  misfit.value, ")"));
  EXPECT_THAT(Read({Of("x", misfit.type, 2)}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("source 'crm'"), HasSubstr("column x (rowid 2)"),
                             HasSubstr(misfit.shown))));
}

INSTANTIATE_TEST_SUITE_P(
    Values, MisfitTest,
    ::testing::Values(Misfit{"INTEGER", "'many'", Type::kInt64, "'many'"},
                      Misfit{"INTEGER", "1.5", Type::kInt64, "1.5"},
                      Misfit{"TEXT", "'007'", Type::kInt64, "'007'"},
                      Misfit{"TEXT", "'1.005'", Type::kDecimal, "'1.005'"},
                      Misfit{"TEXT", "'12,50'", Type::kDouble, "'12,50'"},
                      Misfit{"BOOLEAN", "2", Type::kBool, "holds 2"},
                      Misfit{"TEXT", "x'ff00'", Type::kString, "a blob of 2 bytes"},
                      Misfit{"TEXT", "CAST(x'c328' AS TEXT)", Type::kString, "no text in UTF-8"},
                      Misfit{"DATE", "'2024-02-30'", Type::kDate, "'2024-02-30'"},
                      Misfit{"DATE", "'2024-02-20 10:00'", Type::kDate, "'2024-02-20 10:00'"},
                      // Milliseconds are no seconds, and a number of days has its own type.
                      Misfit{"INTEGER", "1715780730000", Type::kTimestamp, "1715780730000"},
                      Misfit{"DATETIME", "2460446.25", Type::kTimestamp, "2460446.25"},
                      Misfit{"REAL", "1e12", Type::kTimestamp, "1000000000000.0"}));

TEST_F(SqliteTest, SaysAtOnceWhatATypeCannotBeReadAs) {
  Write("CREATE TABLE facts (r REAL, b BLOB)");
  EXPECT_THAT(Read({Of("r", Type::kInt64), Of("b", Type::kString), Of("ammount", Type::kInt64)}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("columns.r: the source has REAL"), HasSubstr("declare double"),
                             HasSubstr("columns.b: the source has BLOB"),
                             HasSubstr("no column 'ammount'"))));
}

TEST_F(SqliteTest, FindsKeysThatTheFileKeepsUnique) {
  Write("CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT NOT NULL UNIQUE, y TEXT UNIQUE, z TEXT);");
  const auto source = Source();
  const auto is_unique = [&](const std::string& key, Type type) {
    core::Table table;
    table.relation = "a";
    table.key = key;
    table.columns[key] = Of(key, type);
    return source->IsUnique(table, {}).value();
  };
  EXPECT_TRUE(is_unique("id", Type::kInt64));
  EXPECT_TRUE(is_unique("x", Type::kString));
  EXPECT_FALSE(is_unique("y", Type::kString));  // may be null more than once
  EXPECT_FALSE(is_unique("z", Type::kString));
}

}  // namespace
}  // namespace madad::adapters::sqlite
