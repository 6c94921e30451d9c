// Which version serves.
#include "artifacts/index.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "artifacts/index_json.h"
#include "core/status.h"
#include "support/status_matchers.h"

namespace madad::artifacts {
namespace {

using core::ArtifactState;
using core::ArtifactVersion;
using core::ArtifactVersions;
using ::madad::testing::IsOk;
using ::madad::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

absl::Status Sound(const ArtifactVersion&) { return absl::OkStatus(); }

// A version whose digest is `letter` 64 times.
ArtifactVersion Learned(char letter, bool replaces = true) {
  return {.digest = std::string(64, letter),
          .size = 10,
          .report = R"({"auc":0.5})",
          .replaces = replaces,
          .reason = "so it is",
          .trained_at = absl::FromUnixSeconds(1'700'000'000),
          .snapshot = "v1",
          .trained_from = "leads=1",
          .model = "a.b",
          .plugin_version = "1.0.0",
          .parameters = "{}"};
}

int64_t Serving(const ArtifactIndex& index, const CheckVersion& check = Sound) {
  const ArtifactVersions versions = View(index, check);
  return versions.serving() == nullptr ? 0 : versions.serving()->number;
}

std::vector<ArtifactState> States(const ArtifactIndex& index) {
  std::vector<ArtifactState> states;
  for (const ArtifactVersion& version : View(index, Sound).all) states.push_back(version.state);
  return states;
}

TEST(ArtifactIndexTest, TheNewestThatReplacesServes) {
  ArtifactIndex index;
  EXPECT_EQ(Serving(index), 0);
  EXPECT_EQ(AddVersion(Learned('a'), index), 1);
  EXPECT_EQ(AddVersion(Learned('b'), index), 2);
  EXPECT_EQ(AddVersion(Learned('c', false), index), 3);
  EXPECT_THAT(States(index), ElementsAre(ArtifactState::kKeptBack, ArtifactState::kServing,
                                         ArtifactState::kSuperseded));
}

TEST(ArtifactIndexTest, AFirstThatIsNotFitDoesNotServe) {
  ArtifactIndex index;
  AddVersion(Learned('a', false), index);
  EXPECT_EQ(Serving(index), 0);
  EXPECT_THAT(ActivateVersion(0, index), StatusIs(absl::StatusCode::kNotFound,
                                                  HasSubstr("judged fit to serve; there are: 1")));
  EXPECT_THAT(ActivateVersion(1, index), IsOk());
  EXPECT_EQ(Serving(index), 1);
}

TEST(ArtifactIndexTest, AnOlderOneThatIsActivatedIsPinned) {
  ArtifactIndex index;
  AddVersion(Learned('a'), index);
  AddVersion(Learned('b'), index);
  ASSERT_THAT(ActivateVersion(1, index), IsOk());
  EXPECT_TRUE(index.pinned);
  EXPECT_EQ(AddVersion(Learned('c'), index), 3);
  EXPECT_THAT(States(index), ElementsAre(ArtifactState::kKeptBack, ArtifactState::kSuperseded,
                                         ArtifactState::kServing));
  ASSERT_THAT(ActivateVersion(0, index), IsOk());
  EXPECT_FALSE(index.pinned);
  EXPECT_EQ(Serving(index), 3);
  AddVersion(Learned('d'), index);
  EXPECT_EQ(Serving(index), 4);
}

TEST(ArtifactIndexTest, TheNewestIsNotPinned) {
  ArtifactIndex index;
  AddVersion(Learned('a'), index);
  AddVersion(Learned('b', false), index);
  ASSERT_THAT(ActivateVersion(2, index), IsOk());
  EXPECT_FALSE(index.pinned);
  EXPECT_THAT(ActivateVersion(7, index),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("no version 7; there are: 2, 1")));
  EXPECT_EQ(Serving(index), 2);
}

TEST(ArtifactIndexTest, WhenItIsDamagedTheNewestBeforeItThatServedDoes) {
  ArtifactIndex index;
  AddVersion(Learned('a'), index);
  AddVersion(Learned('b', false), index);
  AddVersion(Learned('c'), index);
  const auto damaged = [](const ArtifactVersion& version) {
    return version.number == 3 ? absl::DataLossError("cut short") : absl::OkStatus();
  };
  EXPECT_EQ(Serving(index, damaged), 1);
  const ArtifactVersions versions = View(index, damaged);
  EXPECT_THAT(versions.damage, StatusIs(absl::StatusCode::kDataLoss, "cut short"));
  EXPECT_THAT(versions.all[0].status, StatusIs(absl::StatusCode::kDataLoss, "cut short"));
  // It serves again when its file is back.
  EXPECT_EQ(Serving(index), 3);
  EXPECT_EQ(Serving(index, [](const auto&) { return absl::DataLossError("all gone"); }), 0);
}

TEST(ArtifactIndexTest, OneThatWasRolledBackDoesNotTakeOver) {
  ArtifactIndex index;
  AddVersion(Learned('a'), index);
  AddVersion(Learned('b'), index);
  ASSERT_THAT(ActivateVersion(1, index), IsOk());
  EXPECT_EQ(Serving(index,
                    [](const ArtifactVersion& version) {
                      return version.number == 1 ? absl::DataLossError("gone") : absl::OkStatus();
                    }),
            0);
}

TEST(ArtifactIndexTest, ForgetsTheOldestButNotTheOneThatServes) {
  ArtifactIndex index;
  for (const char letter : {'a', 'b', 'c', 'a'}) AddVersion(Learned(letter), index);
  ASSERT_THAT(ActivateVersion(1, index), IsOk());
  // The second and third go; the bytes of the first are the fourth's too.
  EXPECT_THAT(ForgetOldest(2, index), ElementsAre(std::string(64, 'b'), std::string(64, 'c')));
  EXPECT_EQ(index.entries.size(), 2U);
  EXPECT_EQ(Serving(index), 1);
  EXPECT_THAT(ForgetOldest(1, index), IsEmpty());
  EXPECT_EQ(AddVersion(Learned('e'), index), 5);
}

TEST(ArtifactIndexTest, ReadsBackWhatItWrote) {
  ArtifactIndex index;
  AddVersion(Learned('a'), index);
  AddVersion(Learned('b', false), index);
  ASSERT_THAT(ActivateVersion(1, index), IsOk());
  const std::string json = ToJson("scores.a.b", index);
  MADAD_ASSERT_OK_AND_ASSIGN(const ArtifactIndex read, IndexOf("scores.a.b", json));
  EXPECT_EQ(ToJson("scores.a.b", read), json);
  EXPECT_EQ(Serving(read), 1);
  EXPECT_TRUE(read.pinned);
  EXPECT_EQ(read.entries[0].version.trained_at, absl::FromUnixSeconds(1'700'000'000));
  EXPECT_EQ(read.entries[1].version.report, R"({"auc":0.5})");
}

TEST(ArtifactIndexTest, RefusesWhatIsNoIndex) {
  ArtifactIndex index;
  AddVersion(Learned('a'), index);
  const std::string json = ToJson("scores", index);
  EXPECT_THAT(IndexOf("others", json),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("of 'scores', not of")));
  for (size_t size = 0; size + 2 < json.size(); size += 7) {
    EXPECT_FALSE(IndexOf("scores", json.substr(0, size)).ok()) << size;
  }
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string changed = json;
    changed.replace(changed.find(from), from.size(), to);
    return IndexOf("scores", changed);
  };
  EXPECT_THAT(with("\"format\": 1", "\"format\": 2"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("format is 2")));
  EXPECT_THAT(with(std::string(64, 'a'), "../../etc/passwd"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no SHA-256")));
  EXPECT_THAT(with("\"number\": 1", "\"number\": 9"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not in order")));
  EXPECT_FALSE(with("\"size\": 10", "\"size\": \"ten\"").ok());
}

}  // namespace
}  // namespace madad::artifacts
