// Random trees come back from their text; random text does no harm.
#include <random>
#include <string>
#include <vector>

#include "core/expr/check.h"
#include "core/expr/parser.h"
#include "core/status.h"
#include "core/utf8.h"
#include "support/status_matchers.h"
#include "tree_support.h"

namespace madad::core {
namespace {

constexpr int kSamples = 20'000;

const std::vector<std::string>& Seeds() {
  static const std::vector<std::string> kSeeds = {
      "count(*) FILTER (WHERE outcome = 'won') / count(*)",
      "created_at >= '2024-01-01' AND owner.region NOT IN ('צפון', 'it''s')",
      "CASE WHEN amount > 1.5e3 THEN 'big' WHEN amount IS NULL THEN NULL ELSE 'small' END",
      "percentile(won_at - created_at, 0.9)",
      "round(coalesce(amount, -12.50) * -(quantity + 1), 2)",
      "TIMESTAMP '2024-01-31T10:00:00Z' - DATE '2024-01-30' <= '1.5d'",
      "lower(\"Order Id\") LIKE '%a_b' OR NOT planned BETWEEN :low AND :high",
      "sum(amount) FILTER (WHERE weekday(closed) <> 6) / nullif(count(DISTINCT owner), 0)",
  };
  return kSeeds;
}

// Every column is a date, a number, a text or unknown, by its name's length.
class AnyScope : public Scope {
 public:
  absl::StatusOr<ExprPtr> Resolve(std::string_view name) override {
    constexpr Type kTypes[] = {Type::kInt64,  Type::kString,    Type::kDate,     Type::kDecimal,
                               Type::kDouble, Type::kTimestamp, Type::kDuration, Type::kBool};
    if (name.size() % 9 == 8) return absl::NotFoundError("no such column");
    Expr column;
    column.kind = ExprKind::kColumn;
    column.name = std::string(name);
    column.type = kTypes[name.size() % 9];
    column.scale = column.type == Type::kDecimal ? 2 : 0;
    column.relation = 0;
    return std::make_shared<const Expr>(column);
  }
};

// What must hold for any text: a tree that prints, reads back and checks
// without harm, or an error in valid UTF-8 that says where.
void Exercise(const std::string& text) {
  const absl::StatusOr<ExprPtr> expr = ParseExpression(text);
  if (!expr.ok()) {
    ASSERT_EQ(FindInvalidUtf8(std::string(expr.status().message())), std::string::npos);
    ASSERT_NE(DetailOf(expr.status()).metadata["position"], "");
    return;
  }
  const std::string printed = ToText(**expr);
  const absl::StatusOr<ExprPtr> again = ParseExpression(printed);
  ASSERT_THAT(again, ::madad::testing::IsOk()) << text;
  ASSERT_TRUE(SameTree(**expr, **again)) << text << "\n" << printed;
  ASSERT_EQ(ToText(**again), printed);
  AnyScope scope;
  const std::map<std::string, Value> parameters = {{"low", int64_t{1}}, {"high", Duration{1, 1}}};
  const auto typed = Check(*expr, text, scope, {true, &parameters});
  if (typed.ok()) {
    ASSERT_FALSE(ToText(**typed).empty());
  } else {
    ASSERT_NE(DetailOf(typed.status()).metadata["position"], "") << typed.status();
  }
}

TEST(ParserRandomTest, TreesComeBackFromTheirText) {
  RandomTrees trees(20240131);
  for (int i = 0; i < kSamples; ++i) {
    const ExprPtr tree = trees.Next(2 + i % 5);
    const std::string text = ToText(*tree);
    if (text.size() > ParseLimits().max_bytes) continue;
    MADAD_ASSERT_OK_AND_ASSIGN(const ExprPtr parsed, ParseExpression(text));
    ASSERT_TRUE(SameTree(*tree, *parsed)) << text << "\n" << ToText(*parsed);
    ASSERT_EQ(ToText(*parsed), text);
  }
}

TEST(ParserRandomTest, SeedsAreValid) {
  for (const std::string& seed : Seeds()) {
    MADAD_EXPECT_OK(ParseExpression(seed)) << seed;
    Exercise(seed);
  }
}

TEST(ParserRandomTest, RandomBytesDoNoHarm) {
  std::mt19937 random(1);
  for (int i = 0; i < kSamples; ++i) {
    std::string text(random() % 64, '\0');
    for (char& c : text) c = static_cast<char>(random());
    ASSERT_NO_FATAL_FAILURE(Exercise(text));
  }
}

TEST(ParserRandomTest, RandomTokensDoNoHarm) {
  const std::vector<std::string> tokens = {"a",
                                           "bb",
                                           "ccc",
                                           "dddd",
                                           "1",
                                           "2.5",
                                           "'30d'",
                                           "'2024-01-31'",
                                           "(",
                                           ")",
                                           ",",
                                           "*",
                                           "+",
                                           "-",
                                           "/",
                                           "=",
                                           "<",
                                           "AND",
                                           "OR",
                                           "NOT",
                                           "IN",
                                           "IS",
                                           "NULL",
                                           "LIKE",
                                           "CASE",
                                           "BETWEEN",
                                           "WHEN",
                                           "THEN",
                                           "END",
                                           "count(",
                                           "sum(",
                                           "abs(",
                                           ".",
                                           "date",
                                           "FILTER(WHERE",
                                           ":low",
                                           "\"x y\"",
                                           "DISTINCT",
                                           "round(",
                                           "TRUE"};
  std::mt19937 random(2);
  for (int i = 0; i < kSamples; ++i) {
    std::string text;
    for (size_t count = random() % 12; count > 0; --count) {
      text += tokens[random() % tokens.size()] + " ";
    }
    ASSERT_NO_FATAL_FAILURE(Exercise(text));
  }
}

TEST(ParserRandomTest, MutationsOfValidTextDoNoHarm) {
  std::mt19937 random(3);
  for (int i = 0; i < kSamples; ++i) {
    std::string text = Seeds()[random() % Seeds().size()];
    for (int change = static_cast<int>(random() % 4); change >= 0; --change) {
      const size_t at = random() % (text.size() + 1);
      const std::string& other = Seeds()[random() % Seeds().size()];
      switch (random() % 4) {
        case 0:
          text.erase(at, random() % 5);
          break;
        case 1:
          text.insert(at, 1, static_cast<char>(random()));
          break;
        case 2:
          text.insert(at, other.substr(random() % other.size(), random() % 20));
          break;
        default:
          text.insert(at, text.substr(at / 2, random() % 10));
      }
    }
    ASSERT_NO_FATAL_FAILURE(Exercise(text));
  }
}

}  // namespace
}  // namespace madad::core
