#include "core/evaluate.h"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/expr/check.h"
#include "core/expr/parser.h"
#include "core/status.h"
#include "support/status_matchers.h"

namespace madad::core {
namespace {

using madad::testing::StatusIs;
using ::testing::HasSubstr;

// Columns with the values given, each in one row; a null one is an int64.
class Values : public Scope {
 public:
  explicit Values(const std::map<std::string, Value>& values) {
    for (const auto& [name, value] : values) {
      names_.push_back(name);
      ResultColumn& column = columns_.emplace_back();
      column.type = TypeOf(value) == Type::kNull ? Type::kInt64 : TypeOf(value);
      if (const auto* decimal = std::get_if<Decimal>(&value)) column.scale = decimal->scale;
      column.values = EmptyValues(column.type);
      column.Append(value);
    }
  }
  absl::StatusOr<ExprPtr> Resolve(std::string_view name) override {
    const size_t index =
        static_cast<size_t>(std::find(names_.begin(), names_.end(), name) - names_.begin());
    auto column = std::make_shared<Expr>();
    column->kind = ExprKind::kColumn;
    column->name = "#" + std::to_string(index);
    column->type = columns_.at(index).type;
    column->scale = columns_.at(index).scale;
    return column;
  }
  const LeafColumns& columns() const { return columns_; }

 private:
  std::vector<std::string> names_;
  LeafColumns columns_;
};

absl::StatusOr<Value> Eval(const std::string& text) {
  static const auto* const kValues = new std::map<std::string, Value>{
      {"n", int64_t{7}},
      {"zero", int64_t{0}},
      {"none", Value()},
      {"most", std::numeric_limits<int64_t>::max()},
      {"x", 0.5},
      {"money", Decimal{12345, 2}},
      {"hour", Duration{3'600'000'000, 0}},
      {"day", Date{19'723}},
      {"noon", Timestamp{1'704'110'400'000'000}},
      {"yes", true},
      {"word", std::string("b")},
  };
  Values values(*kValues);
  MADAD_ASSIGN_OR_RETURN(const ExprPtr parsed, ParseExpression(text));
  MADAD_ASSIGN_OR_RETURN(const ExprPtr typed, Check(parsed, text, values));
  MADAD_ASSIGN_OR_RETURN(const ResultColumn column, Evaluate(*typed, values.columns(), 1));
  EXPECT_EQ(column.size(), 1U);
  return column.At(0);
}

std::string Text(const std::string& expression) {
  const absl::StatusOr<Value> value = Eval(expression);
  return value.ok() ? ToText(*value) : value.status().ToString();
}

TEST(EvaluateTest, ArithmeticKeepsIntegersAndDecimalsExact) {
  EXPECT_EQ(Text("n + 3 * 2 - 1"), "12");
  EXPECT_EQ(Text("money + 0.005"), "123.455");
  EXPECT_EQ(Text("money - n"), "116.45");
  EXPECT_EQ(Text("money * n"), "864.15");
  EXPECT_EQ(Text("-money"), "-123.45");
}

TEST(EvaluateTest, DivisionIsDoubleAndNullOnZero) {
  EXPECT_EQ(Text("n / 2"), "3.5");
  EXPECT_EQ(Text("n / zero"), "null");
  EXPECT_EQ(Text("zero / zero"), "null");
  EXPECT_EQ(Text("x / none"), "null");
}

TEST(EvaluateTest, DurationsAddAndScale) {
  EXPECT_EQ(Text("(hour + hour) / hour"), "2");
  EXPECT_EQ(Text("hour * 24 = '1d'"), "true");
  EXPECT_EQ(Text("hour / 2 = '30min'"), "true");
}

TEST(EvaluateTest, NullsAreAsInSql) {
  EXPECT_EQ(Text("none + 1"), "null");
  EXPECT_EQ(Text("none = none"), "null");
  EXPECT_EQ(Text("none IS NULL"), "true");
  EXPECT_EQ(Text("n IS NOT NULL"), "true");
  EXPECT_EQ(Text("none = 1 AND zero = 1"), "false");
  EXPECT_EQ(Text("none = 1 OR n = 7"), "true");
  EXPECT_EQ(Text("none = 1 OR zero = 1"), "null");
  EXPECT_EQ(Text("NOT none = 1"), "null");
}

TEST(EvaluateTest, CaseCoalesceNullif) {
  EXPECT_EQ(Text("CASE WHEN n > 10 THEN 1 WHEN yes THEN 2 ELSE 3 END"), "2");
  EXPECT_EQ(Text("CASE WHEN n > 10 THEN 1 END"), "null");
  EXPECT_EQ(Text("coalesce(none, n)"), "7");
  EXPECT_EQ(Text("nullif(n, 7)"), "null");
  EXPECT_EQ(Text("nullif(n, 8)"), "7");
}

TEST(EvaluateTest, NumbersOfDifferentKindsCompareByValue) {
  EXPECT_EQ(Text("money = 123.45"), "true");
  EXPECT_EQ(Text("money > 123"), "true");
  EXPECT_EQ(Text("x < 1"), "true");
  EXPECT_EQ(Text("n <> 7"), "false");
}

TEST(EvaluateTest, OverflowIsAnErrorNotAWrongFigure) {
  EXPECT_THAT(Eval("most + 1"), StatusIs(absl::StatusCode::kOutOfRange, HasSubstr("64 bits")));
  EXPECT_THAT(Eval("most * most"), StatusIs(absl::StatusCode::kOutOfRange, HasSubstr("64 bits")));
}

TEST(EvaluateTest, InAndBetweenKnowNulls) {
  EXPECT_EQ(Text("n IN (1, 7)"), "true");
  EXPECT_EQ(Text("n NOT IN (1, 2)"), "true");
  EXPECT_EQ(Text("n IN (1, none)"), "null");
  EXPECT_EQ(Text("none IN (1, 2)"), "null");
  EXPECT_EQ(Text("n BETWEEN 7 AND 9"), "true");
  EXPECT_EQ(Text("n NOT BETWEEN 8 AND 9"), "true");
  EXPECT_EQ(Text("n BETWEEN none AND 6"), "false");
  EXPECT_EQ(Text("n BETWEEN none AND 9"), "null");
}

TEST(EvaluateTest, LeastAndGreatestLeaveNullsOut) {
  EXPECT_EQ(Text("least(n, zero, none)"), "0");
  EXPECT_EQ(Text("greatest(n, zero, none)"), "7");
  EXPECT_EQ(Text("greatest(n, money)"), "123.45");
  EXPECT_EQ(Text("least(none, none)"), "null");
  EXPECT_EQ(Text("abs(zero - n)"), "7");
}

TEST(EvaluateTest, TimesAreAddedAndSubtracted) {
  EXPECT_EQ(Text("noon - day"), "12h");
  EXPECT_EQ(Text("day + '1d'"), "2024-01-02");
  EXPECT_EQ(Text("noon - '12h' = day"), "true");
  EXPECT_EQ(Text("noon > day"), "true");
  EXPECT_EQ(Text("greatest(noon, day)"), "2024-01-01T12:00:00Z");
}

TEST(EvaluateTest, WhatHasNoMeaningAfterAggregationIsRefused) {
  EXPECT_THAT(Eval("word LIKE 'b%'"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("LIKE")));
  EXPECT_THAT(Eval("round(x, 1)"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("round()")));
}

}  // namespace
}  // namespace madad::core
