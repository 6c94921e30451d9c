// The client library against a server in this process.
#include "madad/client/client.h"

#include <cstdlib>

#include <gtest/gtest.h>

#include "google/rpc/error.pb.h"

#include "unit/cli/fake_server.h"

namespace madad::client {
namespace {

using madad::testing::DetailedStatus;
using madad::testing::FakeServer;
using madad::testing::UnknownMetric;

TEST(ClientTest, ReadsEveryDetailOfAnError) {
  FakeServer server;
  server.query = [](const v1::QueryRequest&, v1::QueryResponse*) {
    google::rpc::ErrorInfo info;
    info.set_reason("FILTER_INVALID");
    (*info.mutable_metadata())["column"] = "regoin";
    google::rpc::BadRequest request;
    auto& violation = *request.add_field_violations();
    violation.set_field("filter");
    violation.set_description("unknown column");
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(1);
    retry.mutable_retry_delay()->set_nanos(500'000'000);
    return DetailedStatus(grpc::StatusCode::INVALID_ARGUMENT, "no column `regoin`",
                          {&info, &request, &retry});
  };
  const auto answer = Client::Connect(server.address()).Query({});
  ASSERT_FALSE(answer.ok());
  const Error& error = answer.error();
  EXPECT_EQ(error.code, absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(error.message, "no column `regoin`");
  EXPECT_EQ(error.reason, "FILTER_INVALID");
  EXPECT_EQ(error.metadata.at("column"), "regoin");
  ASSERT_EQ(error.fields.size(), 1u);
  EXPECT_EQ(error.fields[0].field, "filter");
  EXPECT_EQ(error.fields[0].description, "unknown column");
  EXPECT_EQ(error.retry_after, absl::Milliseconds(1500));
  EXPECT_FALSE(error.unreachable);
}

TEST(ClientTest, IgnoresDetailsItCannotRead) {
  FakeServer server;
  server.get_metric = [](const v1::GetMetricRequest&, v1::GetMetricResponse*) {
    return grpc::Status(grpc::StatusCode::INTERNAL, "broken", "\xff\xff not a proto");
  };
  const auto metric = Client::Connect(server.address()).GetMetric("x");
  ASSERT_FALSE(metric.ok());
  EXPECT_EQ(metric.error().code, absl::StatusCode::kInternal);
  EXPECT_EQ(metric.error().message, "broken");
  EXPECT_EQ(metric.error().reason, "");
}

TEST(ClientTest, FollowsPages) {
  FakeServer server;
  server.list_metrics = [](const v1::ListMetricsRequest& request,
                           v1::ListMetricsResponse* response) {
    EXPECT_TRUE(request.available_only());
    EXPECT_EQ(request.language(), "he");
    const int page = request.page_token().empty() ? 0 : std::stoi(request.page_token());
    response->add_metrics()->set_id("m" + std::to_string(page));
    if (page < 2) response->set_next_page_token(std::to_string(page + 1));
    return grpc::Status::OK;
  };
  const auto metrics = Client::Connect(server.address()).ListMetrics(true, "he");
  ASSERT_TRUE(metrics.ok());
  ASSERT_EQ(metrics->size(), 3u);
  EXPECT_EQ((*metrics)[0].id(), "m0");
  EXPECT_EQ((*metrics)[2].id(), "m2");
}

TEST(ClientTest, LeavesPagesThatLeadInACircle) {
  FakeServer server;
  server.list_metrics = [](const v1::ListMetricsRequest& request,
                           v1::ListMetricsResponse* response) {
    response->set_next_page_token(request.page_token() == "a" ? "b" : "a");
    return grpc::Status::OK;
  };
  const auto metrics = Client::Connect(server.address()).ListMetrics();
  ASSERT_FALSE(metrics.ok());
  EXPECT_EQ(metrics.error().code, absl::StatusCode::kInternal);
  EXPECT_EQ(server.calls(), 3);
}

TEST(ClientTest, TriesAgainWhenUnavailable) {
  FakeServer server;
  server.get_metric = [&server](const v1::GetMetricRequest& request,
                                v1::GetMetricResponse* response) {
    if (server.calls() < 3) return grpc::Status(grpc::StatusCode::UNAVAILABLE, "starting");
    response->mutable_metric()->set_id(request.id());
    return grpc::Status::OK;
  };
  const auto metric = Client::Connect(server.address()).GetMetric("conversion.win_rate");
  ASSERT_TRUE(metric.ok()) << metric.error().message;
  EXPECT_EQ(metric->id(), "conversion.win_rate");
  EXPECT_EQ(server.calls(), 3);
}

TEST(ClientTest, DoesNotTryAgainAfterARefusal) {
  FakeServer server;
  server.get_metric = [](const v1::GetMetricRequest& request, v1::GetMetricResponse*) {
    return UnknownMetric(request.id());
  };
  EXPECT_FALSE(Client::Connect(server.address()).GetMetric("x").ok());
  EXPECT_EQ(server.calls(), 1);
}

TEST(ClientTest, TakesAnswersLargerThanGrpcsDefaultAndRefusesOnesAboveItsLimit) {
  FakeServer server;
  server.query = [](const v1::QueryRequest&, v1::QueryResponse* response) {
    response->add_columns()->add_string_values(std::string(8 << 20, 'x'));
    return grpc::Status::OK;
  };
  EXPECT_TRUE(Client::Connect(server.address()).Query({}).ok());
  Options options;
  options.max_receive_bytes = 1 << 20;
  const auto refused = Client::Connect(server.address(), options).Query({});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, absl::StatusCode::kResourceExhausted);
  EXPECT_FALSE(refused.error().unreachable);
}

TEST(ClientTest, ReachesTheLoopbackWithoutTheProxyOfTheEnvironment) {
  setenv("http_proxy", "http://127.0.0.1:1", /*overwrite=*/1);
  FakeServer server;
  server.query = [](const v1::QueryRequest&, v1::QueryResponse*) { return grpc::Status::OK; };
  EXPECT_TRUE(Client::Connect(server.address()).Query({}).ok());
  unsetenv("http_proxy");
}

// Counts what it is asked.
class CountingConnection : public Connection {
 public:
  Result<v1::ListMetricsResponse> ListMetrics(const v1::ListMetricsRequest&) override {
    ++lists;
    return v1::ListMetricsResponse();
  }
  Result<v1::GetMetricResponse> GetMetric(const v1::GetMetricRequest&) override {
    Error error;
    error.message = "none";
    return error;
  }
  Result<v1::QueryResponse> Query(const v1::QueryRequest&) override { return v1::QueryResponse(); }
  Result<v1::ExplainResponse> Explain(const v1::ExplainRequest&) override {
    return v1::ExplainResponse();
  }
  Result<v1::ListSourcesResponse> ListSources(const v1::ListSourcesRequest&) override {
    return v1::ListSourcesResponse();
  }
  Result<v1::CheckSourceResponse> CheckSource(const v1::CheckSourceRequest&) override {
    return v1::CheckSourceResponse();
  }
  Result<v1::RefreshSourceResponse> RefreshSource(const v1::RefreshSourceRequest&) override {
    return v1::RefreshSourceResponse();
  }
  Result<v1::ListPluginsResponse> ListPlugins(const v1::ListPluginsRequest&) override {
    return v1::ListPluginsResponse();
  }
  Result<v1::GetPluginResponse> GetPlugin(const v1::GetPluginRequest&) override {
    return v1::GetPluginResponse();
  }
  Result<v1::ListModelsResponse> ListModels(const v1::ListModelsRequest&) override {
    return v1::ListModelsResponse();
  }
  Result<v1::GetModelResponse> GetModel(const v1::GetModelRequest&) override {
    return v1::GetModelResponse();
  }
  Result<v1::FunnelResponse> Funnel(const v1::FunnelRequest&) override {
    return v1::FunnelResponse();
  }
  Result<v1::ListVersionsResponse> ListVersions(const v1::ListVersionsRequest&) override {
    return v1::ListVersionsResponse();
  }
  Result<v1::ActivateResponse> Activate(const v1::ActivateRequest&) override {
    return v1::ActivateResponse();
  }
  std::optional<Error> Score(const MessageSource<v1::ScoreRequest>&,
                             const MessageSink<v1::ScoreResponse>&) override {
    return std::nullopt;
  }
  std::optional<Error> RunModel(const v1::RunModelRequest&,
                                const MessageSink<v1::RunModelResponse>&) override {
    return std::nullopt;
  }
  std::optional<Error> ReadRows(const v1::ReadRowsRequest&,
                                const MessageSink<v1::ReadRowsResponse>&) override {
    return std::nullopt;
  }

  int lists = 0;
};

TEST(ClientTest, SpeaksThroughAnyConnection) {
  const auto connection = std::make_shared<CountingConnection>();
  const Client client(connection);
  EXPECT_TRUE(client.ListMetrics().ok());
  EXPECT_EQ(connection->lists, 1);
  EXPECT_EQ(client.GetMetric("x").error().message, "none");
}

}  // namespace
}  // namespace madad::client
