#include "registry/elf_manifest.h"

#include <cstddef>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include <elf.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "madad/abi/plugin.h"
#include "registry/elf.h"
#include "registry/errors.h"
#include "support/source_folder.h"
#include "support/status_matchers.h"
#include "unit/registry/files.h"

namespace madad::registry {
namespace {

using ::madad::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Example() { return ReadFile(PluginPath("example")); }

// A sound plugin of few bytes, for what is tried with each of them.
std::string Small() { return ReadFile(FaultyPath("logs")); }

TEST(ElfManifestTest, ReadsARealPluginWithoutLoadingIt) {
  MADAD_ASSERT_OK_AND_ASSIGN(const Manifest manifest, ReadManifest(Example()));
  EXPECT_EQ(manifest.id, "example");
  EXPECT_EQ(manifest.version, "1.0.0");
  EXPECT_EQ(manifest.abi_major, 1u);
  EXPECT_EQ(manifest.abi_minor, MADAD_ABI_MINOR);
  EXPECT_EQ(manifest.abi_minor_needed, 0u);
  EXPECT_NE(manifest.sdk_version, "");
}

// The fuzz target starts from these, so they must reach what it is to test.
TEST(ElfManifestTest, ReadsTheSmallPluginsOfTheFuzzCorpus) {
  for (const char* name : {"plugin.so", "sysv_hash.so"}) {
    const std::string path = madad::testing::SourceFolder() + "/tests/fuzz/corpus/manifest/" + name;
    MADAD_ASSERT_OK_AND_ASSIGN(const Manifest manifest, ReadManifest(ReadFile(path)));
    EXPECT_EQ(manifest.id, "tiny");
  }
}

TEST(ElfManifestTest, ARealPluginExportsItsEntryAlone) {
  for (const char* name : {"conversion", "example"}) {
    const std::string bytes = ReadFile(PluginPath(name));
    MADAD_ASSERT_OK_AND_ASSIGN(const Elf elf, Elf::Parse(bytes));
    MADAD_ASSERT_OK_AND_ASSIGN(const std::vector<std::string_view> exports, elf.Exports());
    EXPECT_THAT(exports, ElementsAre("madad_entry_v1")) << name;
  }
}

TEST(ElfManifestTest, RefusesWhatIsNotALibrary) {
  EXPECT_THAT(ReadManifest("hello, world"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("begins with 'hello, w'")));
  EXPECT_THAT(ReadManifest(""),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("begins with ''")));
  EXPECT_THAT(ReadManifest("\x7f"
                           "ELF"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("cut short")));
}

TEST(ElfManifestTest, RefusesAProgram) {
  std::string bytes = Example();
  bytes[offsetof(Elf64_Ehdr, e_type)] = ET_EXEC;
  EXPECT_THAT(ReadManifest(bytes),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not a shared library")));
}

TEST(ElfManifestTest, RefusesAnotherArchitecture) {
  std::string other = Example();
  other[offsetof(Elf64_Ehdr, e_machine)] = static_cast<char>(EM_RISCV);
  EXPECT_THAT(ReadManifest(other), StatusIs(absl::StatusCode::kFailedPrecondition,
                                            AllOf(HasSubstr("243"), HasSubstr("this server is"))));
  EXPECT_EQ(core::DetailOf(ReadManifest(other).status()).reason, kWrongArchitecture);
  std::string narrow = Example();
  narrow[EI_CLASS] = ELFCLASS32;
  EXPECT_THAT(ReadManifest(narrow),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("32-bit")));
  std::string big_endian = Example();
  big_endian[EI_DATA] = ELFDATA2MSB;
  EXPECT_THAT(ReadManifest(big_endian),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("big-endian")));
}

TEST(ElfManifestTest, EveryTruncationIsAnError) {
  const std::string bytes = Small();
  ASSERT_TRUE(ReadManifest(bytes).ok());
  for (size_t length = 0; length < bytes.size(); ++length) {
    // A copy of just this length, so that a read beyond its end is seen by a sanitizer.
    const std::vector<char> shorter(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(length));
    EXPECT_FALSE(ReadManifest({shorter.data(), shorter.size()}).ok()) << length;
  }
}

TEST(ElfManifestTest, DamageIsNeverACrash) {
  const std::string bytes = Small();
  std::mt19937 random(20240229);
  int refused = 0;
  for (int round = 0; round < 3000; ++round) {
    std::vector<char> damaged(bytes.begin(), bytes.end());
    Elf64_Ehdr header;
    std::memcpy(&header, damaged.data(), sizeof(header));
    // The headers and the section table are where lies do harm.
    for (int i = 0; i < 4; ++i) {
      const size_t table = random() % (header.e_shnum * sizeof(Elf64_Shdr));
      const size_t at = random() % 4 == 0 ? random() % sizeof(header) : header.e_shoff + table;
      damaged[at] = static_cast<char>(random());
    }
    if (!ReadManifest({damaged.data(), damaged.size()}).ok()) ++refused;
  }
  EXPECT_GT(refused, 300);
}

}  // namespace
}  // namespace madad::registry
