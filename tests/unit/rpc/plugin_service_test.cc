// PluginService over reports that tests write.
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/status.h"
#include "unit/rpc/server_fixture.h"

namespace madad::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class PluginServiceTest : public ServerTest {
 protected:
  void SetUp() override {
    using Reports = std::vector<core::PluginReport>;
    auto reports = std::make_shared<const Reports>(Reports{
        {"cac", "2.0.0", "cac.so", "aa11", "1.0", {"cac.cac", "cac.roi"}, {}, absl::OkStatus()},
        {"",
         "",
         "broken.so",
         "bb22",
         "",
         {},
         {},
         core::Error(absl::StatusCode::kInvalidArgument, "this is no ELF file",
                     {"PLUGIN_FILE_INVALID", {{"path", "broken.so"}}, ""})},
        {"cac",
         "1.0.0",
         "another_cac.so",
         "cc33",
         "1.0",
         {},
         {},
         core::Error(absl::StatusCode::kAlreadyExists, "the id is taken",
                     {"PLUGIN_DUPLICATE", {}, ""})}});
    backend_.plugins = [reports] { return reports; };
    Start({});
  }

  grpc::Status List(int size, const std::string& token, v1::ListPluginsResponse& page) {
    v1::ListPluginsRequest request;
    request.set_page_size(size);
    request.set_page_token(token);
    grpc::ClientContext context;
    return plugins_->ListPlugins(&context, request, &page);
  }

  grpc::Status Get(const std::string& name, v1::Plugin& plugin) {
    v1::GetPluginRequest request;
    request.set_name(name);
    v1::GetPluginResponse response;
    grpc::ClientContext context;
    grpc::Status status = plugins_->GetPlugin(&context, request, &response);
    plugin = response.plugin();
    return status;
  }
};

TEST_F(PluginServiceTest, ListsFilesByNameLoadedOrNot) {
  v1::ListPluginsResponse first;
  ASSERT_TRUE(List(2, "", first).ok());
  ASSERT_EQ(first.plugins_size(), 2);
  EXPECT_EQ(first.plugins(0).file(), "another_cac.so");
  EXPECT_EQ(ReasonOf(first.plugins(0).error()), "PLUGIN_DUPLICATE");
  EXPECT_EQ(first.plugins(1).file(), "broken.so");
  EXPECT_EQ(first.plugins(1).sha256(), "bb22");
  EXPECT_EQ(ReasonOf(first.plugins(1).error()), "PLUGIN_FILE_INVALID");
  v1::ListPluginsResponse second;
  ASSERT_TRUE(List(2, first.next_page_token(), second).ok());
  ASSERT_EQ(second.plugins_size(), 1);
  const v1::Plugin& cac = second.plugins(0);
  EXPECT_EQ(cac.id(), "cac");
  EXPECT_EQ(cac.version(), "2.0.0");
  EXPECT_EQ(cac.abi(), "1.0");
  EXPECT_THAT(cac.metrics(), ElementsAre("cac.cac", "cac.roi"));
  EXPECT_FALSE(cac.has_error());
  EXPECT_TRUE(second.next_page_token().empty());
}

TEST_F(PluginServiceTest, ATokenIsForTheSameFiles) {
  v1::ListPluginsResponse page;
  ASSERT_TRUE(List(1, "", page).ok());
  backend_.plugins = nullptr;
  Start({});
  EXPECT_EQ(ReasonOf(List(1, page.next_page_token(), page)), "PAGE_TOKEN_INVALID");
}

TEST_F(PluginServiceTest, GetsByIdOrFile) {
  v1::Plugin plugin;
  ASSERT_TRUE(Get("cac", plugin).ok());
  EXPECT_EQ(plugin.version(), "2.0.0") << "the one that is loaded";
  ASSERT_TRUE(Get("another_cac.so", plugin).ok());
  EXPECT_EQ(plugin.version(), "1.0.0");
  const grpc::Status unknown = Get("cca", plugin);
  EXPECT_EQ(unknown.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(unknown), "PLUGIN_UNKNOWN");
  EXPECT_THAT(Get("brokn.so", plugin).error_message(), HasSubstr("broken.so"));
  EXPECT_EQ(Get("", plugin).error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(Get(std::string(300, 'x'), plugin)), "TEXT_TOO_LONG");
}

TEST_F(PluginServiceTest, WithoutPluginsTheListIsEmpty) {
  backend_.plugins = nullptr;
  Start({});
  v1::ListPluginsResponse page;
  ASSERT_TRUE(List(0, "", page).ok());
  EXPECT_EQ(page.plugins_size(), 0);
}

}  // namespace
}  // namespace madad::testing
