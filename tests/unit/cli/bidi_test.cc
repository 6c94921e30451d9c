// Right-to-left text in columns.
#include "cli/render/bidi.h"

#include <sstream>

#include <gtest/gtest.h>

#include "cli/render/table.h"
#include "cli/render/width.h"

namespace madad::cli {
namespace {

std::string TableOn(bool interactive, bool utf8 = true) {
  const std::vector<std::vector<std::string>> rows = {
      {"חיפוש", "12", "דנה"}, {"مبيعات", "3,456", "Ann"}, {"paid", "7", "x\u2066y"}};
  const auto cell = [&rows](size_t column, int64_t row) {
    return rows[static_cast<size_t>(row)][column];
  };
  std::ostringstream out;
  PrintTable({{{"מקור"}, {"leads", Align::kRight}, {"owner"}}, 3, cell},
             Terminal{out, out, false, interactive, 0, utf8});
  return out.str();
}

TEST(BidiTest, KnowsScriptsThatRunFromRightToLeft) {
  EXPECT_TRUE(HasRightToLeft("חיפוש"));
  EXPECT_TRUE(HasRightToLeft("a مبيعات"));
  EXPECT_TRUE(HasRightToLeft("\u0661\u0662"));
  EXPECT_FALSE(HasRightToLeft("leads 12 中文 é"));
  EXPECT_FALSE(HasRightToLeft(""));
}

TEST(BidiTest, CellsAreIsolatedOnATerminalOnly) {
  const std::string on_terminal =
      "\u2068מקור\u2069    leads  owner\n"
      "------  -----  --------\n"
      "\u2068חיפוש\u2069      12  \u2068דנה\u2069\n"
      "\u2068مبيعات\u2069  3,456  Ann\n"
      "paid        7  x\\u2066y\n";
  EXPECT_EQ(TableOn(true), on_terminal);
  std::string in_file = on_terminal;
  for (const std::string mark : {"\u2068", "\u2069"}) {
    for (size_t at = in_file.find(mark); at != std::string::npos; at = in_file.find(mark)) {
      in_file.erase(at, mark.size());
    }
  }
  EXPECT_EQ(TableOn(false), in_file);
  EXPECT_EQ(TableOn(true, /*utf8=*/false), in_file);
}

TEST(ShortenedTest, CutsByDisplayWidth) {
  EXPECT_EQ(Shortened("leads", 5, "…"), "leads");
  EXPECT_EQ(Shortened("leads", 4, "…"), "lea…");
  EXPECT_EQ(Shortened("leads", 4, "..."), "l...");
  EXPECT_EQ(Shortened("中文中文", 6, "…"), "中文…");
  EXPECT_EQ(Shortened("שָׁלוֹם", 3, "…"), "שָׁל…");
}

}  // namespace
}  // namespace madad::cli
