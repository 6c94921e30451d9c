#include "core/utf8.h"

#include <gtest/gtest.h>

namespace madad::core {
namespace {

TEST(Utf8Test, DecodesEachLength) {
  EXPECT_EQ(FirstCodePoint("a").value, U'a');
  EXPECT_EQ(FirstCodePoint("ש").value, U'ש');
  EXPECT_EQ(FirstCodePoint("₪").value, U'₪');
  EXPECT_EQ(FirstCodePoint("😀").value, U'😀');
  EXPECT_EQ(FirstCodePoint("😀").size, 4u);
}

TEST(Utf8Test, FindsWhatIsNotUtf8) {
  EXPECT_EQ(FindInvalidUtf8(""), std::string_view::npos);
  EXPECT_EQ(FindInvalidUtf8("שלום ₪ 😀"), std::string_view::npos);
  EXPECT_EQ(FindInvalidUtf8("\xF4\x8F\xBF\xBF"), std::string_view::npos);
  // A lone continuation, a cut sequence, an overlong slash and NUL, a
  // surrogate, a value above U+10FFFF, a byte that begins nothing.
  for (const char* bad : {"\x80", "\xD7", "\xD7z", "\xE2\x82", "\xC0\xAF", "\xE0\x80\x80",
                          "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF", "\xF8\x88\x80\x80\x80"}) {
    EXPECT_EQ(FindInvalidUtf8(std::string("ab") + bad), 2u) << bad;
  }
}

TEST(Utf8Test, CountsCharacters) {
  EXPECT_EQ(CountCodePoints(""), 0u);
  EXPECT_EQ(CountCodePoints("aש₪😀"), 4u);
  EXPECT_EQ(CountCodePoints("a\xFF\xFF"), 3u);
}

TEST(Utf8Test, ClipsByCharactersOntoOneValidLine) {
  EXPECT_EQ(Clip("שלום", 4), "שלום");
  EXPECT_EQ(Clip("שלום", 2), "של...");
  EXPECT_EQ(Clip("a\nb\tc\x7F", 10), "a b c ");
  EXPECT_EQ(Clip("a\xFFz", 10), "a\xEF\xBF\xBDz");
}

}  // namespace
}  // namespace madad::core
