#include "madad/sdk/duration.h"

#include <gtest/gtest.h>

namespace madad::sdk {
namespace {

TEST(DurationTest, ReadsEveryUnit) {
  const std::pair<const char*, int64_t> exact[] = {{"7us", 7},
                                                   {"2ms", 2000},
                                                   {"3s", 3'000'000},
                                                   {"5min", 300'000'000},
                                                   {"-2h", -7'200'000'000},
                                                   {"1.5d", 129'600'000'000},
                                                   {"1w", 604'800'000'000},
                                                   {"0.25s", 250'000},
                                                   {"0d", 0}};
  for (const auto& [text, micros] : exact) {
    EXPECT_EQ(Duration(text).micros, micros) << text;
    EXPECT_EQ(Duration(text).months, 0) << text;
  }
  EXPECT_EQ(Duration("3mo").months, 3);
  EXPECT_EQ(Duration("0.5y").months, 6);
  EXPECT_EQ(Duration("3mo").micros, 0);
}

TEST(DurationTest, RefusesEverythingElse) {
  for (const char* text :
       {"", "30", "d", "30 d", " 30d", "30d ", "30D", "1.d", ".5d", "--1d", "1e3s", "0.1us",
        "1.5mo", "99999999999999999999d", "9223372036854775807w", "9999999999y", "30days"}) {
    EXPECT_THROW(Duration{text}, Error) << text;
  }
}

TEST(DurationTest, WritesWhatItReads) {
  for (const char* text :
       {"30d", "5min", "-2h", "36h", "7us", "1500ms", "3mo", "1y", "0d", "14d"}) {
    EXPECT_EQ(Duration(text).ToText(), text);
  }
  EXPECT_EQ(Duration("2w").ToText(), "14d");
  EXPECT_EQ(Duration::Days(30), Duration("30d"));
  EXPECT_EQ(Duration::Months(12).ToText(), "1y");
}

TEST(DurationTest, MonthsHaveNoFixedLength) {
  EXPECT_EQ(Duration("1d").ExactMicros(), 86'400'000'000);
  EXPECT_THROW(Duration("1mo").ExactMicros(), Error);
}

}  // namespace
}  // namespace madad::sdk
