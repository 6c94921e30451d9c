// The strict reader of parameters.
#include "madad/sdk/json_reader.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace madad::sdk {
namespace {

using ::testing::HasSubstr;

// Returns what is wrong with `text`; empty when nothing is.
std::string Problem(const std::string& text) {
  try {
    Json::Parse(text);
    return "";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), MADAD_INVALID_ARGUMENT);
    EXPECT_EQ(e.source(), MADAD_SOURCE_CONFIG);
    return e.what();
  }
}

TEST(JsonReaderTest, ReadsEveryKindOfValue) {
  const Json json = Json::Parse(
      " { \"a\" : [1, -2.5, 1e3, true, false, null, \"x\"], \"b\":{}, \"c\":[ ] }\r\n\t");
  const Json::Array& items = json.At("a").items();
  ASSERT_EQ(items.size(), 7u);
  EXPECT_EQ(items[0].Int64(), 1);
  EXPECT_EQ(items[0].Double(), 1.0);
  EXPECT_EQ(items[1].Double(), -2.5);
  EXPECT_EQ(items[2].Double(), 1000.0);
  EXPECT_EQ(items[2].Int64(), 1000);
  EXPECT_TRUE(items[3].Bool());
  EXPECT_FALSE(items[4].Bool());
  EXPECT_TRUE(items[5].IsNull());
  EXPECT_EQ(items[6].Text(), "x");
  EXPECT_TRUE(json.At("b").members().empty());
  EXPECT_TRUE(json.At("c").items().empty());
  EXPECT_EQ(json.Find("d"), nullptr);
  EXPECT_EQ(json.ToText(), R"({"a":[1,-2.5,1000,true,false,null,"x"],"b":{},"c":[]})");
}

TEST(JsonReaderTest, KeepsTheLimitsOfIntegers) {
  EXPECT_EQ(Json::Parse("9223372036854775807").Int64(), INT64_MAX);
  EXPECT_EQ(Json::Parse("-9223372036854775808").Int64(), INT64_MIN);
  const Json larger = Json::Parse("9223372036854775808");
  EXPECT_EQ(larger.Double(), 9223372036854775808.0);
  EXPECT_THROW(larger.Int64(), Error);
  EXPECT_EQ(Json::Parse("5.0").Int64(), 5);
  EXPECT_THROW(Json::Parse("5.5").Int64(), Error);
}

TEST(JsonReaderTest, ReadsEscapes) {
  EXPECT_EQ(Json::Parse(R"("\"\\\/\b\f\n\r\t\u0041\u05d0\u20AC\ud83d\ude00 שלום")").Text(),
            "\"\\/\b\f\n\r\tAא€😀 שלום");
}

TEST(JsonReaderTest, RefusesWhatIsNotStrictJson) {
  const std::pair<const char*, const char*> wrong[] = {
      {"", "expected a value"},
      {"{", "expected a member's name"},
      {"[1,]", "expected a value"},
      {"[1 2]", "expected a comma"},
      {"{\"a\":1,}", "expected a member's name"},
      {"{a:1}", "expected a member's name"},
      {"{\"a\" 1}", "expected a colon"},
      {"{\"a\":1,\"a\":2}", "the member 'a' a second time"},
      {"1 2", "more after the value's end"},
      {"01", "expected a value"},
      {"+1", "expected a value"},
      {".5", "expected a value"},
      {"1.", "digits after the point"},
      {"1e", "without exponent"},
      {"1e999", "too large or too small"},
      {"NaN", "expected a value"},
      {"'a'", "expected a value"},
      {"\"a", "without end"},
      {"\"\t\"", "control character"},
      {R"("\x")", "unknown escape"},
      {R"("\u12")", "fewer than four digits"},
      {R"("\u-123")", "fewer than four digits"},
      {R"("\ud800")", "half a surrogate pair"},
      {R"("\ud800\u0041")", "half a surrogate pair"},
      {R"("\udc00")", "half a surrogate pair"},
      {"\"\xff\"", "not UTF-8"},
      {"\"\xc0\xaf\"", "not UTF-8"},
      {"\"\xed\xa0\x80\"", "not UTF-8"},
      {"\"\xf4\x90\x80\x80\"", "not UTF-8"},
      {"\"\xe2\x82\"", "not UTF-8"},
      {"tru", "expected a value"},
      {"// no\n1", "expected a value"},
  };
  for (const auto& [text, problem] : wrong) EXPECT_THAT(Problem(text), HasSubstr(problem)) << text;
}

TEST(JsonReaderTest, RefusesABadByteInTheMiddleOfALine) {
  EXPECT_EQ(Problem("[1, x]"), "no JSON at byte 4: expected a value");
}

TEST(JsonReaderTest, RefusesDeepNestingInsteadOfUsingTheStackUp) {
  const auto nested = [](size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_EQ(Problem(nested(64)), "");
  EXPECT_THAT(Problem(nested(66)), HasSubstr("nested more than 64 deep"));
  EXPECT_THAT(Problem(std::string(1'000'000, '[')), HasSubstr("nested more than 64 deep"));
}

TEST(JsonReaderTest, NoCutAndNoChangedByteOfATextBreaksIt) {
  const std::string text = R"({"a":[1,-2.5e-3,true,null,"x\u05d0\ud83d\ude00"],"b":{"c":"ש"}})";
  for (size_t length = 0; length < text.size(); ++length) {
    EXPECT_NE(Problem(text.substr(0, length)), "") << length;
  }
  for (size_t at = 0; at < text.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = text;
      changed[at] = static_cast<char>(byte);
      // Read, and if that works, written and read again: the same.
      if (!Problem(changed).empty()) continue;
      const Json json = Json::Parse(changed);
      EXPECT_EQ(Json::Parse(json.ToText()), json) << changed;
    }
  }
}

TEST(JsonTest, SaysWhatWasFoundAndWhatIsExpected) {
  try {
    Json::Parse(R"(["x"])").Int64();
    FAIL() << "a list was read as a number";
  } catch (const Error& e) {
    EXPECT_STREQ(e.what(), R"(is ["x"], expected a whole number)");
  }
}

TEST(JsonTest, MembersThatNobodyKnowsAreRefused) {
  const Json json = Json::Parse(R"({"stage": "won", "optionl": true})");
  json.AllowOnly({"stage", "optionl"}, "step 1");
  try {
    json.AllowOnly({"stage", "optional"}, "step 1");
    FAIL() << "a misspelt member was ignored";
  } catch (const Error& e) {
    EXPECT_STREQ(e.what(), "step 1 has 'optionl', which is none of: stage, optional");
  }
  EXPECT_THROW(json.At("min_gap"), Error);
}

}  // namespace
}  // namespace madad::sdk
