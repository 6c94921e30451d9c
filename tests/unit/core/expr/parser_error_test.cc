#include <string>

#include "core/expr/parser.h"
#include "core/status.h"
#include "core/utf8.h"
#include "support/status_matchers.h"

namespace madad::core {
namespace {

using ::testing::HasSubstr;

// What is wrong with `text`: "position: problem".
std::string Problem(const std::string& text) {
  const absl::StatusOr<ExprPtr> expr = ParseExpression(text);
  if (expr.ok()) return "nothing";
  EXPECT_EQ(expr.status().code(), absl::StatusCode::kInvalidArgument);
  ErrorDetail detail = DetailOf(expr.status());
  EXPECT_EQ(detail.reason, "EXPRESSION_INVALID");
  return detail.metadata["position"] + ": " + detail.metadata["problem"];
}

std::string Message(const std::string& text) {
  return std::string(ParseExpression(text).status().message());
}

TEST(ParserErrorTest, PointsAtTheCharacter) {
  EXPECT_EQ(Message("source = )"),
            "expression is invalid at character 10: expected a value, found ')'\n"
            "  source = )\n"
            "           ^");
}

TEST(ParserErrorTest, CountsCharactersRatherThanBytes) {
  EXPECT_EQ(Message("\"מקור\" = 'שלום' )"),
            "expression is invalid at character 17: expected an operator or the end, found ')'\n"
            "  \"מקור\" = 'שלום' )\n"
            "                  ^");
}

TEST(ParserErrorTest, PointsBehindTheTextWhenItEnds) {
  EXPECT_EQ(Message("a ="),
            "expression is invalid at character 4: expected a value, found the end\n  a =\n     ^");
  EXPECT_EQ(Problem(""), "1: expected a value, found the end");
}

TEST(ParserErrorTest, ShowsTheNeighbourhoodInALongText) {
  const std::string message = Message(std::string(200, 'a') + " ) " + std::string(200, 'b'));
  EXPECT_EQ(message,
            "expression is invalid at character 202: expected an operator or the end, found ')'\n"
            "  ..." +
                std::string(39, 'a') + " ) " + std::string(38, 'b') + "...\n" +
                std::string(45, ' ') + "^");
}

TEST(ParserErrorTest, ShowsSeveralLinesAsOne) {
  EXPECT_THAT(Message("a =\n\t)"), HasSubstr("\n  a =  )\n       ^"));
}

TEST(ParserErrorTest, KeepsTheExpressionForPrograms) {
  const absl::Status status = ParseExpression("a = ").status();
  EXPECT_EQ(DetailOf(status).metadata["expression"], "a = ");
  const absl::Status many = ParseExpression("(" + std::string(5000, 'a')).status();
  EXPECT_LT(DetailOf(many).metadata["expression"].size(), 600u);
}

TEST(ParserErrorTest, TokensThatDoNotFit) {
  EXPECT_EQ(Problem("a b"), "3: expected an operator or the end, found 'b'");
  EXPECT_EQ(Problem("a = b = c"), "7: expected an operator or the end, found '='");
  EXPECT_EQ(Problem("NOT NOT a"),
            "5: expected a value, found 'NOT'; a column of this name needs \"double quotes\"");
  EXPECT_EQ(Problem("--a"), "2: expected a value, found '-'");
  EXPECT_EQ(Problem("(a"), "3: expected an operator or ')', found the end");
  EXPECT_EQ(Problem("a 'x'"), "3: expected an operator or the end, found the text 'x'");
  EXPECT_EQ(Problem("a \"x\""), "3: expected an operator or the end, found \"x\"");
  EXPECT_EQ(Problem("a :x"), "3: expected an operator or the end, found ':x'");
  EXPECT_EQ(Problem("a == b"), "4: expected a value, found '='");
}

TEST(ParserErrorTest, UnfinishedPredicates) {
  EXPECT_EQ(Problem("a IS 1"), "6: expected NULL or NOT NULL, found '1'");
  EXPECT_EQ(Problem("a IS NOT 1"), "10: expected NULL, found '1'");
  EXPECT_EQ(Problem("a NOT 1"), "7: expected IN, BETWEEN or LIKE after NOT, found '1'");
  EXPECT_EQ(Problem("a IN 1"), "6: expected '(', found '1'");
  EXPECT_EQ(Problem("a IN ()"), "7: expected a value, found ')'");
  EXPECT_EQ(Problem("a IN (1 2)"), "9: expected ',' or ')', found '2'");
  EXPECT_EQ(Problem("a BETWEEN 1 OR 2"),
            "13: expected AND and the upper bound of BETWEEN, found 'OR'; a column of this name "
            "needs \"double quotes\"");
  EXPECT_EQ(Problem("a LIKE b"), "8: expected a pattern in 'quotes', found 'b'");
}

TEST(ParserErrorTest, UnfinishedCase) {
  EXPECT_EQ(Problem("CASE a"), "6: expected WHEN, found 'a'");
  EXPECT_EQ(Problem("CASE WHEN a"), "12: expected an operator or THEN, found the end");
  EXPECT_EQ(Problem("CASE WHEN a THEN b"), "19: expected an operator or END, found the end");
}

TEST(ParserErrorTest, UnknownFunctionsGetTheNearest) {
  EXPECT_EQ(Problem("1 + cuont(*)"), "5: there is no function 'cuont'; did you mean count?");
  EXPECT_THAT(Problem("frobnicate(1)"),
              HasSubstr("there is no function 'frobnicate'; there are abs, as_of, business_time, coalesce, day"));
  EXPECT_THAT(Problem(std::string(9000, 'f') + "()"), HasSubstr("function 'ffff"));
}

TEST(ParserErrorTest, WrongNumberOfArguments) {
  EXPECT_EQ(Problem("nullif(1)"), "1: nullif takes 2 arguments, found 1");
  EXPECT_EQ(Problem("round(1, 2, 3)"), "1: round takes 1 or 2 arguments, found 3");
  EXPECT_EQ(Problem("coalesce()"), "1: coalesce takes at least 1 argument, found 0");
  EXPECT_EQ(Problem("count()"), "1: count takes 1 argument, found 0");
  EXPECT_EQ(Problem("percentile(a)"), "1: percentile takes 2 arguments, found 1");
  EXPECT_EQ(Problem("sum(a, b)"), "1: sum takes 1 argument, found 2");
  EXPECT_EQ(Problem("sum(a b)"), "7: expected an operator, ',' or ')', found 'b'");
}

TEST(ParserErrorTest, OnlyCountTakesStarAndDistinct) {
  EXPECT_EQ(Problem("sum(*)"), "5: expected a value (only count takes *), found '*'");
  EXPECT_EQ(Problem("sum(DISTINCT a)"), "5: only count takes DISTINCT");
  EXPECT_EQ(Problem("lower(DISTINCT a)"), "7: only count takes DISTINCT");
  EXPECT_EQ(Problem("count(DISTINCT)"), "15: expected a value, found ')'");
  EXPECT_EQ(Problem("count(DISTINCT *)"), "16: expected a value, found '*'");
}

TEST(ParserErrorTest, FilterFollowsAnAggregate) {
  EXPECT_EQ(Problem("lower(a) FILTER (WHERE b)"), "10: FILTER follows an aggregate; lower is none");
  EXPECT_EQ(Problem("count(*) FILTER b"), "17: expected '(', found 'b'");
  EXPECT_EQ(Problem("count(*) FILTER (b)"), "18: expected WHERE, found 'b'");
  EXPECT_EQ(Problem("count(*) FILTER (WHERE b"), "25: expected an operator or ')', found the end");
}

TEST(ParserErrorTest, Columns) {
  EXPECT_EQ(Problem("a.b.c"), "4: a column is written column or join.column");
  EXPECT_EQ(Problem("a."), "3: expected a column, found the end");
  EXPECT_EQ(Problem("a.end"),
            "3: expected a column, found 'end'; a column of this name needs \"double quotes\"");
  EXPECT_THAT(Problem("\"\""), HasSubstr("1: a quoted column is not empty and has no dot"));
  EXPECT_THAT(Problem("x.\"a.b\""), HasSubstr("3: a quoted column is not empty and has no dot"));
  EXPECT_EQ(Problem("\"sum\"(a)"), "6: expected an operator or the end, found '('");
}

TEST(ParserErrorTest, Numbers) {
  for (const char* bad : {"12a", "1.", "1.x", "1e", "1e+", "1.2.3", "1_000", "0x10", "1e5.0"}) {
    EXPECT_EQ(Problem(bad), "1: malformed number; write 12, 0.5 or 1.5e3") << bad;
  }
  EXPECT_EQ(Problem(".5"), "1: expected a value, found '.'");
  EXPECT_THAT(Problem("1 + 9223372036854775808"), HasSubstr("5: number does not fit int64"));
  EXPECT_THAT(Problem("-9223372036854775809"), HasSubstr("1: number does not fit int64"));
  EXPECT_EQ(Problem("1e999"), "1: number is beyond what a double can hold");
}

TEST(ParserErrorTest, Quotes) {
  EXPECT_EQ(Problem("a = 'x"), "5: this text has no closing quote");
  EXPECT_EQ(Problem("a = 'x''"), "5: this text has no closing quote");
  EXPECT_EQ(Problem("\"a"), "1: this column has no closing quote");
}

TEST(ParserErrorTest, DatesThatDoNotExist) {
  EXPECT_THAT(Problem("a > DATE '2023-02-29'"), HasSubstr("10: '2023-02-29' is not a date"));
  EXPECT_THAT(Problem("TIMESTAMP 'now'"), HasSubstr("11: 'now' is not a timestamp"));
}

TEST(ParserErrorTest, CharactersThatBeginNothing) {
  EXPECT_EQ(Problem("a ; b"), "3: unexpected character ';' (U+003B)");
  EXPECT_EQ(Problem("a ! b"), "3: unexpected character '!' (U+0021)");
  EXPECT_THAT(Problem("a\xC2\xA0= 1"), HasSubstr("2: unexpected character '\xC2\xA0' (U+00A0)"));
  EXPECT_THAT(Problem("מקור = 1"), HasSubstr("1: unexpected character 'מ' (U+05DE); text needs"));
  EXPECT_EQ(Problem("a = :"), "5: expected a parameter's name after ':'");
  EXPECT_EQ(Problem("a = : b"), "5: expected a parameter's name after ':'");
}

TEST(ParserErrorTest, BytesThatAreNotUtf8OrAreNul) {
  EXPECT_EQ(Problem("'ש\xFFx'"), "3: byte 0xFF is not UTF-8");
  EXPECT_EQ(Problem(std::string("a = \0b", 6)), "5: a NUL character is not allowed");
  const absl::Status status = ParseExpression("'\xFF'").status();
  EXPECT_EQ(FindInvalidUtf8(std::string(status.message())), std::string::npos);
  EXPECT_EQ(FindInvalidUtf8(DetailOf(status).metadata["expression"]), std::string::npos);
}

}  // namespace
}  // namespace madad::core
