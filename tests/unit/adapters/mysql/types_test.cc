// What MySQL's types are read as.
#include <map>

#include <gmock/gmock.h>

#include "unit/adapters/mysql/fixture.h"

namespace madad::adapters::mysql {
namespace {

using core::Type;
using madad::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST_F(MySqlTest, NumbersAreExact) {
  Sql("CREATE TABLE n (a smallint, b bigint, c decimal(18,2), d double, e int unsigned, f year, g "
      "decimal(65,2))");
  Sql("INSERT INTO n VALUES (-32768, 9223372036854775807, 9999999999999999.99, 0.015, 4294967295, "
      "2024, 92233720368547758.07), (NULL, NULL, NULL, NULL, NULL, NULL, NULL), (0, 0, -0.01, "
      "-10000.5, 0, 1999, -0.01)");
  EXPECT_THAT(
      Lines(TableOf("n", {{.name = "a", .type = Type::kInt64},
                          {.name = "b", .type = Type::kInt64},
                          {.name = "c", .type = Type::kDecimal, .scale = 2},
                          {.name = "d", .type = Type::kDecimal, .scale = 2},
                          {.name = "e", .type = Type::kInt64},
                          {.name = "f", .type = Type::kInt64},
                          {.name = "g", .type = Type::kDecimal, .scale = 2}})),
      ElementsAre("-32768|9223372036854775807|9999999999999999.99|0.02|4294967295|2024|"
                  "92233720368547758.07",
                  "null|null|null|null|null|null|null", "0|0|-0.01|-10000.50|0|1999|-0.01"));
}

TEST_F(MySqlTest, NumbersThatDoNotFitAreRefusedOneByOne) {
  Sql("CREATE TABLE n (a bigint unsigned, b decimal(65,0))");
  Sql("INSERT INTO n VALUES (9223372036854775807, 1)");
  const core::Table a = TableOf("n", {{.name = "a", .type = Type::kInt64}});
  const core::Table b = TableOf("n", {{.name = "b", .type = Type::kDecimal, .scale = 0}});
  EXPECT_THAT(Lines(a), ElementsAre("9223372036854775807"));
  EXPECT_THAT(Lines(b), ElementsAre("1"));
  Sql("INSERT INTO n VALUES (9223372036854775808, 9223372036854775808)");
  EXPECT_THAT(Read(a), StatusIs(absl::StatusCode::kOutOfRange, HasSubstr("9223372036854775808")));
  EXPECT_THAT(Read(b), StatusIs(absl::StatusCode::kOutOfRange, ::testing::_));
  Sql("UPDATE n SET b = 99999999999999999999999999999999999999999999999999999999999999999");
  EXPECT_THAT(Read(b), StatusIs(absl::StatusCode::kOutOfRange, ::testing::_));
}

TEST_F(MySqlTest, DecimalsAreNotCutOff) {
  Sql("CREATE TABLE n (c decimal(18,4))");
  EXPECT_THAT(Read(TableOf("n", {{.name = "c", .type = Type::kDecimal, .scale = 2}})),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("declare decimal(4)")));
}

TEST_F(MySqlTest, TextsAreReadWhateverTheyAreKeptAs) {
  Sql("CREATE TABLE t (a varchar(20) CHARACTER SET hebrew, b char(5) CHARACTER SET latin1, c uuid, "
      "d "
      "enum('sad', 'שמח'), e json, f set('x', 'y'), g text)");
  Sql("INSERT INTO t VALUES ('גוגל \"x\"', 'é', '0b3c8d1e-0000-4000-8000-00000000000a', 'שמח', "
      "'{\"k\": 1}', 'x,y', REPEAT('ש', 5000)), (NULL, NULL, NULL, NULL, NULL, NULL, NULL), ('', "
      "'', "
      "NULL, 'sad', 'null', '', ' ')");
  std::string longest;
  for (int i = 0; i < 5000; ++i) longest += "ש";
  EXPECT_THAT(Lines(TableOf("t", {{.name = "a"},
                                  {.name = "b"},
                                  {.name = "c"},
                                  {.name = "d"},
                                  {.name = "e"},
                                  {.name = "f"},
                                  {.name = "g"}})),
              ElementsAre("'גוגל \"x\"'|'é'|'0b3c8d1e-0000-4000-8000-00000000000a'|'שמח'|'{\"k\": "
                          "1}'|'x,y'|'" +
                              longest + "'",
                          "null|null|null|null|null|null|null", "''|''|null|'sad'|'null'|''|' '"));
}

TEST_F(MySqlTest, TimesAreInstantsAndZeroDatesAreNull) {
  Sql("CREATE TABLE t (a timestamp(6) NULL, b datetime(6), c date)");
  Sql("SET sql_mode = ''; SET time_zone = '+02:00'; INSERT INTO t VALUES ('2024-03-01 "
      "12:00:00.123456', '1969-12-31 23:59:59.999999', '2024-02-29'), ('0000-00-00 00:00:00', "
      "'0000-00-00 00:00:00', '0000-00-00'), (NULL, NULL, '2024-02-00')");
  EXPECT_THAT(Lines(TableOf("t", {{.name = "a", .type = Type::kTimestamp},
                                  {.name = "b", .type = Type::kTimestamp},
                                  {.name = "c", .type = Type::kDate}})),
              ElementsAre("2024-03-01T10:00:00.123456Z|1969-12-31T23:59:59.999999Z|2024-02-29",
                          "null|null|null", "null|null|null"));
  const auto columns = source_->ColumnsOf(TableOf("t", {}), {});
  MADAD_ASSERT_OK(columns.status());
  EXPECT_FALSE((*columns)[0].lacks_zone);
  EXPECT_TRUE((*columns)[1].lacks_zone);
}

TEST_F(MySqlTest, BoolsAreReadAndReplaced) {
  Sql("CREATE TABLE t (a tinyint(1), b bit(1), c text, d varchar(3))");
  Sql("INSERT INTO t VALUES (1, 0, 'Closed Won', 'Y'), (0, 1, 'n/a', 'N'), (NULL, NULL, 'other', "
      "NULL)");
  EXPECT_THAT(
      Lines(TableOf(
          "t", {{.name = "a", .type = Type::kBool},
                {.name = "b", .type = Type::kBool},
                {.name = "c", .values = {{"Closed Won", "won"}}, .nulls = {"n/a"}},
                {.name = "d", .type = Type::kBool, .values = {{"Y", "true"}, {"N", "false"}}}})),
      ElementsAre("true|false|'won'|true", "false|true|null|false", "null|null|'other'|null"));
}

TEST_F(MySqlTest, ReplacedTextsAreReadExactlyOrRefused) {
  Sql("CREATE TABLE t (n varchar(20), m varchar(20), d varchar(20))");
  Sql("INSERT INTO t VALUES ('12', '-3.50', '2024-02-29'), ('-', '-', '-')");
  const core::Table table =
      TableOf("t", {{.name = "n", .type = Type::kInt64, .nulls = {"-"}},
                    {.name = "m", .type = Type::kDecimal, .scale = 2, .nulls = {"-"}},
                    {.name = "d", .type = Type::kDate, .nulls = {"-"}}});
  EXPECT_THAT(Lines(table), ElementsAre("2024-02-29|-3.50|12", "null|null|null"));
  Sql("INSERT INTO t VALUES ('twelve', '1', '2024-01-01')");
  EXPECT_THAT(Read(table),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("declared type")));
}

