// What PostgreSQL's types are read as.
#include <gmock/gmock.h>

#include "unit/adapters/postgresql/fixture.h"

namespace madad::adapters::postgresql {
namespace {

using core::Type;
using madad::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST_F(PostgresTest, NumbersAreExact) {
  Sql("CREATE TABLE n (a smallint, b bigint, c numeric(18,2), d numeric, e money, f real)");
  Sql("INSERT INTO n VALUES (-32768, 9223372036854775807, 9999999999999999.99, 0.015, '$1,234.56', "
      "0.5), (NULL, NULL, NULL, NULL, NULL, NULL), (0, 0, -0.01, -10000.5, '-$0.01', -2)");
  EXPECT_THAT(Lines(TableOf("n", {{.name = "a", .type = Type::kInt64},
                                  {.name = "b", .type = Type::kInt64},
                                  {.name = "c", .type = Type::kDecimal, .scale = 2},
                                  {.name = "d", .type = Type::kDecimal, .scale = 2},
                                  {.name = "e", .type = Type::kDecimal, .scale = 2},
                                  {.name = "f", .type = Type::kDouble}})),
              ElementsAre("-32768|9223372036854775807|9999999999999999.99|0.02|1234.56|0.5",
                          "null|null|null|null|null|null", "0|0|-0.01|-10000.50|-0.01|-2"));
}

TEST_F(PostgresTest, DecimalsAreNotCutOff) {
  Sql("CREATE TABLE n (c numeric(18,4))");
  EXPECT_THAT(Read(TableOf("n", {{.name = "c", .type = Type::kDecimal, .scale = 2}})),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("declare decimal(4)")));
}

TEST_F(PostgresTest, TextsAreReadWhateverTheyAreKeptAs) {
  Sql("CREATE TYPE mood AS ENUM ('sad', 'שמח')");
  Sql("CREATE TABLE t (a varchar(20), b char(5), c uuid, d mood, e jsonb)");
  Sql("INSERT INTO t VALUES ('גוגל \"x\"', 'ab', '0b3c8d1e-0000-4000-8000-00000000000a', 'שמח', "
      "'{\"k\": 1}'), (NULL, NULL, NULL, NULL, NULL), ('', '', NULL, 'sad', 'null')");
  EXPECT_THAT(Lines(TableOf("t", {{.name = "a"}, {.name = "b"}, {.name = "c"}, {.name = "d"}, {.name = "e"}})),
              ElementsAre("'גוגל \"x\"'|'ab'|'0b3c8d1e-0000-4000-8000-00000000000a'|'שמח'|'{\"k\": 1}'",
                          "null|null|null|null|null", "''|''|null|'sad'|'null'"));
}

TEST_F(PostgresTest, TimesAreInstantsAndInfiniteOnesAreNull) {
  Sql("CREATE TABLE t (a timestamptz, b timestamp, c date)");
  Sql("INSERT INTO t VALUES ('2024-03-01 12:00:00.123456+02', '1969-12-31 23:59:59.999999', "
      "'2024-02-29'), ('infinity', '-infinity', 'infinity'), (NULL, NULL, '1582-10-15')");
  EXPECT_THAT(Lines(TableOf("t", {{.name = "a", .type = Type::kTimestamp},
                                  {.name = "b", .type = Type::kTimestamp},
                                  {.name = "c", .type = Type::kDate}})),
              ElementsAre("2024-03-01T10:00:00.123456Z|1969-12-31T23:59:59.999999Z|2024-02-29",
                          "null|null|null", "null|null|1582-10-15"));
}

TEST_F(PostgresTest, BoolsAreReadAndReplaced) {
  Sql("CREATE TABLE t (a boolean, b integer, c text)");
  Sql("INSERT INTO t VALUES (true, 0, 'Closed Won'), (false, 7, 'n/a'), (NULL, NULL, 'other')");
  EXPECT_THAT(Lines(TableOf("t", {{.name = "a", .type = Type::kBool},
                                  {.name = "b", .type = Type::kBool},
                                  {.name = "c", .values = {{"Closed Won", "won"}}, .nulls = {"n/a"}}})),
              ElementsAre("true|false|'won'", "false|true|null", "null|null|'other'"));
}

TEST_F(PostgresTest, ColumnsThatDoNotFitAreAllNamed) {
  Sql("CREATE TABLE t (created timestamptz, photo bytea, amount text)");
  EXPECT_THAT(Read(TableOf("t", {{.name = "created", .type = Type::kDate},
                                 {.name = "photo"},
                                 {.name = "amount", .type = Type::kDecimal, .scale = 2},
                                 {.name = "amuont"}})),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("declare timestamp"), HasSubstr("columns.photo"),
                             HasSubstr("declare string"), HasSubstr("amuont"),
                             HasSubstr("did you mean"))));
}

TEST_F(PostgresTest, RelationThatIsNotThereHasItsNearestNames) {
  Sql("CREATE TABLE leads (a int)");
  EXPECT_THAT(Read(TableOf("laeds", {{.name = "a", .type = Type::kInt64}})),
              StatusIs(absl::StatusCode::kNotFound, AllOf(HasSubstr("shop"), HasSubstr(".leads"))));
}

TEST_F(PostgresTest, HostileNamesAndValuesAreOnlyThat) {
  const std::string hostile = "x\"; DROP TABLE canary; --";
  Sql("CREATE TABLE canary (a int); CREATE TABLE h (\"x\"\"; DROP TABLE canary; --\" text)");
  Sql("INSERT INTO h VALUES ('''; DROP TABLE canary; --'), (E'\\\\'' OR 1=1')");
  EXPECT_THAT(Lines(TableOf("h", {{.name = "a", .from = hostile, .values = {{"'; DROP TABLE canary; --", "replaced"}}}})),
              ElementsAre("'replaced'", "'\\'' OR 1=1'"));
  EXPECT_EQ(Sql("SELECT count(*) FROM canary"), "0");
}

}  // namespace
}  // namespace madad::adapters::postgresql
