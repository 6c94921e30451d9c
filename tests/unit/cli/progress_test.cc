// The line that says how far a run is.
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/progress/bar.h"

namespace madad::cli {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

TEST(TimeLeftTest, IsWhatThePaceSoFarMakesIt) {
  EXPECT_EQ(TimeLeft(0.25, absl::Seconds(10)), absl::Seconds(30));
  EXPECT_EQ(TimeLeft(0.5, absl::Minutes(2)), absl::Minutes(2));
}

TEST(TimeLeftTest, IsUnknownAtTheStartAndAtTheEnd) {
  EXPECT_EQ(TimeLeft(0, absl::Seconds(10)), std::nullopt);
  EXPECT_EQ(TimeLeft(0.009, absl::Seconds(10)), std::nullopt);
  EXPECT_EQ(TimeLeft(0.5, absl::Milliseconds(900)), std::nullopt);
  EXPECT_EQ(TimeLeft(1, absl::Seconds(10)), std::nullopt);
}

TEST(ProgressTextTest, ShowsTheShareTheStepAndTheTimeLeft) {
  EXPECT_EQ(ProgressText(0.25, "sorting", absl::Seconds(10), 80, /*utf8=*/false),
            "[######                  ]  25 %  sorting  30s left");
  EXPECT_EQ(ProgressText(0.5, "sorting", absl::Seconds(90), 80, /*utf8=*/true),
            "[████████████            ]  50 %  sorting  1m 30s left");
}

TEST(ProgressTextTest, SaysNothingThatItDoesNotKnow) {
  EXPECT_EQ(ProgressText(0, "", absl::Seconds(5), 80, false), "[                        ]   0 %");
  EXPECT_EQ(ProgressText(1, "done", absl::Seconds(5), 80, false),
            "[########################] 100 %  done");
}

TEST(ProgressTextTest, IsNotFinishedBeforeTheEnd) {
  EXPECT_THAT(ProgressText(0.9999, "x", absl::Seconds(5), 80, false), HasSubstr(" 99 %"));
  // Less than a second is one.
  EXPECT_THAT(ProgressText(0.9999, "x", absl::Seconds(5), 80, false), EndsWith("1s left"));
}

TEST(ProgressTextTest, FitsTheLineAndIsSafe) {
  EXPECT_EQ(ProgressText(0.5, "a very long step", absl::Seconds(10), 40, false),
            "[############            ]  50 %  a v...");
  EXPECT_THAT(ProgressText(0.5, "a\x1b[2Jb", absl::Seconds(10), 80, false),
              HasSubstr("a\\x1b[2Jb"));
  EXPECT_THAT(ProgressText(7, "", absl::Seconds(10), 80, false), HasSubstr("100 %"));
  EXPECT_THAT(ProgressText(-1, "", absl::Seconds(10), 80, false), HasSubstr("  0 %"));
}

TEST(ProgressLineTest, IsDrawnAnewAndErased) {
  std::ostringstream out;
  std::ostringstream err;
  Terminal terminal{out, err};
  terminal.progress = true;
  terminal.utf8 = false;
  {
    ProgressLine line(terminal);
    line.Show(0.25, "a");
    line.Show(0.5, "b");
  }
  EXPECT_EQ(err.str(),
            "[######                  ]  25 %  a\r\x1b[K"
            "[############            ]  50 %  b\r\x1b[K");
  EXPECT_EQ(out.str(), "");
}

TEST(ProgressLineTest, IsNotDrawnWhereNobodyWatches) {
  std::ostringstream out;
  std::ostringstream err;
  const Terminal terminal{out, err};
  {
    ProgressLine line(terminal);
    line.Show(0.25, "a");
  }
  EXPECT_EQ(err.str(), "");
}

}  // namespace
}  // namespace madad::cli
