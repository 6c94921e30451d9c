// The service over a real socket, with an adapter that tests control.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "google/rpc/error.pb.h"

#include "core/dialect.h"
#include "core/status.h"
#include "madad/v1/metric_service.grpc.pb.h"
#include "rpc/server.h"
#include "support/status_matchers.h"

namespace madad::rpc {
namespace {

using madad::testing::StatusIs;
using ::testing::HasSubstr;

class NoDialect : public core::Dialect {
 public:
  core::SqlStatement Print(const core::Scan&) const override { return {"SELECT", {}}; }
  core::SqlStatement Print(const core::RowScan&) const override { return {"SELECT", {}}; }
};

// Works until the call is over, and remembers how it ended.
class EndlessAdapter : public core::Adapter {
 public:
  std::string Name() const override { return "endless"; }
  const core::Dialect& dialect() const override { return dialect_; }
  absl::StatusOr<core::ArrowStream> Execute(const core::SqlStatement&,
                                            const core::CallContext& call) override {
    ++started;
    while (call.Check().ok()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const absl::Status status = call.Check();
    const std::lock_guard lock(mutex_);
    ended_ = status.code();
    changed_.notify_all();
    return status;
  }
  absl::StatusCode WaitForEnd() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(30),
                      [&] { return ended_ != absl::StatusCode::kOk; });
    return ended_;
  }
  std::atomic<int> started = 0;

 private:
  NoDialect dialect_;
  std::mutex mutex_;
  std::condition_variable changed_;
  absl::StatusCode ended_ = absl::StatusCode::kOk;
};

core::Catalog LeadsCatalog() {
  core::Catalog catalog;
  catalog.sources["crm"] = {"crm", "files", "/", "UTC"};
  core::Table& leads = catalog.tables["leads"];
  leads.name = "leads";
  leads.source = "crm";
  leads.columns["created_at"] = {.name = "created_at", .type = core::Type::kTimestamp};
  return catalog;
}

core::MetricDefinition Metric(const std::string& id, const std::string& table) {
  core::MetricDefinition metric;
  metric.id = id;
  metric.from = table;
  metric.at = "created_at";
  metric.value = "count(*)";
  metric.labels = {{"en", "English " + id}, {"he", "עברית"}};
  return metric;
}

class ServiceTest : public ::testing::Test {
 protected:
  void SetUp() override { Start({.listen = "127.0.0.1:0", .answers = {.threads = 2}}); }

  void Start(const ServerOptions& options) {
    auto snapshot = std::make_shared<core::Snapshot>();
    snapshot->id = "v1";
    snapshot->tables["leads"].adapter = adapter_;
    auto definitions = std::make_shared<const core::Definitions>(
        LeadsCatalog(),
        std::vector{Metric("t.a", "leads"), Metric("t.b", "leads"), Metric("t.c", "nowhere")});
    auto world = std::make_shared<const core::World>(definitions, snapshot);
    MADAD_ASSERT_OK_AND_ASSIGN(server_,
                               Server::Start(options, {.world = [world] { return world; }}));
    channel_ = grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
    stub_ = v1::MetricService::NewStub(channel_);
  }

  static google::rpc::Status Details(const grpc::Status& status) {
    google::rpc::Status details;
    EXPECT_TRUE(details.ParseFromString(status.error_details()));
    return details;
  }

