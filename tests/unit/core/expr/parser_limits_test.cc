#include <string>

#include "core/expr/parser.h"
#include "core/status.h"
#include "support/status_matchers.h"

namespace madad::core {
namespace {

using ::madad::testing::StatusIs;
using ::testing::HasSubstr;

// Wide enough that bytes are not what stops a text.
ParseLimits ManyBytes() {
  ParseLimits limits;
  limits.max_bytes = 16 << 20;
  return limits;
}

std::string Repeated(const std::string& text, size_t times) {
  std::string repeated;
  repeated.reserve(text.size() * times);
  for (size_t i = 0; i < times; ++i) repeated += text;
  return repeated;
}

std::string ReasonOf(const absl::Status& status) { return DetailOf(status).reason; }

TEST(ParserLimitsTest, RefusesALongText) {
  const absl::Status status = ParseExpression(std::string(16 * 1024 + 1, ' ')).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument,
                               HasSubstr("16385 bytes; at most 16384 are read")));
  EXPECT_EQ(ReasonOf(status), "EXPRESSION_TOO_COMPLEX");
  MADAD_EXPECT_OK(ParseExpression("1" + std::string(16 * 1024 - 1, ' ')));
}

TEST(ParserLimitsTest, RefusesDeepNestingOfEveryKind) {
  constexpr size_t kTimes = 200'000;
  for (const char* opening : {"(", "-(", "NOT (", "a + (", "coalesce(", "CASE WHEN ", "a IN (",
                              "sum(a) FILTER (WHERE ", "CASE WHEN a THEN ", "a AND ("}) {
    const absl::Status status = ParseExpression(Repeated(opening, kTimes), ManyBytes()).status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument,
                                 HasSubstr("nested more than 100 deep")))
        << opening;
    EXPECT_EQ(ReasonOf(status), "EXPRESSION_TOO_COMPLEX");
  }
}

TEST(ParserLimitsTest, RefusesLongChainsOfEveryOperator) {
  for (const char* link : {"a AND ", "a OR ", "a + ", "a - ", "a * ", "a / "}) {
    const absl::Status status =
        ParseExpression(Repeated(link, 200'000) + "a", ManyBytes()).status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument,
                                 HasSubstr("more than 100 levels of operators")))
        << link;
    EXPECT_EQ(ReasonOf(status), "EXPRESSION_TOO_COMPLEX");
  }
}

TEST(ParserLimitsTest, RefusesARunOfPrefixes) {
  for (const char* prefix : {"NOT ", "-", "- "}) {
    EXPECT_THAT(ParseExpression(Repeated(prefix, 200'000) + "a", ManyBytes()),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("expected a value")))
        << prefix;
  }
}

TEST(ParserLimitsTest, TakesWhatIsJustWithin) {
  MADAD_EXPECT_OK(ParseExpression(Repeated("(", 99) + "a" + Repeated(")", 99)));
  EXPECT_FALSE(ParseExpression(Repeated("(", 100) + "a" + Repeated(")", 100)).ok());
  MADAD_EXPECT_OK(ParseExpression(Repeated("a AND ", 99) + "a"));
  EXPECT_FALSE(ParseExpression(Repeated("a AND ", 100) + "a").ok());
}

TEST(ParserLimitsTest, ParenthesesAsOftenAsLikedSideBySide) {
  MADAD_EXPECT_OK(ParseExpression("coalesce(" + Repeated("(a), ", 1000) + "a)"));
}

TEST(ParserLimitsTest, RefusesManyOperands) {
  MADAD_EXPECT_OK(ParseExpression("a IN (1" + Repeated(",1", 3997) + ")"));
  const absl::Status status = ParseExpression("a IN (1" + Repeated(",1", 3998) + ")").status();
  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("more than 4000 operands")));
  EXPECT_EQ(ReasonOf(status), "EXPRESSION_TOO_COMPLEX");
}

TEST(ParserLimitsTest, LimitsAreTheCallers) {
  ParseLimits limits;
  limits.max_bytes = 10;
  limits.max_depth = 2;
  limits.max_nodes = 3;
  MADAD_EXPECT_OK(ParseExpression("a + b", limits));
  EXPECT_FALSE(ParseExpression("a + b     + c", limits).ok());
  EXPECT_FALSE(ParseExpression("a + b * c", limits).ok());
  EXPECT_FALSE(ParseExpression("a IN (b,c)", limits).ok());
}

}  // namespace
}  // namespace madad::core
