// Whatever a file holds, reading it ends and says something sensible.
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/utf8.h"
#include "unit/config/example.h"

namespace madad::config {
namespace {

using ::madad::config::testing::kExample;

using MutationTest = testing::CatalogFolder;

constexpr int kMutants = 3'000;

// Returns `text` with a few bytes replaced, inserted, removed or repeated.
std::string Mutate(std::string text, std::mt19937& random) {
  // YAML's own characters do more than others.
  constexpr std::string_view kBytes = "{}[]:,-?&*!|>'\"%#@` \t\n\r~<0aZ\\\x04\xD7\xFF";
  const auto below = [&random](size_t limit) { return random() % limit; };
  for (size_t edits = 1 + below(4); edits > 0 && !text.empty(); --edits) {
    const size_t at = below(text.size());
    const size_t length = std::min(below(20), text.size() - at);
    switch (below(4)) {
      case 0:
        text[at] = kBytes[below(kBytes.size())];
        break;
      case 1:
        text.insert(at, 1, kBytes[below(kBytes.size())]);
        break;
      case 2:
        text.erase(at, length);
        break;
      default:
        text.insert(below(text.size()), text.substr(at, length));
    }
  }
  return text;
}

TEST_F(MutationTest, MutantsAreReadOrExplained) {
  std::mt19937 random(20240731);
  int read = 0;
  const int lines = static_cast<int>(std::count(kExample, std::end(kExample), '\n'));
  for (int i = 0; i < kMutants; ++i) {
    const std::string text = Mutate(kExample, random);
    const CatalogFile file = Parse(text);
    read += file.problems.empty() ? 1 : 0;
    for (const ConfigProblem& problem : file.problems) {
      ASSERT_FALSE(problem.message.empty()) << text;
      ASSERT_GE(problem.line, 0) << text;
      ASSERT_LE(problem.line, lines + 90) << text;
      ASSERT_EQ(core::FindInvalidUtf8(problem.ToString()), std::string::npos) << text;
    }
  }
  // The mutants are neither all broken nor all harmless.
  EXPECT_GT(read, kMutants / 100);
  EXPECT_LT(read, kMutants / 2);
}

}  // namespace
}  // namespace madad::config
