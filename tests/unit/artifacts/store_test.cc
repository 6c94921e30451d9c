// Stores of artifacts: what both do, and what files may suffer.
#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "artifacts/file_store.h"
#include "artifacts/memory_store.h"
#include "core/status.h"
#include "support/program.h"
#include "support/status_matchers.h"
#include "support/temporary_folder.h"

namespace madad::artifacts {
namespace {

namespace fs = std::filesystem;
using core::ArtifactState;
using core::ArtifactVersions;
using ::madad::testing::IsOk;
using ::madad::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kKey[] = "scores.learns.win_rates";

core::ArtifactVersion Known(bool replaces = true) {
  return {.report = "{}", .replaces = replaces, .trained_at = absl::FromUnixSeconds(1)};
}

std::string ServedBytes(core::ArtifactStore& store, const std::string& key = kKey) {
  const auto artifact = store.Serving(key);
  return artifact.ok() ? *artifact->bytes : std::string(artifact.status().message());
}

// What holds of either store.
class AnyStoreTest : public ::testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    store_ = std::make_unique<MemoryStore>();
    if (!GetParam()) return;
    auto opened = FileStore::Open(folder_.path() / "state");
    ASSERT_THAT(opened, IsOk());
    store_ = *std::move(opened);
  }

  testing::TemporaryFolder folder_;
  std::unique_ptr<core::ArtifactStore> store_;
};

TEST_P(AnyStoreTest, KeepsVersionsAndServesTheOneThatReplaces) {
  EXPECT_THAT(store_->Serving(kKey), StatusIs(absl::StatusCode::kNotFound, HasSubstr("trained")));
  MADAD_ASSERT_OK_AND_ASSIGN(const auto first, store_->Put(kKey, Known(), "one"));
  EXPECT_EQ(first.number, 1);
  EXPECT_EQ(first.size, 3);
  EXPECT_EQ(first.digest, "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed");
  EXPECT_EQ(first.state, ArtifactState::kServing);
  MADAD_ASSERT_OK_AND_ASSIGN(const auto second, store_->Put(kKey, Known(false), "two"));
  EXPECT_EQ(second.state, ArtifactState::kKeptBack);
  EXPECT_EQ(ServedBytes(*store_), "one");
  MADAD_ASSERT_OK_AND_ASSIGN(const auto activated, store_->Activate(kKey, 2));
  EXPECT_EQ(activated.state, ArtifactState::kServing);
  EXPECT_EQ(ServedBytes(*store_), "two");
  // Another's are its own, also with the same bytes.
  ASSERT_THAT(store_->Put("other", Known(), "two"), IsOk());
  EXPECT_EQ(store_->List("other")->all.at(0).number, 1);
}

TEST_P(AnyStoreTest, BytesMayBeAnything) {
  const std::string bytes("\0\xff\n\r\0", 5);
  ASSERT_THAT(store_->Put(kKey, Known(), bytes), IsOk());
  EXPECT_EQ(ServedBytes(*store_), bytes);
}

TEST_P(AnyStoreTest, ForgetsTheOldestVersions) {
  ASSERT_THAT(store_->Put("other", Known(), "bytes 3"), IsOk());
  for (size_t i = 0; i < kMostVersions + 5; ++i) {
    ASSERT_THAT(store_->Put(kKey, Known(), "bytes " + std::to_string(i)), IsOk());
  }
  MADAD_ASSERT_OK_AND_ASSIGN(const ArtifactVersions versions, store_->List(kKey));
  EXPECT_THAT(versions.all, SizeIs(kMostVersions));
  EXPECT_EQ(versions.all.back().number, 6);
  EXPECT_EQ(ServedBytes(*store_), "bytes " + std::to_string(kMostVersions + 4));
  // Bytes that another names stay.
  EXPECT_EQ(ServedBytes(*store_, "other"), "bytes 3");
}

