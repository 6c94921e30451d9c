#include "registry/registry.h"

#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/errors.h"
#include "support/status_matchers.h"
#include "unit/registry/files.h"

namespace madad::registry {
namespace {

using ::madad::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> Ids(const Registry& registry) {
  std::vector<std::string> ids;
  for (const Generation& plugin : registry.plugins()) ids.push_back(plugin.info().id);
  return ids;
}

std::vector<std::string> MetricIds(const Registry& registry) {
  std::vector<std::string> ids;
  for (const core::MetricDefinition& metric : registry.metrics()) ids.push_back(metric.id);
  return ids;
}

void Copy(const std::filesystem::path& from, const std::filesystem::path& to) {
  WriteFile(to, ReadFile(from));
}

TEST(RegistryTest, LoadsAFolderInTheOrderOfNames) {
  const TemporaryFolder folder;
  Copy(PluginPath("example"), folder.path() / "a.so");
  Copy(PluginPath("conversion"), folder.path() / "b.so");
  WriteFile(folder.path() / "notes.txt", "not looked at");
  MADAD_ASSERT_OK_AND_ASSIGN(const Registry registry, Registry::LoadFolder(folder.path()));
  EXPECT_THAT(Ids(registry), ElementsAre("example", "conversion"));
  EXPECT_THAT(registry.failures(), IsEmpty());
  const std::vector<std::string> ids = MetricIds(registry);
  ASSERT_GT(ids.size(), 2u);
  EXPECT_EQ(ids[0], "example.referral_share");
  EXPECT_EQ(ids[1], "conversion.lead_count");
}

TEST(RegistryTest, AFailureStopsNobodyElse) {
  const TemporaryFolder folder;
  Copy(FaultyPath("other_major"), folder.path() / "a.so");
  WriteFile(folder.path() / "b.so", "text");
  Copy(PluginPath("example"), folder.path() / "c.so");
  MADAD_ASSERT_OK_AND_ASSIGN(const Registry registry, Registry::LoadFolder(folder.path()));
  EXPECT_THAT(Ids(registry), ElementsAre("example"));
  ASSERT_EQ(registry.failures().size(), 2u);
  EXPECT_EQ(registry.failures()[0].path.filename(), "a.so");
  EXPECT_EQ(core::DetailOf(registry.failures()[0].status).reason, kAbiIncompatible);
  EXPECT_EQ(registry.failures()[1].path.filename(), "b.so");
  EXPECT_EQ(core::DetailOf(registry.failures()[1].status).reason, kFileInvalid);
}

TEST(RegistryTest, RefusesASecondPluginOfAnId) {
  const TemporaryFolder folder;
  Copy(PluginPath("example"), folder.path() / "first.so");
  Copy(PluginPath("example"), folder.path() / "second.so");
  MADAD_ASSERT_OK_AND_ASSIGN(const Registry registry, Registry::LoadFolder(folder.path()));
  EXPECT_THAT(Ids(registry), ElementsAre("example"));
  ASSERT_EQ(registry.failures().size(), 1u);
  EXPECT_THAT(registry.failures()[0].status,
              StatusIs(absl::StatusCode::kAlreadyExists,
                       AllOf(HasSubstr("second.so"), HasSubstr("first.so"))));
}

TEST(RegistryTest, AnEmptyFolderIsNoError) {
  const TemporaryFolder folder;
  MADAD_ASSERT_OK_AND_ASSIGN(const Registry registry, Registry::LoadFolder(folder.path()));
  EXPECT_THAT(registry.metrics(), IsEmpty());
}

TEST(RegistryTest, AMissingFolderIsNamed) {
  EXPECT_THAT(Registry::LoadFolder("/nonexistent/plugins"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("'/nonexistent/plugins'")));
}

TEST(RegistryTest, LoadsSingleFilesToo) {
  Registry registry;
  MADAD_EXPECT_OK(registry.LoadFile(PluginPath("example")));
  EXPECT_FALSE(registry.LoadFile(FaultyPath("bad_json")).ok());
  EXPECT_EQ(registry.plugins().size(), 1u);
  EXPECT_EQ(registry.failures().size(), 1u);
}

TEST(RegistryTest, GathersTheDimensionsOfItsPlugins) {
  Registry registry;
  MADAD_ASSERT_OK(registry.LoadFile(PluginPath("example")));
  EXPECT_THAT(registry.dimensions(), IsEmpty());
  MADAD_ASSERT_OK(registry.LoadFile(FaultyPath("dimension")));
  ASSERT_EQ(registry.dimensions().size(), 1U);
  EXPECT_EQ(registry.dimensions()[0].name, "answered");
  EXPECT_EQ(registry.dimensions()[0].plugin, "dimension");
}

}  // namespace
}  // namespace madad::registry
