// The entry of a plugin as a host sees it, without a file or a loader.
#include <cstring>
#include <new>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#define MADAD_PLUGIN_ID "inside"
#define MADAD_PLUGIN_VERSION "3.2.1"
#include "madad/sdk/plugin.h"

namespace {

using ::testing::HasSubstr;
using ::testing::StrEq;

namespace sdk = madad::sdk;

// What Declare does, set by each test.
void (*g_declare)(sdk::Plugin&);

void Declare(sdk::Plugin& plugin) { g_declare(plugin); }

}  // namespace

MADAD_PLUGIN(Declare);

namespace {

madad_error EmptyError() { return {sizeof(madad_error), MADAD_OK, MADAD_SOURCE_PLUGIN, ""}; }

// Opens the plugin with a declaration that throws, and returns the error.
madad_error Failure(void (*declare)(sdk::Plugin&)) {
  g_declare = declare;
  const madad_host host = {sizeof(madad_host), MADAD_ABI_MINOR, nullptr, nullptr};
  madad_error error = EmptyError();
  EXPECT_EQ(madad_entry_v1.open(&host, &error), nullptr);
  EXPECT_EQ(error.source, MADAD_SOURCE_PLUGIN);
  return error;
}

TEST(EntryTest, SaysItsVersion) {
  EXPECT_EQ(madad_entry_v1.magic, MADAD_ENTRY_MAGIC);
  EXPECT_EQ(madad_entry_v1.size, sizeof(madad_entry));
  EXPECT_EQ(madad_entry_v1.abi_major, 1u);
  EXPECT_EQ(madad_entry_v1.abi_minor, MADAD_ABI_MINOR);
  EXPECT_EQ(madad_entry_v1.abi_minor_needed, 0u);
}

TEST(EntryTest, ManifestTakesIdAndVersionFromTheBuild) {
  const madad_manifest& manifest = madad_manifest_note_v1.manifest;
  EXPECT_STREQ(madad_manifest_note_v1.owner, "madad");
  EXPECT_EQ(manifest.size, sizeof(madad_manifest));
  EXPECT_STREQ(manifest.id, "inside");
  EXPECT_STREQ(manifest.version, "3.2.1");
  EXPECT_STREQ(manifest.sdk_version, MADAD_SDK_VERSION);
}

TEST(EntryTest, DescribesTheSameBytesUntilClose) {
  g_declare = [](sdk::Plugin& plugin) { plugin.Metric("inside.leads"); };
  const madad_host host = {sizeof(madad_host), MADAD_ABI_MINOR, nullptr, nullptr};
  madad_error error = EmptyError();
  const madad_plugin* plugin = madad_entry_v1.open(&host, &error);
  ASSERT_NE(plugin, nullptr);
  EXPECT_EQ(plugin->size, sizeof(madad_plugin));
  EXPECT_EQ(plugin->create, nullptr);
  EXPECT_EQ(plugin->destroy, nullptr);
  EXPECT_EQ(plugin->compute, nullptr);
  const madad_str first = plugin->describe();
  const madad_str again = plugin->describe();
  EXPECT_THAT(std::string(first.ptr, first.len), HasSubstr(R"("id":"inside","version":"3.2.1")"));
  EXPECT_EQ(first.ptr, again.ptr);
  EXPECT_EQ(first.len, again.len);
  madad_entry_v1.close();
}

TEST(EntryTest, ThrownErrorKeepsItsCodeAndMessage) {
  const madad_error error =
      Failure([](sdk::Plugin&) { throw sdk::Error(MADAD_NOT_FOUND, "no such table"); });
  EXPECT_EQ(error.code, MADAD_NOT_FOUND);
  EXPECT_THAT(error.message, StrEq("no such table"));
}

TEST(EntryTest, OtherExceptionsBecomeErrorsToo) {
  const madad_error standard = Failure([](sdk::Plugin&) { throw std::out_of_range("at 7"); });
  EXPECT_EQ(standard.code, MADAD_INTERNAL);
  EXPECT_THAT(standard.message, StrEq("at 7"));
  EXPECT_EQ(Failure([](sdk::Plugin&) { throw std::bad_alloc(); }).code, MADAD_RESOURCE_EXHAUSTED);
  EXPECT_EQ(Failure([](sdk::Plugin&) { throw 7; }).code, MADAD_UNKNOWN);
}

TEST(EntryTest, LongMessageIsCutAtAWholeCharacter) {
  const madad_error error = Failure([](sdk::Plugin&) {
    std::string text = "x";
    for (int i = 0; i < 300; ++i) text += "ש";
    throw sdk::Error(MADAD_INTERNAL, text);
  });
  // 1 + 2 n bytes and a NUL in 480: n = 239.
  EXPECT_EQ(std::strlen(error.message), 479u);
  EXPECT_THAT(std::string(error.message).substr(477), StrEq("ש"));
}

TEST(EntryTest, ErrorOfAnOlderShorterLayoutIsLeftAlone) {
  madad_error error = EmptyError();
  error.size = 12;
  sdk::detail::Report(&error, MADAD_INTERNAL, "does not fit");
  EXPECT_EQ(error.code, MADAD_OK);
  EXPECT_THAT(error.message, StrEq(""));
  sdk::detail::Report(nullptr, MADAD_INTERNAL, "nowhere to put it");
}

}  // namespace
