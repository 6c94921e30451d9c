#include "core/expr/parser.h"

#include <limits>
#include <string>

#include "core/expr/check.h"
#include "support/status_matchers.h"

namespace madad::core {
namespace {

using ::testing::ElementsAre;

// The text that `text` is printed as, or its error.
std::string Printed(const std::string& text) {
  const absl::StatusOr<ExprPtr> expr = ParseExpression(text);
  return expr.ok() ? ToText(**expr) : std::string(expr.status().message());
}

// The literal that `text` is.
Value LiteralOf(const std::string& text) {
  const absl::StatusOr<ExprPtr> expr = ParseExpression(text);
  EXPECT_THAT(expr, ::madad::testing::IsOk());
  if (!expr.ok()) return "no value: " + text;
  EXPECT_EQ((*expr)->kind, ExprKind::kLiteral);
  return (*expr)->value;
}

// `text` with parentheses around each operator, to see how it was read.
std::string Grouped(const Expr& expr) {
  if (expr.args.empty()) return ToText(expr);
  std::string text = "[" + std::to_string(static_cast<int>(expr.kind));
  if (expr.kind == ExprKind::kBinary) text = "[" + std::string(1, "+-*/=!<lg>&|"[int(expr.op)]);
  for (const ExprPtr& arg : expr.args) text += " " + Grouped(*arg);
  return text + "]";
}

std::string Grouped(const std::string& text) {
  const absl::StatusOr<ExprPtr> expr = ParseExpression(text);
  return expr.ok() ? Grouped(**expr) : std::string(expr.status().message());
}

TEST(ParserTest, OperatorsBindInOrder) {
  EXPECT_EQ(Grouped("a or b and not c = d + e * -f"), "[| a [& b [3 [= c [+ d [* e [4 f]]]]]]]");
  EXPECT_EQ(Grouped("a * b + c < d and e or f"), "[| [& [< [+ [* a b] c] d] e] f]");
  EXPECT_EQ(Grouped("(a or b) and c"), "[& [| a b] c]");
}

TEST(ParserTest, OperatorsOfOneLevelGoLeftToRight) {
  EXPECT_EQ(Grouped("a - b - c + d"), "[+ [- [- a b] c] d]");
  EXPECT_EQ(Grouped("a / b * c"), "[* [/ a b] c]");
  EXPECT_EQ(Grouped("a or b or c"), "[| [| a b] c]");
}

TEST(ParserTest, EachComparisonIsRead) {
  EXPECT_EQ(Grouped("a = b"), "[= a b]");
  EXPECT_EQ(Grouped("a <> b"), "[! a b]");
  EXPECT_EQ(Grouped("a != b"), "[! a b]");
  EXPECT_EQ(Grouped("a < b"), "[< a b]");
  EXPECT_EQ(Grouped("a <= b"), "[l a b]");
  EXPECT_EQ(Grouped("a > b"), "[g a b]");
  EXPECT_EQ(Grouped("a>=b"), "[> a b]");
}

TEST(ParserTest, PredicatesKeepTheirNot) {
  EXPECT_EQ(Printed("a is null and b IS NOT NULL"), "a IS NULL AND b IS NOT NULL");
  EXPECT_EQ(Printed("a in (1,2) or b not in ('x')"), "a IN (1, 2) OR b NOT IN ('x')");
  EXPECT_EQ(Printed("a between 1 and 2 and b not between 3 and 4"),
            "a BETWEEN 1 AND 2 AND b NOT BETWEEN 3 AND 4");
  EXPECT_EQ(Printed("a like 'x%' or a not like '_'"), "a LIKE 'x%' OR a NOT LIKE '_'");
  EXPECT_EQ(Printed("not a in (1)"), "NOT a IN (1)");
}

TEST(ParserTest, CallsAndCase) {
  EXPECT_EQ(Printed("COALESCE(a, b , 0)"), "coalesce(a, b, 0)");
  EXPECT_EQ(Printed("Count( * ) filter (where won)"), "count(*) FILTER (WHERE won)");
  EXPECT_EQ(Printed("count(distinct owner)"), "count(DISTINCT owner)");
  EXPECT_EQ(Printed("percentile(amount, 0.9)"), "percentile(amount, 0.9)");
  EXPECT_EQ(Printed("case when a then 1 when b then 2 else 3 end"),
            "CASE WHEN a THEN 1 WHEN b THEN 2 ELSE 3 END");
  EXPECT_EQ(Printed("case when a then 1 end"), "CASE WHEN a THEN 1 END");
}

TEST(ParserTest, WholeNumbersAreInt64) {
  EXPECT_EQ(LiteralOf("9223372036854775807"), Value(std::numeric_limits<int64_t>::max()));
  EXPECT_EQ(LiteralOf("-9223372036854775808"), Value(std::numeric_limits<int64_t>::min()));
  EXPECT_EQ(LiteralOf("007"), Value(int64_t{7}));
}

TEST(ParserTest, NumbersWithAPointAreDecimalsWhenTheyFit) {
  EXPECT_EQ(LiteralOf("0.50"), Value(Decimal{50, 2}));
  EXPECT_EQ(LiteralOf("-1.5"), Value(Decimal{-15, 1}));
  EXPECT_EQ(LiteralOf("0.000000000000000001"), Value(Decimal{1, 18}));
  EXPECT_EQ(LiteralOf("0.0000000000000000001"), Value(1e-19));
  EXPECT_EQ(LiteralOf("92233720368547758.08"), Value(92233720368547758.08));
}

TEST(ParserTest, NumbersWithAnExponentAreDoubles) {
  EXPECT_EQ(LiteralOf("1e3"), Value(1000.0));
  EXPECT_EQ(LiteralOf("1.5E-1"), Value(0.15));
  EXPECT_EQ(LiteralOf("-2e+2"), Value(-200.0));
}

TEST(ParserTest, TextAndDates) {
  EXPECT_EQ(LiteralOf("'it''s שלום'"), Value(std::string("it's שלום")));
  EXPECT_EQ(LiteralOf("''"), Value(std::string()));
  EXPECT_EQ(LiteralOf("date '1970-01-02'"), Value(Date{1}));
  EXPECT_EQ(LiteralOf("TIMESTAMP '1970-01-01T00:00:01Z'"), Value(Timestamp{1'000'000}));
  EXPECT_EQ(LiteralOf("True"), Value(true));
  EXPECT_EQ(LiteralOf("null"), Value());
}

TEST(ParserTest, ColumnsOfAJoinAndInQuotes) {
  MADAD_ASSERT_OK_AND_ASSIGN(
      const ExprPtr expr,
      ParseExpression("source = owner.\"מקור\" and \"end\" = \"a\"\"b\".c and source = 1"));
  EXPECT_THAT(ColumnsOf(*expr), ElementsAre("source", "owner.מקור", "end", "a\"b.c"));
  EXPECT_EQ(ToText(*expr), "source = owner.\"מקור\" AND \"end\" = \"a\"\"b\".c AND source = 1");
}

TEST(ParserTest, WordsThatAreKeywordsOnlyInTheirPlaceNameColumns) {
  EXPECT_EQ(Printed("date >= timestamp and filter and where and sum = count"),
            "date >= timestamp AND filter AND where AND sum = count");
}

TEST(ParserTest, PositionsAreTheFirstByteOfEachNode) {
  MADAD_ASSERT_OK_AND_ASSIGN(const ExprPtr expr, ParseExpression("'ש' = a + count(b)"));
  EXPECT_EQ(expr->position, 0u);
  EXPECT_EQ(expr->args[1]->position, 7u);
  EXPECT_EQ(expr->args[1]->args[1]->position, 11u);
  EXPECT_EQ(expr->args[1]->args[1]->args[0]->position, 17u);
}

TEST(ParserTest, ParametersAreNamed) {
  MADAD_ASSERT_OK_AND_ASSIGN(const ExprPtr expr, ParseExpression(":min_days"));
  EXPECT_EQ(expr->kind, ExprKind::kParameter);
  EXPECT_EQ(expr->name, "min_days");
}

TEST(ParserTest, SpaceOfAnyAsciiKindSeparates) { EXPECT_EQ(Printed("\n\ta\r\n=\t1 "), "a = 1"); }

TEST(ParserTest, PrintsParenthesesWhereTheTreeNeedsThem) {
  for (const char* text :
       {"(a + b) * c", "a - (b - c)", "-(-a)", "-(5)", "a - -5", "NOT (NOT a)", "(a = b) = c",
        "(NOT a) IS NULL", "(a AND b) IN (c OR d)", "a AND (b AND c)", "(a = b) + 1"}) {
    EXPECT_EQ(Printed(text), text);
  }
  EXPECT_EQ(Printed("((a)) + ((b * c))"), "a + b * c");
}

TEST(ParserTest, ReadsTextOfCheckedLiteralsAgain) {
  Expr duration;
  duration.value = Duration{0, 3};
  EXPECT_EQ(ToText(duration), "'3mo'");
}

}  // namespace
}  // namespace madad::core