TEST_P(AnyStoreTest, ManyMayUseItAtATime) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([this, t] {
      for (int i = 0; i < 10; ++i) {
        EXPECT_THAT(store_->Put(kKey, Known(), std::to_string(100 * t + i)), IsOk());
        EXPECT_THAT(store_->Serving(kKey), IsOk());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(store_->List(kKey)->all.front().number, 40);
}

INSTANTIATE_TEST_SUITE_P(MemoryAndFiles, AnyStoreTest, ::testing::Bool());

class FileStoreTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(); }
  void Open() {
    auto opened = FileStore::Open(State());
    ASSERT_THAT(opened, IsOk());
    store_ = *std::move(opened);
  }

  fs::path State() const { return folder_.path() / "state"; }
  // Keeps `bytes` and returns the file that has them.
  fs::path Put(const std::string& bytes, bool replaces = true) {
    const auto version = store_->Put(kKey, Known(replaces), bytes);
    EXPECT_THAT(version, IsOk());
    return State() / "artifacts" / version->digest;
  }
  static void Write(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }
  std::vector<std::string> Files() const {
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(State())) {
      if (entry.is_regular_file()) files.push_back(entry.path().filename());
    }
    return files;
  }

  testing::TemporaryFolder folder_;
  std::unique_ptr<FileStore> store_;
};

TEST_F(FileStoreTest, OutlivesItsProcess) {
  Put("one");
  Put("two");
  ASSERT_THAT(store_->Activate(kKey, 1), IsOk());
  Open();
  EXPECT_EQ(ServedBytes(*store_), "one");
  MADAD_ASSERT_OK_AND_ASSIGN(const ArtifactVersions versions, store_->List(kKey));
  EXPECT_TRUE(versions.pinned);
  EXPECT_EQ(versions.all.front().number, 2);
}

TEST_F(FileStoreTest, ServersThatShareTheFolderSeeEachOthersVersions) {
  MADAD_ASSERT_OK_AND_ASSIGN(const auto other, FileStore::Open(State()));
  Put("one");
  EXPECT_EQ(ServedBytes(*other), "one");
  ASSERT_THAT(other->Put(kKey, Known(), "two"), IsOk());
  EXPECT_EQ(ServedBytes(*store_), "two");
  EXPECT_EQ(store_->List(kKey)->all.size(), 2U);
}

TEST_F(FileStoreTest, ATruncatedFileIsRefusedAndTheOneBeforeServes) {
  Put("the first");
  const fs::path second = Put("the second");
  ASSERT_EQ(ServedBytes(*store_), "the second");
  fs::resize_file(second, 4);
  EXPECT_EQ(ServedBytes(*store_), "the first");
  MADAD_ASSERT_OK_AND_ASSIGN(const ArtifactVersions versions, store_->List(kKey));
  EXPECT_THAT(versions.damage,
              StatusIs(absl::StatusCode::kDataLoss,
                       HasSubstr(second.string() + " has 4 of the 10 bytes of version 2: it was "
                                                   "cut short")));
  EXPECT_EQ(core::DetailOf(versions.damage).reason, "ARTIFACT_DAMAGED");
  EXPECT_EQ(versions.serving()->number, 1);
  EXPECT_THAT(store_->Activate(kKey, 2), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("cut")));
  // Back again, it serves again.
  Write(second, "the second");
  EXPECT_EQ(ServedBytes(*store_), "the second");
}

TEST_F(FileStoreTest, AForeignFileIsRefused) {
  const fs::path only = Put("the first");
  Write(only, "the other");
  EXPECT_THAT(store_->Serving(kKey),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("is not what version 1 was")));
  Write(only, "the first, and more");
  EXPECT_THAT(store_->Serving(kKey), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("more than")));
  fs::remove(only);
  EXPECT_THAT(store_->Serving(kKey), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("not there")));
  // Trained anew, the same bytes take its place.
  Put("the first");
  EXPECT_EQ(ServedBytes(*store_), "the first");
}

TEST_F(FileStoreTest, AnIndexThatIsNoneIsRefusedAndLeftAlone) {
  Put("one");
  const fs::path index = State() / "models" / (std::string(kKey) + ".json");
  ASSERT_TRUE(fs::exists(index));
  fs::resize_file(index, 30);
  EXPECT_THAT(store_->List(kKey), StatusIs(absl::StatusCode::kDataLoss,
                                           HasSubstr(index.string() + " is no index of versions")));
  EXPECT_THAT(store_->Put(kKey, Known(), "two"),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("move it away")));
  EXPECT_EQ(fs::file_size(index), 30U);
}