  std::shared_ptr<EndlessAdapter> adapter_ = std::make_shared<EndlessAdapter>();
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::MetricService::Stub> stub_;
};

TEST_F(ServiceTest, ListsInPagesBoundToTheRequest) {
  v1::ListMetricsRequest request;
  request.set_page_size(2);
  v1::ListMetricsResponse page;
  {
    grpc::ClientContext context;
    ASSERT_TRUE(stub_->ListMetrics(&context, request, &page).ok());
  }
  ASSERT_EQ(page.metrics_size(), 2);
  EXPECT_EQ(page.metrics(0).id(), "t.a");
  ASSERT_FALSE(page.next_page_token().empty());
  request.set_page_token(page.next_page_token());
  v1::ListMetricsResponse last;
  {
    grpc::ClientContext context;
    ASSERT_TRUE(stub_->ListMetrics(&context, request, &last).ok());
  }
  ASSERT_EQ(last.metrics_size(), 1);
  EXPECT_EQ(last.metrics(0).id(), "t.c");
  EXPECT_TRUE(last.metrics(0).has_unavailable());
  EXPECT_EQ(last.metrics(0).unavailable().reason(), "METRIC_TABLE_MISSING");
  EXPECT_TRUE(last.next_page_token().empty());
  // The same token with another request is refused.
  request.set_available_only(true);
  grpc::ClientContext context;
  const grpc::Status status = stub_->ListMetrics(&context, request, &last);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(ServiceTest, AvailableOnlyLeavesOutTheRestAndEndsWithoutAToken) {
  v1::ListMetricsRequest request;
  request.set_page_size(2);
  request.set_available_only(true);
  v1::ListMetricsResponse response;
  grpc::ClientContext context;
  ASSERT_TRUE(stub_->ListMetrics(&context, request, &response).ok());
  EXPECT_EQ(response.metrics_size(), 2);
  EXPECT_TRUE(response.next_page_token().empty());
}

TEST_F(ServiceTest, LabelsComeInTheLanguageAskedForElseInEnglish) {
  for (const auto& [language, label] :
       {std::pair("he", "עברית"), std::pair("fr", "English t.a"), std::pair("", "English t.a")}) {
    v1::GetMetricRequest request;
    request.set_id("a");
    request.set_language(language);
    v1::GetMetricResponse response;
    grpc::ClientContext context;
    ASSERT_TRUE(stub_->GetMetric(&context, request, &response).ok());
    EXPECT_EQ(response.metric().label(), label);
  }
}

TEST_F(ServiceTest, ErrorsCarryInfoAndField) {
  v1::QueryRequest request;
  request.add_metrics("t.aa");
  v1::QueryResponse response;
  grpc::ClientContext context;
  const grpc::Status status = stub_->Query(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  const google::rpc::Status details = Details(status);
  ASSERT_EQ(details.details_size(), 2);
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(details.details(0).UnpackTo(&info));
  EXPECT_EQ(info.reason(), "METRIC_UNKNOWN");
  EXPECT_EQ(info.domain(), "madad.dev");
  EXPECT_EQ(info.metadata().at("metric"), "t.aa");
  google::rpc::BadRequest bad;
  ASSERT_TRUE(details.details(1).UnpackTo(&bad));
  EXPECT_EQ(bad.field_violations(0).field(), "metrics");
}

TEST_F(ServiceTest, MalformedRangeNamesTheField) {
  v1::QueryRequest request;
  request.add_metrics("a");
  request.mutable_range()->set_to("31/01/2024");
  v1::QueryResponse response;
  grpc::ClientContext context;
  const grpc::Status status = stub_->Query(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("range.to is '31/01/2024'"));
}

TEST_F(ServiceTest, DeadlineReachesTheAdapter) {
  v1::QueryRequest request;
  request.add_metrics("a");
  v1::QueryResponse response;
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(200));
  const grpc::Status status = stub_->Query(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  // Which of the two the adapter hears of first is the transport's affair.
  EXPECT_THAT(adapter_->WaitForEnd(),
              ::testing::AnyOf(absl::StatusCode::kDeadlineExceeded, absl::StatusCode::kCancelled));
}

TEST_F(ServiceTest, CancellationReachesTheAdapter) {
  v1::QueryRequest request;
  request.add_metrics("a");
  v1::QueryResponse response;
  grpc::ClientContext context;
  std::jthread canceller([&] {
    while (adapter_->started == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    context.TryCancel();
  });
  const grpc::Status status = stub_->Query(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_EQ(adapter_->WaitForEnd(), absl::StatusCode::kCancelled);
}

TEST_F(ServiceTest, QueriesOverTheBoundAreShedWithRetryInfo) {
  server_.reset();
  Start({.listen = "127.0.0.1:0", .answers = {.threads = 1, .max_waiting = 1}});
  v1::QueryRequest request;
  request.add_metrics("a");
  grpc::ClientContext first_context;
  grpc::ClientContext second_context;
  v1::QueryResponse first_response;
  v1::QueryResponse second_response;
  std::jthread first([&] { stub_->Query(&first_context, request, &first_response); });
  while (adapter_->started == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  // Equal queries would be computed once, so each has a limit of its own.
  v1::QueryRequest other = request;
  other.set_limit(1);
  std::jthread second([&] { stub_->Query(&second_context, other, &second_response); });
  // One runs and one waits; a third is refused as soon as the second waits.
  grpc::Status status;
  for (int i = 0; i < 1000 && status.error_code() != grpc::StatusCode::RESOURCE_EXHAUSTED; ++i) {
    v1::QueryResponse response;
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(100));
    request.set_limit(2 + i);
    status = stub_->Query(&context, request, &response);
  }
  first_context.TryCancel();
  second_context.TryCancel();
  ASSERT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED) << status.error_message();
  google::rpc::RetryInfo retry;
  ASSERT_EQ(Details(status).details_size(), 2);
  ASSERT_TRUE(Details(status).details(1).UnpackTo(&retry));
  EXPECT_EQ(retry.retry_delay().seconds(), 1);
}

TEST_F(ServiceTest, TwoServersDoNotShareAPort) {
  EXPECT_THAT(
      Server::Start({.listen = server_->address()}, {.world = [] { return nullptr; }}).status(),
      StatusIs(absl::StatusCode::kUnavailable, HasSubstr(server_->address())));
}

TEST(ServerOptionsTest, AddressesAreChecked) {
  const auto start = [](const std::string& listen) {
    return Server::Start({.listen = listen}, {.world = [] { return nullptr; }}).status();
  };
  EXPECT_THAT(start("7400"), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("host:port")));
  EXPECT_THAT(start("0.0.0.0:0"),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("does not encrypt")));
  EXPECT_THAT(start("[::]:0"),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("does not encrypt")));
  MADAD_EXPECT_OK(start("localhost:0"));
}

}  // namespace
}  // namespace madad::rpc
