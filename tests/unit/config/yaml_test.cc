// What is not YAML, or too much of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "unit/config/example.h"

namespace madad::config {
namespace {

using ::madad::config::testing::ExampleWith;
using ::madad::config::testing::Lines;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

using YamlTest = testing::CatalogFolder;

TEST_F(YamlTest, SyntaxErrorsHaveTheirLine) {
  EXPECT_THAT(Lines(Parse("sources:\n  crm: {kind: files\ntables: 1\n")),
              ElementsAre(StartsWith("catalog.yaml:3:7: not valid YAML: ")));
  EXPECT_THAT(Lines(Parse("sources: [crm\n")),
              ElementsAre(StartsWith("catalog.yaml:2:1: not valid YAML: ")));
  EXPECT_THAT(Lines(Parse("sources: *crm\n")),
              ElementsAre(StartsWith("catalog.yaml:1:10: not valid YAML: ")));
}

TEST_F(YamlTest, TabsAreNamed) {
  EXPECT_THAT(Lines(Parse(ExampleWith("    entity: lead\n", "\tentity: lead\n"))),
              ElementsAre(AllOf(StartsWith("catalog.yaml:7:"),
                                HasSubstr("is indented with a tab, and YAML wants spaces"))));
}

TEST_F(YamlTest, BytesThatAreNotUtf8) {
  EXPECT_THAT(Lines(Parse(ExampleWith("Facebook", "Face\xFF"))),
              ElementsAre("catalog.yaml:14:47: bytes that are not UTF-8; save the file as UTF-8"));
}

TEST_F(YamlTest, ControlCharactersDoNotEndTheFile) {
  EXPECT_THAT(Lines(Parse(ExampleWith("    entity: lead", "    entity: \x04lead"))),
              ElementsAre("catalog.yaml:7:13: a control character, 0x04"));
  EXPECT_THAT(Lines(Parse(std::string("sources:\0", 9))),
              ElementsAre("catalog.yaml:1:9: a control character, 0x00"));
}

TEST_F(YamlTest, OneDocumentOnly) {
  EXPECT_THAT(Lines(Parse("---\nsources:\n---\ntables:\n")),
              ElementsAre(HasSubstr("holds a second document")));
}

TEST_F(YamlTest, TagsAreRefused) {
  EXPECT_THAT(Lines(Parse("sources: !!python/object:os.system {}\n")),
              ElementsAre(AllOf(StartsWith("catalog.yaml:1:"), HasSubstr("a tag, "))));
}

TEST_F(YamlTest, DeepNestingEnds) {
  for (const std::string open : {"[", "{a: ", "- "}) {
    std::string text;
    for (int i = 0; i < 20'000; ++i) text += open;
    EXPECT_THAT(Lines(Parse(text)), ElementsAre(HasSubstr("nested too deeply"))) << open;
  }
}

TEST_F(YamlTest, AliasesOfThemselvesAreRefused) {
  EXPECT_THAT(Lines(Parse("sources: &a\n  crm: *a\n")),
              ElementsAre("catalog.yaml:2:8: an alias of what it is itself a part of"));
}

TEST_F(YamlTest, AliasesCannotMultiplyWithoutBound) {
  std::string text =
      "tables:\n  a: &table\n    columns:\n      x: &column\n        values: &values\n";
  for (int i = 0; i < 200; ++i) absl::StrAppend(&text, "          v", i, ": y\n");
  for (int i = 0; i < 200; ++i) absl::StrAppend(&text, "      c", i, ": *column\n");
  for (int i = 0; i < 200; ++i) absl::StrAppend(&text, "  t", i, ": *table\n");
  EXPECT_THAT(
      Lines(Parse(text)),
      ::testing::Contains(HasSubstr("with its aliases written out, the file is too large")));
}

TEST_F(YamlTest, AliasesOfLongTextsCount) {
  std::string text = absl::StrCat("calendar: {timezone: &long ", std::string(1 << 20, 'x'),
                                  "}\ndimensions: {a: {\n");
  for (int i = 0; i < 1000; ++i) absl::StrAppend(&text, "  t", i, ": *long,\n");
  text += "}}\n";
  EXPECT_THAT(
      Lines(Parse(text)),
      ::testing::Contains(HasSubstr("with its aliases written out, the file is too large")));
}

TEST_F(YamlTest, TooManyNodesAreRefused) {
  std::string text = "sources: [";
  for (int i = 0; i < 200'000; ++i) text += "a,";
  EXPECT_THAT(Lines(Parse(text + "]")),
              ElementsAre(HasSubstr("holds more than 200000 keys and values")));
}

}  // namespace
}  // namespace madad::config