TEST_F(MySqlTest, ColumnsThatDoNotFitAreAllNamed) {
  Sql("CREATE TABLE t (created datetime, photo blob, code binary(16), amount text)");
  EXPECT_THAT(Read(TableOf("t", {{.name = "created", .type = Type::kDate},
                                 {.name = "photo"},
                                 {.name = "code"},
                                 {.name = "amount", .type = Type::kDecimal, .scale = 2},
                                 {.name = "amuont"}})),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("declare timestamp"), HasSubstr("columns.photo"),
                             HasSubstr("columns.code"), HasSubstr("declare string"),
                             HasSubstr("did you mean amount"))));
}

TEST_F(MySqlTest, RelationThatIsNotThereHasItsNearestNames) {
  Sql("CREATE TABLE leads (a int)");
  EXPECT_THAT(Read(TableOf("laeds", {{.name = "a", .type = Type::kInt64}})),
              StatusIs(absl::StatusCode::kNotFound, AllOf(HasSubstr("shop"), HasSubstr("leads?"))));
}

TEST_F(MySqlTest, KeysThatTheServerKeepsAreKnown) {
  Sql("CREATE TABLE t (id int PRIMARY KEY, code varchar(9) NOT NULL UNIQUE, maybe int UNIQUE, a "
      "int "
      "NOT NULL, UNIQUE (a, code))");
  core::Table table = TableOf("t", {{.name = "id", .type = Type::kInt64},
                                    {.name = "code"},
                                    {.name = "maybe", .type = Type::kInt64},
                                    {.name = "a", .type = Type::kInt64}});
  for (const auto& [key, is_unique] :
       std::map<std::string, bool>{{"id", true}, {"code", true}, {"maybe", false}, {"a", false}}) {
    table.key = key;
    const absl::StatusOr<bool> found = source_->IsUnique(table, {});
    MADAD_ASSERT_OK(found.status());
    EXPECT_EQ(*found, is_unique) << key;
  }
}

TEST_F(MySqlTest, HostileNamesAndValuesAreOnlyThat) {
  const std::string hostile = "x`; DROP TABLE canary; -- \x01 1?";
  Sql("CREATE TABLE canary (a int); CREATE TABLE h (`x``; DROP TABLE canary; -- \x01 1?` text)");
  Sql("INSERT INTO h VALUES ('''; DROP TABLE canary; --'), ('\\\\'' OR 1=1 ?')");
  EXPECT_THAT(
      Lines(TableOf(
          "h", {{.name = "a", .from = hostile, .values = {{"'; DROP TABLE canary; --", "\\'?"}}}})),
      ElementsAre("'\\''?'", "'\\'' OR 1=1 ?'"));
  EXPECT_EQ(Sql("SELECT count(*) FROM canary"), "0");
}

TEST_F(MySqlTest, FrozenSourceSeesNothingThatCameLater) {
  Sql("CREATE TABLE t (a bigint) ENGINE = InnoDB; INSERT INTO t VALUES (1)");
  const core::Table table = TableOf("t", {{.name = "a", .type = Type::kInt64}});
  const auto relation = core::MapRelation(table, *source_, {});
  MADAD_ASSERT_OK(relation.status());
  const auto frozen = source_->Freeze({});
  MADAD_ASSERT_OK(frozen.status());
  Sql("INSERT INTO t VALUES (2)");
  const core::RowScan scan = core::AllRows(table, {"a"}, *relation);
  std::vector<core::ResultColumn> columns = Empty(scan.columns);
  auto rows = (*frozen)->Execute((*frozen)->dialect().Print(scan), {});
  MADAD_ASSERT_OK(rows.status());
  MADAD_EXPECT_OK(core::ReadArrow(*std::move(rows), {}, 10, columns));
  EXPECT_EQ(columns[0].size(), 1U);
  EXPECT_THAT(Lines(table), ElementsAre("1", "2"));
}

}  // namespace
}  // namespace madad::adapters::mysql
