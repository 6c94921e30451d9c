#include "registry/generation.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "madad/abi/plugin.h"
#include "support/status_matchers.h"
#include "unit/registry/files.h"

namespace madad::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// The names of what is mapped into this process: a loaded plugin shows as its memory file.
std::string Mapped() { return ReadFile("/proc/self/maps"); }

size_t OpenDescriptors() {
  const std::filesystem::directory_iterator files("/proc/self/fd");
  return static_cast<size_t>(std::distance(begin(files), end(files)));
}

TEST(GenerationTest, SaysWhatItIs) {
  const std::filesystem::path path = PluginPath("example");
  MADAD_ASSERT_OK_AND_ASSIGN(const Generation plugin, Generation::Load(path, {}));
  EXPECT_EQ(plugin.info().id, "example");
  EXPECT_EQ(plugin.info().version, "1.0.0");
  EXPECT_EQ(plugin.info().path, path);
  EXPECT_EQ(plugin.info().abi_major, 1u);
  EXPECT_EQ(plugin.info().abi_minor, MADAD_ABI_MINOR);
  ASSERT_EQ(plugin.metrics().size(), 1u);
  EXPECT_EQ(plugin.metrics()[0].id, "example.referral_share");
}

TEST(GenerationTest, MappedWhileItLivesAndNotAfterwards) {
  EXPECT_THAT(Mapped(), Not(HasSubstr("memfd:conversion")));
  std::vector<core::MetricDefinition> metrics;
  {
    MADAD_ASSERT_OK_AND_ASSIGN(Generation plugin, Generation::Load(PluginPath("conversion"), {}));
    EXPECT_THAT(Mapped(), HasSubstr("memfd:conversion"));
    const Generation moved = std::move(plugin);
    EXPECT_THAT(Mapped(), HasSubstr("memfd:conversion"));
    metrics = moved.metrics();
  }
  EXPECT_THAT(Mapped(), Not(HasSubstr("memfd:conversion")));
  EXPECT_FALSE(metrics.empty());
}

TEST(GenerationTest, LoadsAndUnloadsAHundredTimes) {
  const size_t before = OpenDescriptors();
  for (int i = 0; i < 100; ++i) {
    MADAD_ASSERT_OK_AND_ASSIGN(const Generation plugin,
                               Generation::Load(PluginPath("conversion"), {}));
    ASSERT_FALSE(plugin.metrics().empty());
  }
  EXPECT_THAT(Mapped(), Not(HasSubstr("memfd:conversion")));
  EXPECT_EQ(OpenDescriptors(), before);
}

TEST(GenerationTest, ReplacedFileGivesNewCodeWhileTheOldOneLives) {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "plugin.so";
  WriteFile(path, ReadFile(PluginPath("conversion")));
  MADAD_ASSERT_OK_AND_ASSIGN(const Generation old, Generation::Load(path, {}));
  WriteFile(path, ReadFile(PluginPath("example")));
  MADAD_ASSERT_OK_AND_ASSIGN(const Generation young, Generation::Load(path, {}));
  EXPECT_EQ(old.info().id, "conversion");
  EXPECT_EQ(young.info().id, "example");
  EXPECT_THAT(Mapped(), HasSubstr("memfd:conversion"));
}

TEST(GenerationTest, FailureLeavesNothingBehind) {
  const size_t before = OpenDescriptors();
  for (const char* name : {"open_fails", "open_throws", "bad_json", "unresolved_symbol"}) {
    EXPECT_FALSE(Generation::Load(FaultyPath(name), {}).ok());
    EXPECT_THAT(Mapped(), Not(HasSubstr(std::string("memfd:") + name)));
  }
  EXPECT_EQ(OpenDescriptors(), before);
}

TEST(GenerationTest, PassesOnWhatThePluginLogs) {
  std::vector<std::string> lines;
  {
    const auto sink = [&lines](const LogLine& line) {
      lines.push_back(std::string(line.plugin) + " " +
                      std::to_string(static_cast<int>(line.level)) + " " + std::string(line.text));
    };
    MADAD_ASSERT_OK_AND_ASSIGN(const Generation plugin,
                               Generation::Load(FaultyPath("logs"), {.log = sink}));
    EXPECT_THAT(lines, ElementsAre("logs 1 opened", "logs 3 a level that is none"));
    EXPECT_TRUE(plugin.info().sdk_version.empty());
  }
  EXPECT_THAT(lines.back(), "logs 2 closed");
}

TEST(GenerationTest, SaysSoWhenALibraryStaysMapped) {
  std::vector<std::string> lines;
  const auto sink = [&lines](const LogLine& line) { lines.emplace_back(line.text); };
  {
    MADAD_ASSERT_OK_AND_ASSIGN(const Generation plugin,
                               Generation::Load(FaultyPath("stays_mapped"), {.log = sink}));
    EXPECT_TRUE(lines.empty());
  }
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_THAT(lines[0], HasSubstr("retained"));
  EXPECT_THAT(Mapped(), HasSubstr("memfd:stays_mapped"));
  // Its path is not given to another library, which would get the old code.
  MADAD_ASSERT_OK_AND_ASSIGN(const Generation other, Generation::Load(PluginPath("example"), {}));
  EXPECT_EQ(other.info().id, "example");
}

}  // namespace
}  // namespace madad::registry
