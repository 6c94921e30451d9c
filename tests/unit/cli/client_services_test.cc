// The client's calls of the source and plugin services, and of Explain.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/rpc/error.pb.h"

#include "madad/client/client.h"
#include "madad/client/status.h"
#include "unit/cli/fake_server.h"

namespace madad::client {
namespace {

using madad::testing::FakeServer;
using ::testing::ElementsAre;

TEST(ClientServicesTest, FollowsPagesOfSourcesAndPlugins) {
  FakeServer server;
  server.list_sources = [](const v1::ListSourcesRequest& request,
                           v1::ListSourcesResponse* response) {
    response->add_sources()->set_name("s" + request.page_token());
    if (request.page_token().empty()) response->set_next_page_token("2");
    return grpc::Status::OK;
  };
  server.list_plugins = [](const v1::ListPluginsRequest& request,
                           v1::ListPluginsResponse* response) {
    response->add_plugins()->set_id("p" + request.page_token());
    if (request.page_token().empty()) response->set_next_page_token("2");
    return grpc::Status::OK;
  };
  const Client client = Client::Connect(server.address());
  const auto sources = client.ListSources();
  ASSERT_TRUE(sources.ok()) << sources.error().message;
  ASSERT_EQ(sources->size(), 2u);
  EXPECT_EQ((*sources)[1].name(), "s2");
  const auto plugins = client.ListPlugins();
  ASSERT_TRUE(plugins.ok()) << plugins.error().message;
  ASSERT_EQ(plugins->size(), 2u);
  EXPECT_EQ((*plugins)[1].id(), "p2");
}

TEST(ClientServicesTest, LeavesPagesOfSourcesThatLeadInACircle) {
  FakeServer server;
  server.list_sources = [](const v1::ListSourcesRequest&, v1::ListSourcesResponse* response) {
    response->set_next_page_token("again");
    return grpc::Status::OK;
  };
  const auto sources = Client::Connect(server.address()).ListSources();
  ASSERT_FALSE(sources.ok());
  EXPECT_NE(sources.error().message.find("pages of sources"), std::string::npos);
}

TEST(ClientServicesTest, ChecksAndRefreshesByName) {
  FakeServer server;
  server.check_source = [](const v1::CheckSourceRequest& request,
                           v1::CheckSourceResponse* response) {
    response->mutable_source()->set_name(request.name());
    return grpc::Status::OK;
  };
  server.refresh_source = [](const v1::RefreshSourceRequest& request,
                             v1::RefreshSourceResponse* response) {
    EXPECT_TRUE(request.force());
    response->add_loaded(request.name());
    return grpc::Status::OK;
  };
  const Client client = Client::Connect(server.address());
  EXPECT_EQ(client.CheckSource("crm")->name(), "crm");
  EXPECT_THAT(client.RefreshSource("crm", /*force=*/true)->loaded(), ElementsAre("crm"));
}

TEST(ClientServicesTest, ExplainsAndValidates) {
  FakeServer server;
  server.explain = [](const v1::ExplainRequest& request, v1::ExplainResponse* response) {
    EXPECT_EQ(request.query().metrics(0), "win_rate");
    if (!request.validate_only()) response->mutable_explanation()->add_finish("a / b");
    return grpc::Status::OK;
  };
  v1::QueryRequest request;
  request.add_metrics("win_rate");
  const Client client = Client::Connect(server.address());
  EXPECT_THAT(client.Explain(request)->finish(), ElementsAre("a / b"));
  EXPECT_EQ(client.Explain(request, /*validate_only=*/true)->finish_size(), 0);
}

TEST(ClientServicesTest, HandsOverStreamsMessageByMessage) {
  FakeServer server;
  server.read_rows = [](const v1::ReadRowsRequest&, std::vector<v1::ReadRowsResponse>* responses) {
    for (int i = 0; i < 3; ++i) responses->emplace_back().set_row_count(i);
    return grpc::Status(grpc::StatusCode::INTERNAL, "the end is lost");
  };
  const Client client = Client::Connect(server.address());
  std::vector<int64_t> counts;
  const auto error = client.ReadRows({}, [&counts](const v1::ReadRowsResponse& chunk) {
    counts.push_back(chunk.row_count());
    return true;
  });
  EXPECT_THAT(counts, ElementsAre(0, 1, 2));
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->message, "the end is lost");
  EXPECT_FALSE(error->unreachable);
  // No more is wanted, so what comes after is no error.
  counts.clear();
  EXPECT_FALSE(client.ReadRows({}, [&counts](const v1::ReadRowsResponse& chunk) {
    counts.push_back(chunk.row_count());
    return false;
  }));
  EXPECT_THAT(counts, ElementsAre(0));
}

TEST(ClientServicesTest, AStreamOfNoServerIsUnreachable) {
  const Client client = Client::Connect("127.0.0.1:1", {.timeout = absl::Seconds(2)});
  const auto error = client.RunModel({}, [](const v1::RunModelResponse&) { return true; });
  ASSERT_TRUE(error.has_value());
  EXPECT_TRUE(error->unreachable);
}

TEST(ClientServicesTest, FollowsPagesOfModels) {
  FakeServer server;
  server.list_models = [](const v1::ListModelsRequest& request, v1::ListModelsResponse* response) {
    EXPECT_EQ(request.language(), "he");
    response->add_models()->set_id("m" + request.page_token());
    if (request.page_token().empty()) response->set_next_page_token("2");
    return grpc::Status::OK;
  };
  const auto models = Client::Connect(server.address()).ListModels("he");
  ASSERT_TRUE(models.ok()) << models.error().message;
  ASSERT_EQ(models->size(), 2u);
  EXPECT_EQ((*models)[1].id(), "m2");
}

TEST(ClientServicesTest, ReadsErrorsInsideAnswers) {
  google::rpc::Status status;
  status.set_code(static_cast<int>(absl::StatusCode::kFailedPrecondition));
  status.set_message("no column `won`");
  google::rpc::ErrorInfo info;
  info.set_reason("COLUMN_NOT_FOUND");
  (*info.mutable_metadata())["column"] = "won";
  status.add_details()->PackFrom(info);
  const Error error = FromStatus(status);
  EXPECT_EQ(error.code, absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(error.message, "no column `won`");
  EXPECT_EQ(error.reason, "COLUMN_NOT_FOUND");
  EXPECT_EQ(error.metadata.at("column"), "won");
  EXPECT_FALSE(error.unreachable);
}

TEST(DefaultPortTest, IsMadadsForHostsWithoutOne) {
  EXPECT_EQ(WithDefaultPort("localhost"), "localhost:7400");
  EXPECT_EQ(WithDefaultPort("127.0.0.1"), "127.0.0.1:7400");
  EXPECT_EQ(WithDefaultPort("[::1]"), "[::1]:7400");
  EXPECT_EQ(WithDefaultPort("::1"), "[::1]:7400");
  EXPECT_EQ(WithDefaultPort("fe80::1:2"), "[fe80::1:2]:7400");
  EXPECT_EQ(WithDefaultPort("dns:figures.example"), "dns:figures.example:7400");
  EXPECT_EQ(WithDefaultPort("dns:///figures.example"), "dns:///figures.example:7400");
  EXPECT_EQ(WithDefaultPort("dns://8.8.8.8/figures.example"), "dns://8.8.8.8/figures.example:7400");
  EXPECT_EQ(WithDefaultPort("ipv4:10.0.0.1,10.0.0.2:80"), "ipv4:10.0.0.1:7400,10.0.0.2:80");
}

TEST(DefaultPortTest, LeavesOtherNamesAlone) {
  for (const char* target :
       {"localhost:80", "127.0.0.1:1", "[::1]:443", "unix:/run/madad.sock", "unix:///run/m",
        "unix-abstract:madad", "vsock:2:7400", "xds:///madad", "dns:///figures.example:80", ""}) {
    EXPECT_EQ(WithDefaultPort(target), target);
  }
}

}  // namespace
}  // namespace madad::client
