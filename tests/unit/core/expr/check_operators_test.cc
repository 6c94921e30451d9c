#include "check_support.h"
#include "support/status_matchers.h"

namespace madad::core {
namespace {

using ::testing::HasSubstr;

TEST(CheckOperatorsTest, NumbersMeet) {
  EXPECT_EQ(TypeOrProblem("n + 1"), "int64");
  EXPECT_EQ(TypeOrProblem("n + money"), "decimal(2)");
  EXPECT_EQ(TypeOrProblem("money - 0.125"), "decimal(3)");
  EXPECT_EQ(TypeOrProblem("money * 0.125"), "decimal(5)");
  EXPECT_EQ(TypeOrProblem("n * money"), "decimal(2)");
  EXPECT_EQ(TypeOrProblem("money + x"), "double");
  EXPECT_EQ(TypeOrProblem("n * 1e0"), "double");
  EXPECT_EQ(TypeOrProblem("-money"), "decimal(2)");
  EXPECT_EQ(TypeOrProblem("-took"), "duration");
}

TEST(CheckOperatorsTest, DivisionIsDouble) {
  EXPECT_EQ(TypeOrProblem("n / 2"), "double");
  EXPECT_EQ(TypeOrProblem("money / money"), "double");
  EXPECT_EQ(TypeOrProblem("NULL / NULL"), "double");
}

TEST(CheckOperatorsTest, ProductsKeepWithinTheDecimals) {
  EXPECT_EQ(TypeOrProblem("money * 0.0000000000000001"), "decimal(18)");
  EXPECT_EQ(TypeOrProblem("1 + money * 0.00000000000000001"),
            "5: the product has 19 decimals, more than 18; round(x, n) leaves n of them");
}

TEST(CheckOperatorsTest, ArithmeticOfOtherTypesIsRefused) {
  EXPECT_EQ(TypeOrProblem("n + source"), "5: cannot add int64 and string");
  EXPECT_EQ(TypeOrProblem("n - flag"), "5: cannot subtract bool from int64");
  EXPECT_EQ(TypeOrProblem("source * 2"), "10: cannot multiply string by int64");
  EXPECT_EQ(TypeOrProblem("n / at"), "5: cannot divide int64 by timestamp");
  EXPECT_EQ(TypeOrProblem("'30d' * 2"), "9: cannot multiply string by int64");
  EXPECT_EQ(TypeOrProblem("-source"),
            "2: - takes int64 or double or decimal or duration, found string");
}

TEST(CheckOperatorsTest, InstantsAndDurations) {
  EXPECT_EQ(TypeOrProblem("at + took"), "timestamp");
  EXPECT_EQ(TypeOrProblem("took + at"), "timestamp");
  EXPECT_EQ(TypeOrProblem("at - took"), "timestamp");
  EXPECT_EQ(TypeOrProblem("won_at - at"), "duration");
  EXPECT_EQ(TypeOrProblem("day - at"), "duration");
  EXPECT_EQ(TypeOrProblem("day - day"), "duration");
  EXPECT_EQ(TypeOrProblem("took + took - '1h'"), "duration");
  EXPECT_EQ(TypeOrProblem("took - at"), "8: cannot subtract timestamp from duration");
  EXPECT_EQ(TypeOrProblem("at + day"), "6: cannot add timestamp and date");
  EXPECT_EQ(TypeOrProblem("at + 30"),
            "6: cannot add timestamp and int64; thirty days are written '30d'");
}

TEST(CheckOperatorsTest, ADateStaysADateOnlyByWholeDays) {
  EXPECT_EQ(TypeOrProblem("day + '30d'"), "date");
  EXPECT_EQ(TypeOrProblem("day - '3mo'"), "date");
  EXPECT_EQ(TypeOrProblem("day + '24h'"), "date");
  EXPECT_EQ(TypeOrProblem("day + '36h'"), "timestamp");
  EXPECT_EQ(TypeOrProblem("day + took"), "timestamp");
}

TEST(CheckOperatorsTest, DurationsAreScaledAndCompared) {
  EXPECT_EQ(TypeOrProblem("took * 2"), "duration");
  EXPECT_EQ(TypeOrProblem("1.5 * took"), "duration");
  EXPECT_EQ(TypeOrProblem("took / n"), "duration");
  EXPECT_EQ(TypeOrProblem("took / took"), "double");
  EXPECT_EQ(TypeOrProblem("(won_at - at) / '1d'"), "double");
  EXPECT_EQ(TypeOrProblem("'1d' / took"), "double");
  EXPECT_EQ(TypeOrProblem("2 / took"), "5: cannot divide int64 by duration");
  EXPECT_EQ(TypeOrProblem("took * took"), "8: cannot multiply duration by duration");
}

TEST(CheckOperatorsTest, TextBesideAnInstantIsReadByItsPlace) {
  EXPECT_EQ(CheckedText("at + '30d' > '2024-01-01'"), "at + '30d' > DATE '2024-01-01'");
  EXPECT_EQ(CheckedText("at - '2024-01-01' < '36h'"), "at - DATE '2024-01-01' < '36h'");
  EXPECT_EQ(CheckedText("'2024-01-01T10:00' - at"), "TIMESTAMP '2024-01-01T10:00:00Z' - at");
  EXPECT_EQ(CheckedText("'1h' + at"), "'1h' + at");
  EXPECT_EQ(TypeOrProblem("'2024-01-01' - took"), "timestamp");
  EXPECT_EQ(TypeOrProblem("'2024-01-01' + took"), "timestamp");
  EXPECT_EQ(TypeOrProblem("took + '2024-01-01'"), "timestamp");
  EXPECT_EQ(TypeOrProblem("took - '1h'"), "duration");
}

TEST(CheckOperatorsTest, TextThatDoesNotReadIsRefused) {
  EXPECT_THAT(TypeOrProblem("at + '30 days'"), HasSubstr("6: '30 days' is not a duration; write"));
  EXPECT_THAT(TypeOrProblem("at + '2024-01-01'"), HasSubstr("6: '2024-01-01' is not a duration"));
  EXPECT_THAT(TypeOrProblem("at - 'soon'"), HasSubstr("6: 'soon' is not a duration"));
  EXPECT_THAT(TypeOrProblem("'1h' - at"), HasSubstr("1: '1h' is not a timestamp"));
  EXPECT_THAT(TypeOrProblem("day = '2023-02-29'"), HasSubstr("7: '2023-02-29' is not a timestamp"));
  EXPECT_THAT(TypeOrProblem("took <= 'long'"), HasSubstr("9: 'long' is not a duration"));
}

TEST(CheckOperatorsTest, CalendarMonthsHaveNoLength) {
  for (const char* text : {"took <= '1mo'", "took + '1y'", "took / '1mo'", "at - won_at = '2mo'",
                           "took IN ('1d', '1mo')", "coalesce(took, '1mo')", "-:quarter",
                           ":quarter * 2", "sum(:quarter)", "max(:quarter)", "abs(:quarter)"}) {
    EXPECT_THAT(TypeOrProblem(text), HasSubstr("is calendar months, whose length differs")) << text;
  }
  EXPECT_EQ(TypeOrProblem("at + :quarter"), "timestamp");
}

TEST(CheckOperatorsTest, ComparisonsNeedTypesThatMeet) {
  for (const char* text :
       {"n = 1.5", "money <> x", "source < 'm'", "flag = TRUE", "day <= at", "took > '1d'",
        "n = NULL", "NULL = NULL", "'a' = 'b'", "at BETWEEN '2024-01-01' AND day",
        "n NOT BETWEEN 1 AND 2.5", "source IN ('a', NULL)", "day IN ('2024-01-01', at)",
        "'2024-01-01' IN (day)"}) {
    EXPECT_EQ(TypeOrProblem(text), "bool") << text;
  }
}

TEST(CheckOperatorsTest, ComparisonsOfOtherTypesAreRefused) {
  EXPECT_EQ(TypeOrProblem("source = 5"), "10: cannot compare int64 with string");
  EXPECT_EQ(TypeOrProblem("n = '5'"), "5: cannot compare string with int64");
  EXPECT_EQ(TypeOrProblem("at > took"), "6: cannot compare duration with timestamp");
  EXPECT_EQ(TypeOrProblem("day = source"), "7: cannot compare string with date");
  EXPECT_EQ(TypeOrProblem("flag IN (TRUE, 1)"), "16: cannot compare int64 with bool");
  EXPECT_EQ(TypeOrProblem("n BETWEEN 1 AND 'z'"), "17: cannot compare string with int64");
}

TEST(CheckOperatorsTest, ATimeBesideADateMakesATimestamp) {
  EXPECT_EQ(CheckedText("day >= '2024-01-01T10:00'"), "day >= TIMESTAMP '2024-01-01T10:00:00Z'");
}

TEST(CheckOperatorsTest, NullTakesTheTypeThatFits) {
  MADAD_ASSERT_OK_AND_ASSIGN(const ExprPtr expr, Checked("money = NULL"));
  EXPECT_EQ(expr->args[1]->type, Type::kDecimal);
  EXPECT_EQ(expr->args[1]->scale, 2);
  EXPECT_EQ(TypeOrProblem("NULL + NULL"), "null");
  EXPECT_EQ(TypeOrProblem("n + NULL"), "int64");
  EXPECT_EQ(TypeOrProblem("at + NULL"), "timestamp");
  EXPECT_EQ(TypeOrProblem("NULL - at"), "duration");
  EXPECT_EQ(TypeOrProblem("took * NULL"), "duration");
  EXPECT_EQ(TypeOrProblem("took / NULL"), "duration");
  EXPECT_EQ(TypeOrProblem("NULL / took"), "double");
}

}  // namespace
}  // namespace madad::core
