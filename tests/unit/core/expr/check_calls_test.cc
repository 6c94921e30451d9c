#include "check_support.h"
#include "support/status_matchers.h"

namespace madad::core {
namespace {

using ::testing::HasSubstr;

TEST(CheckCallsTest, CoalesceAndNullif) {
  EXPECT_EQ(TypeOrProblem("coalesce(n, 0)"), "int64");
  EXPECT_EQ(TypeOrProblem("coalesce(n, money, NULL)"), "decimal(2)");
  EXPECT_EQ(TypeOrProblem("coalesce(day, '2024-01-01')"), "date");
  EXPECT_EQ(TypeOrProblem("coalesce(n, source)"), "13: cannot combine string with int64");
  EXPECT_EQ(TypeOrProblem("nullif(money, 0)"), "decimal(2)");
  EXPECT_EQ(TypeOrProblem("nullif(n, 0.5)"), "int64");
  EXPECT_EQ(TypeOrProblem("nullif(n, 'a')"), "11: cannot compare string with int64");
}

TEST(CheckCallsTest, RoundKeepsTheTypeAndLowersTheScale) {
  EXPECT_EQ(TypeOrProblem("round(x)"), "double");
  EXPECT_EQ(TypeOrProblem("round(n, 2)"), "int64");
  EXPECT_EQ(TypeOrProblem("round(money)"), "decimal(0)");
  EXPECT_EQ(TypeOrProblem("round(money, 1)"), "decimal(1)");
  EXPECT_EQ(TypeOrProblem("round(money, 5)"), "decimal(2)");
  EXPECT_EQ(TypeOrProblem("round(source)"),
            "7: round takes double or int64 or decimal, found string");
}

TEST(CheckCallsTest, RoundTakesItsDecimalsAsANumber) {
  for (const char* text : {"round(x, -1)", "round(x, 19)", "round(x, n)", "round(x, 1.0)",
                           "round(x, 'a')", "round(x, NULL)"}) {
    EXPECT_EQ(TypeOrProblem(text),
              "10: round takes a number of decimals, 0 to 18, written as a number")
        << text;
  }
}

TEST(CheckCallsTest, TextAndNumberFunctions) {
  EXPECT_EQ(TypeOrProblem("lower(source)"), "string");
  EXPECT_EQ(TypeOrProblem("upper(NULL)"), "string");
  EXPECT_EQ(TypeOrProblem("abs(-money)"), "decimal(2)");
  EXPECT_EQ(TypeOrProblem("abs(took)"), "duration");
  EXPECT_EQ(TypeOrProblem("lower(n)"), "7: lower takes string, found int64");
  EXPECT_EQ(TypeOrProblem("abs(at)"),
            "5: abs takes int64 or double or decimal or duration, found timestamp");
}

TEST(CheckCallsTest, PartsOfInstants) {
  for (const char* part : {"year", "quarter", "month", "day", "weekday"}) {
    EXPECT_EQ(TypeOrProblem(std::string(part) + "(day)"), "int64");
    EXPECT_EQ(TypeOrProblem(std::string(part) + "(at)"), "int64");
    EXPECT_THAT(TypeOrProblem(std::string(part) + "(n)"),
                HasSubstr("takes date or timestamp, found int64"));
  }
  EXPECT_EQ(TypeOrProblem("hour(at)"), "int64");
  EXPECT_EQ(TypeOrProblem("hour(day)"), "6: hour takes timestamp, found date");
}

TEST(CheckCallsTest, AggregatesHaveTheirTypes) {
  EXPECT_EQ(TypeOrProblem("count(*)"), "int64");
  EXPECT_EQ(TypeOrProblem("count(source)"), "int64");
  EXPECT_EQ(TypeOrProblem("count(DISTINCT day)"), "int64");
  EXPECT_EQ(TypeOrProblem("sum(n)"), "int64");
  EXPECT_EQ(TypeOrProblem("sum(money)"), "decimal(2)");
  EXPECT_EQ(TypeOrProblem("sum(x)"), "double");
  EXPECT_EQ(TypeOrProblem("sum(took)"), "duration");
  EXPECT_EQ(TypeOrProblem("avg(money)"), "double");
  EXPECT_EQ(TypeOrProblem("avg(took)"), "duration");
  EXPECT_EQ(TypeOrProblem("min(source)"), "string");
  EXPECT_EQ(TypeOrProblem("max(money)"), "decimal(2)");
  EXPECT_EQ(TypeOrProblem("median(n)"), "double");
  EXPECT_EQ(TypeOrProblem("median(won_at - at)"), "duration");
  EXPECT_EQ(TypeOrProblem("percentile(money, 0.9)"), "double");
  EXPECT_EQ(TypeOrProblem("percentile(took, 1)"), "duration");
  EXPECT_EQ(TypeOrProblem("stddev(n)"), "double");
}

TEST(CheckCallsTest, AggregatesOfOtherTypesAreRefused) {
  EXPECT_EQ(TypeOrProblem("sum(source)"),
            "5: sum takes int64 or double or decimal or duration, found string");
  EXPECT_THAT(TypeOrProblem("avg(day)"), HasSubstr("5: avg takes"));
  EXPECT_THAT(TypeOrProblem("sum(flag)"), HasSubstr("found bool"));
  EXPECT_THAT(TypeOrProblem("median(at)"), HasSubstr("8: median takes"));
  EXPECT_EQ(TypeOrProblem("stddev(took)"),
            "8: stddev takes int64 or double or decimal, found duration");
}

TEST(CheckCallsTest, PercentileTakesAShare) {
  MADAD_ASSERT_OK_AND_ASSIGN(const ExprPtr expr, Checked("percentile(n, 0.25)"));
  EXPECT_EQ(expr->args[1]->value, Value(0.25));
  for (const char* text :
       {"percentile(n, 1.01)", "percentile(n, -0.1)", "percentile(n, x)", "percentile(n, 90)",
        "percentile(n, '0.9')", "percentile(n, NULL)", "percentile(n, 0.5 + 0.1)"}) {
    EXPECT_EQ(TypeOrProblem(text).substr(0, 42), "15: percentile takes a share from 0 to 1, ")
        << text;
  }
}

TEST(CheckCallsTest, FilterTakesBool) {
  EXPECT_EQ(TypeOrProblem("count(*) FILTER (WHERE at >= '2024-01-01')"), "int64");
  EXPECT_EQ(TypeOrProblem("count(*) FILTER (WHERE n)"), "24: FILTER takes bool, found int64");
  EXPECT_THAT(TypeOrProblem("count(*) FILTER (WHERE sorce = 'x')"), HasSubstr("24: no column"));
}

TEST(CheckCallsTest, ExpressionsOverAggregates) {
  EXPECT_EQ(TypeOrProblem("count(*) FILTER (WHERE flag) / nullif(count(*), 0)"), "double");
  EXPECT_EQ(TypeOrProblem("CASE WHEN count(*) > 9 THEN avg(n) END"), "double");
  EXPECT_EQ(TypeOrProblem("max(at) - '2024-01-01'"), "duration");
}

TEST(CheckCallsTest, AggregatesDoNotNest) {
  EXPECT_EQ(TypeOrProblem("sum(1 + count(*))"), "9: count stands within another aggregate");
  EXPECT_EQ(TypeOrProblem("sum(n) FILTER (WHERE max(n) > 1)"),
            "22: max stands within another aggregate");
}

TEST(CheckCallsTest, ColumnsStayInsideOfAggregates) {
  EXPECT_THAT(TypeOrProblem("n + count(*)"),
              HasSubstr("1: column 'n' stands outside an aggregate in an expression that has one"));
  EXPECT_THAT(TypeOrProblem("count(*) / coalesce(n, 1)"), HasSubstr("21: column 'n' stands"));
}

TEST(CheckCallsTest, AggregatesStandOnlyWhereAllowed) {
  EXPECT_EQ(TypeOrProblem("n > 1 AND count(*) > 2", /*allow_aggregates=*/false),
            "11: count is an aggregate; here an expression sees one row at a time");
  EXPECT_EQ(TypeOrProblem("1 < count(*)", /*allow_aggregates=*/false),
            "5: count is an aggregate; here an expression sees one row at a time");
  EXPECT_EQ(TypeOrProblem("n > 1", /*allow_aggregates=*/false), "bool");
}

}  // namespace
}  // namespace madad::core
