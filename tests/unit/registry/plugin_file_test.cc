#include "registry/plugin_file.h"

#include <filesystem>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/status_matchers.h"
#include "unit/registry/files.h"

namespace madad::registry {
namespace {

using ::madad::testing::StatusIs;
using ::testing::HasSubstr;

TEST(PluginFileTest, ReadsWhatIsThere) {
  const TemporaryFolder folder;
  const std::string bytes("a\0b", 3);
  WriteFile(folder.path() / "x.so", bytes);
  MADAD_ASSERT_OK_AND_ASSIGN(const std::string read, ReadPluginFile(folder.path() / "x.so"));
  EXPECT_EQ(read, bytes);
}

TEST(PluginFileTest, RefusesWhatIsNotAFile) {
  const TemporaryFolder folder;
  EXPECT_THAT(ReadPluginFile(folder.path() / "none.so"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("No such file")));
  EXPECT_THAT(ReadPluginFile(folder.path()), StatusIs(absl::StatusCode::kFailedPrecondition,
                                                      HasSubstr("expected a regular file")));
  // Opening a pipe would otherwise wait for somebody to write to it.
  ASSERT_EQ(mkfifo((folder.path() / "pipe.so").c_str(), 0600), 0);
  EXPECT_THAT(
      ReadPluginFile(folder.path() / "pipe.so"),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("expected a regular file")));
}

TEST(PluginFileTest, RefusesALink) {
  const TemporaryFolder folder;
  WriteFile(folder.path() / "real.so", "x");
  std::filesystem::create_symlink(folder.path() / "real.so", folder.path() / "link.so");
  EXPECT_THAT(ReadPluginFile(folder.path() / "link.so"),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("symbolic link")));
}

TEST(SealedCopyTest, HasTheBytesAndCannotBeChanged) {
  MADAD_ASSERT_OK_AND_ASSIGN(const SealedCopy copy, SealedCopy::Make("test", "content"));
  EXPECT_EQ(ReadFile(copy.path()), "content");
  const int descriptor = open(copy.path().c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_GE(descriptor, 0);
  EXPECT_EQ(write(descriptor, "other", 5), -1);
  EXPECT_EQ(ftruncate(descriptor, 0), -1);
  close(descriptor);
}

TEST(SealedCopyTest, IsGoneAtTheEnd) {
  std::filesystem::path path;
  {
    MADAD_ASSERT_OK_AND_ASSIGN(const SealedCopy copy, SealedCopy::Make("test", "content"));
    path = copy.path();
    EXPECT_TRUE(std::filesystem::exists(path));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace madad::registry
