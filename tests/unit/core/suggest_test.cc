#include "core/suggest.h"

#include <gmock/gmock.h>

namespace madad::core {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SuggestTest, NearestFirstAndTiesByText) {
  EXPECT_THAT(Nearest("count", {"counts", "mount", "fount", "count", "average"}),
              ElementsAre("count", "counts", "fount"));
}

TEST(SuggestTest, ASwapIsOneMistake) {
  EXPECT_THAT(Nearest("cuont", {"count"}), ElementsAre("count"));
  EXPECT_THAT(Nearest("smu", {"sum"}), ElementsAre("sum"));
}

TEST(SuggestTest, IgnoresCase) {
  EXPECT_THAT(Nearest("SOURCE", {"source", "Sources"}), ElementsAre("source", "Sources"));
}

TEST(SuggestTest, ContainingTheNameIsNear) {
  EXPECT_THAT(Nearest("win_rate", {"sales_funnel.win_rate", "lead_count"}),
              ElementsAre("sales_funnel.win_rate"));
}

TEST(SuggestTest, FarNamesAreLeftOut) {
  EXPECT_THAT(Nearest("region", {"source", "owner"}), IsEmpty());
  EXPECT_THAT(Nearest("x", {"y", "z"}), IsEmpty());
  EXPECT_THAT(Nearest("", {"y", ""}), IsEmpty());
}

TEST(SuggestTest, OneHebrewLetterIsOneMistake) {
  EXPECT_THAT(Nearest("מקוד", {"מקור", "אזור"}), ElementsAre("מקור"));
}

TEST(SuggestTest, NamesTheSameOnceAndNoMoreThanAsked) {
  EXPECT_THAT(Nearest("abc", {"abd", "abd", "abe", "abf", "abg"}, 2), ElementsAre("abd", "abe"));
}

TEST(SuggestTest, LongNamesAreNotCompared) {
  const std::string name(100'000, 'a');
  EXPECT_THAT(Nearest(name, {name, "a"}), IsEmpty());
  EXPECT_THAT(Nearest("a", {name}), IsEmpty());
}

TEST(SuggestTest, DidYouMeanReadsAsASentence) {
  EXPECT_EQ(DidYouMean("sorce", {"source", "owner"}), "; did you mean source?");
  EXPECT_EQ(DidYouMean("abc", {"abd", "abe"}), "; did you mean abd or abe?");
  EXPECT_EQ(DidYouMean("abc", {"abd", "abe", "abf"}), "; did you mean abd, abe or abf?");
  EXPECT_EQ(DidYouMean("region", {"owner"}), "");
}

}  // namespace
}  // namespace madad::core