TEST_F(FileStoreTest, WhatWasLeftHalfWrittenIsRemovedAndNothingElse) {
  const fs::path kept = Put("one");
  // As a process leaves it that ends before the rename.
  Write(State() / "artifacts" / ".tmp-77-1-abc", "half an art");
  Write(State() / "models" / ".tmp-77-2-scores.json", "{\"form");
  Open();
  EXPECT_THAT(Files(), Not(::testing::Contains(::testing::StartsWith(".tmp-"))));
  EXPECT_TRUE(fs::exists(kept));
  EXPECT_EQ(ServedBytes(*store_), "one");
}

// Bytes that say themselves whether they are whole.
std::string Whole(int64_t number) { return std::string(100'000, static_cast<char>(number % 251)); }

TEST_F(FileStoreTest, AProcessThatIsKilledLeavesWholeVersions) {
  constexpr int kRounds = 30;
  int64_t versions = 0;
  for (int round = 0; round < kRounds; ++round) {
    std::array<int, 2> written;
    ASSERT_EQ(pipe(written.data()), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const auto store = FileStore::Open(State());
      for (int64_t next = versions + 1; store.ok(); ++next) {
        if (!(*store)->Put(kKey, Known(), Whole(next)).ok()) break;
        if (write(written[1], "+", 1) != 1) break;
      }
      _exit(1);
    }
    // Once it writes, it is stopped anywhere, however fast it is.
    close(written[1]);
    char one = 0;
    EXPECT_EQ(read(written[0], &one, 1), 1);
    std::this_thread::sleep_for(std::chrono::microseconds(700 * round));
    kill(child, SIGKILL);
    close(written[0]);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "it could not write";
    Open();
    MADAD_ASSERT_OK_AND_ASSIGN(const ArtifactVersions found, store_->List(kKey));
    for (const core::ArtifactVersion& version : found.all) EXPECT_THAT(version.status, IsOk());
    ASSERT_FALSE(found.all.empty());
    EXPECT_GT(found.all.front().number, versions);
    versions = found.all.front().number;
    EXPECT_EQ(ServedBytes(*store_), Whole(versions)) << versions;
  }
  EXPECT_GE(versions, kRounds);
}

TEST_F(FileStoreTest, BytesWithoutAnIndexAreNoVersion) {
  Put("one");
  const fs::path index = State() / "models" / (std::string(kKey) + ".json");
  const std::string before = testing::ReadFile(index);
  Put("two");
  // As a process leaves it that ends between the two writes.
  Write(index, before);
  EXPECT_EQ(ServedBytes(*store_), "one");
  EXPECT_EQ(store_->List(kKey)->all.size(), 1U);
  EXPECT_EQ(store_->Put(kKey, Known(), "two")->number, 2);
  EXPECT_EQ(ServedBytes(*store_), "two");
}

TEST_F(FileStoreTest, ForgottenBytesLeaveTheFolder) {
  const fs::path first = Put("bytes");
  for (size_t i = 0; i < kMostVersions; ++i) Put("bytes " + std::to_string(i));
  EXPECT_FALSE(fs::exists(first));
  EXPECT_THAT(Files(), SizeIs(kMostVersions + 2));  // the index and the lock
}

TEST_F(FileStoreTest, AWriteThatFailsLeavesWhatServes) {
  Put("one");
  // Where a folder stands no file can take its name.
  const std::string taken = "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3";
  fs::create_directories(State() / "artifacts" / taken / "full");
  EXPECT_THAT(store_->Put(kKey, Known(), "two"),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("cannot replace")));
  EXPECT_EQ(ServedBytes(*store_), "one");
  EXPECT_EQ(store_->List(kKey)->all.size(), 1U);
}

TEST_F(FileStoreTest, KeysThatAreNoFileNamesAreRefused) {
  for (const char* key : {"", ".", "../x", "a/b", "a b", ".hidden"}) {
    EXPECT_THAT(store_->Put(key, Known(), "one"),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("name of a file")))
        << key;
  }
}

TEST(FileStoreOpenTest, AFolderThatCannotBeMadeIsNamed) {
  const testing::TemporaryFolder folder;
  const std::string file = folder.Write("file", "");
  EXPECT_THAT(FileStore::Open(file), StatusIs(absl::StatusCode::kFailedPrecondition,
                                              HasSubstr("the state folder " + file)));
}

}  // namespace
}  // namespace madad::artifacts
