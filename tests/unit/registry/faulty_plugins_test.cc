// One plugin per way of failing, and the words that each failure gives.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/errors.h"
#include "registry/generation.h"
#include "support/status_matchers.h"
#include "unit/registry/files.h"

namespace madad::registry {
namespace {

using ::madad::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;
constexpr absl::StatusCode kPrecondition = absl::StatusCode::kFailedPrecondition;

struct Fault {
  const char* file;
  absl::StatusCode code;
  const char* reason;
  const char* message;
};

class FaultyPluginTest : public ::testing::TestWithParam<Fault> {};

TEST_P(FaultyPluginTest, IsRefusedWithItsReason) {
  const Fault& fault = GetParam();
  const absl::Status status = Generation::Load(FaultyPath(fault.file), {}).status();
  EXPECT_THAT(status, StatusIs(fault.code, AllOf(HasSubstr(std::string(fault.file) + ".so': "),
                                                 HasSubstr(fault.message))));
  EXPECT_EQ(core::DetailOf(status).reason, fault.reason);
}

INSTANTIATE_TEST_SUITE_P(
    All, FaultyPluginTest,
    ::testing::Values(
        Fault{"other_major", kPrecondition, kAbiIncompatible,
              "built for ABI 2.0, this server speaks 1.3"},
        Fault{"newer_minor", kPrecondition, kAbiIncompatible,
              "built for ABI 1.9 and needs 1.7, this server speaks 1.3"},
        Fault{"no_manifest", kInvalid, kManifestMissing, "has no note of 'madad'"},
        Fault{"bad_manifest_id", kInvalid, kManifestInvalid, "the id 'Not an id' should be"},
        Fault{"no_entry", kInvalid, kEntryMissing, "does not export madad_entry_v1"},
        Fault{"unresolved_symbol", kInvalid, kLoadFailed, "nobody_defines_this"},
        Fault{"wrong_magic", kInvalid, kEntryInvalid, "begins with 0000000000001234, expected"},
        Fault{"short_entry", kInvalid, kEntryInvalid, "says it has 16 bytes"},
        Fault{"entry_of_other_major", kPrecondition, kAbiIncompatible,
              "built for ABI 3.3, this server speaks 1.3"},
        Fault{"entry_without_functions", kInvalid, kEntryInvalid, "no open or no close"},
        Fault{"open_fails", absl::StatusCode::kUnavailable, kOpenFailed,
              "open() failed: the licence server does not answer"},
        Fault{"open_says_nothing", absl::StatusCode::kUnknown, kOpenFailed, "without saying why"},
        Fault{"open_throws", absl::StatusCode::kInternal, kThrew,
              "open() threw an exception across the ABI: nobody caught this"},
        Fault{"describe_throws", absl::StatusCode::kInternal, kThrew,
              "describe() threw an exception across the ABI: not a std::exception"},
        Fault{"declare_throws", kInvalid, kOpenFailed, "as aggregate and again as ratio"},
        Fault{"no_describe", kInvalid, kEntryInvalid, "no describe function"},
        Fault{"half_a_model", kInvalid, kEntryInvalid, "create, destroy and compute"},
        Fault{"model_without_functions", kInvalid, kEntryInvalid,
              "declares models and has no create, destroy and compute"},
        Fault{"model_without_shape", kInvalid, kEntryInvalid,
              "declares models and has no extension madad.shape/1"},
        Fault{"empty_description", kInvalid, kDescriptionInvalid, "returned nothing"},
        Fault{"bad_json", kInvalid, kDescriptionInvalid, "not valid JSON"},
        Fault{"unknown_field", kInvalid, kDescriptionInvalid, "the field 'windows'"},
        Fault{"foreign_prefix", kInvalid, kDescriptionInvalid,
              "metric 'conversion.win_rate' should be named 'foreign_prefix.<name>'"},
        Fault{"missing_field", kInvalid, kDescriptionInvalid,
              "metric 'missing_field.leads' has no 'at'"},
        Fault{"duplicate_metric", kInvalid, kDescriptionInvalid,
              "metric 'duplicate_metric.leads' is declared twice"},
        Fault{"other_id", kInvalid, kDescriptionInvalid,
              "the manifest says 'other_id' 1.0.0, describe() says 'somebody_else' 9.9.9"}),
    [](const auto& fault) { return std::string(fault.param.file); });

TEST(FaultyFileTest, TextIsNotAPlugin) {
  const TemporaryFolder folder;
  WriteFile(folder.path() / "text.so", "not a library\n");
  EXPECT_THAT(Generation::Load(folder.path() / "text.so", {}),
              StatusIs(kInvalid, HasSubstr("text.so': the file is not a shared library")));
}

TEST(FaultyFileTest, HalfAPluginIsRefusedBeforeTheLoaderSeesIt) {
  const TemporaryFolder folder;
  const std::string bytes = ReadFile(PluginPath("example"));
  WriteFile(folder.path() / "half.so", bytes.substr(0, bytes.size() / 2));
  const absl::Status status = Generation::Load(folder.path() / "half.so", {}).status();
  EXPECT_THAT(status, StatusIs(kInvalid, HasSubstr("copy it again")));
  EXPECT_EQ(core::DetailOf(status).reason, kFileInvalid);
}

}  // namespace
}  // namespace madad::registry
