#include "core/expr/check.h"

#include "check_support.h"
#include "support/status_matchers.h"

namespace madad::core {
namespace {

using ::madad::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(CheckTest, BindsColumns) {
  MADAD_ASSERT_OK_AND_ASSIGN(const ExprPtr expr, Checked("rep.region = source"));
  EXPECT_EQ(expr->args[0]->name, "region");
  EXPECT_EQ(expr->args[0]->relation, 1);
  EXPECT_EQ(expr->args[0]->type, Type::kString);
  EXPECT_EQ(expr->args[1]->relation, 0);
  EXPECT_EQ(expr->args[1]->position, 13u);
}

TEST(CheckTest, LeavesTheUntypedTreeAlone) {
  MADAD_ASSERT_OK_AND_ASSIGN(const ExprPtr expr, ParseExpression("day > '2024-01-01'"));
  FixedScope scope;
  MADAD_ASSERT_OK_AND_ASSIGN(const ExprPtr typed, Check(expr, "day > '2024-01-01'", scope));
  EXPECT_EQ(TypeOf(expr->args[1]->value), Type::kString);
  EXPECT_EQ(TypeOf(typed->args[1]->value), Type::kDate);
  EXPECT_EQ(expr->type, Type::kNull);
  EXPECT_EQ(typed->type, Type::kBool);
}

TEST(CheckTest, UnknownColumnKeepsTheScopesReasonAndGainsThePosition) {
  const absl::Status status = Checked("n > 1 AND sorce = 'x'").status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound,
                               "expression is invalid at character 11: no column 'sorce'; did you "
                               "mean source?\n  n > 1 AND sorce = 'x'\n            ^"));
  ErrorDetail detail = DetailOf(status);
  EXPECT_EQ(detail.reason, "COLUMN_UNKNOWN");
  EXPECT_EQ(detail.metadata["column"], "sorce");
  EXPECT_EQ(detail.metadata["position"], "11");
  EXPECT_EQ(detail.metadata["expression"], "n > 1 AND sorce = 'x'");
}

TEST(CheckTest, ErrorsAreInvalidExpressions) {
  const absl::Status status = Checked("flag AND n").status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument,
                               "expression is invalid at character 10: AND takes bool, found "
                               "int64\n  flag AND n\n           ^"));
  EXPECT_EQ(DetailOf(status).reason, "EXPRESSION_INVALID");
}

TEST(CheckTest, LogicTakesBool) {
  EXPECT_EQ(TypeOrProblem("flag AND NOT flag OR NULL"), "bool");
  EXPECT_EQ(TypeOrProblem("n OR flag"), "1: OR takes bool, found int64");
  EXPECT_EQ(TypeOrProblem("NOT source"), "5: NOT takes bool, found string");
}

TEST(CheckTest, LikeTakesText) {
  EXPECT_EQ(TypeOrProblem("source LIKE 'a%'"), "bool");
  EXPECT_EQ(TypeOrProblem("n NOT LIKE 'a%'"), "1: LIKE takes string, found int64");
}

TEST(CheckTest, IsNullTakesAnything) {
  EXPECT_EQ(TypeOrProblem("at IS NULL"), "bool");
  EXPECT_EQ(TypeOrProblem("(n + 1) IS NOT NULL"), "bool");
}

TEST(CheckTest, CaseHasOneType) {
  EXPECT_EQ(TypeOrProblem("CASE WHEN flag THEN n WHEN NULL THEN 1.25 END"), "decimal(2)");
  EXPECT_EQ(TypeOrProblem("CASE WHEN flag THEN NULL ELSE source END"), "string");
  EXPECT_EQ(TypeOrProblem("CASE WHEN flag THEN day ELSE '2024-01-01' END"), "date");
  EXPECT_EQ(TypeOrProblem("CASE WHEN flag THEN NULL END"), "null");
  EXPECT_EQ(TypeOrProblem("CASE WHEN n THEN 1 END"), "11: WHEN takes bool, found int64");
  EXPECT_EQ(TypeOrProblem("CASE WHEN flag THEN n ELSE source END"),
            "28: cannot combine string with int64");
  EXPECT_EQ(TypeOrProblem("CASE WHEN flag THEN n ELSE 'a' END"),
            "28: cannot combine string with int64");
}

TEST(CheckTest, ParametersBecomeLiterals) {
  EXPECT_EQ(CheckedText("n > :days AND at >= :since"), "n > 30 AND at >= DATE '2024-01-01'");
  EXPECT_EQ(CheckedText("percentile(n, :share)"), "percentile(n, 9e-01)");
}

TEST(CheckTest, ParametersMustBeKnownAndFit) {
  EXPECT_EQ(TypeOrProblem("n > :day"), "5: there is no parameter 'day'; did you mean days?");
  EXPECT_EQ(TypeOrProblem("n > :infinite"), "5: this value is not a finite number");
  EXPECT_EQ(TypeOrProblem("n > :fine"), "5: this value has 30 decimals; a decimal has 0 to 18");
  MADAD_ASSERT_OK_AND_ASSIGN(const ExprPtr expr, ParseExpression(":days"));
  FixedScope scope;
  EXPECT_THAT(Check(expr, ":days", scope),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("no parameter 'days'; there are none")));
}

TEST(CheckTest, HasAggregateLooksEverywhere) {
  const auto has = [](const char* text) { return HasAggregate(**ParseExpression(text)); };
  EXPECT_TRUE(has("1 + coalesce(0, sum(n))"));
  EXPECT_TRUE(has("CASE WHEN count(*) > 1 THEN 1 END"));
  EXPECT_FALSE(has("1 + coalesce(0, n)"));
}

TEST(CheckTest, ColumnsOfGivesEachOnceInOrder) {
  const auto columns = [](const char* text) { return ColumnsOf(**ParseExpression(text)); };
  EXPECT_THAT(columns("b + a.c * b - sum(d) FILTER (WHERE e IN (a.c, f))"),
              ElementsAre("b", "a.c", "d", "e", "f"));
  EXPECT_THAT(columns("1"), ElementsAre());
}

}  // namespace
}  // namespace madad::core
