// SourceService over a control that tests decide.
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/status.h"
#include "unit/rpc/eventually.h"
#include "unit/rpc/server_fixture.h"

namespace madad::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Finds two bad rows in `leads`, and publishes a new snapshot when refreshed.
class FakeSources : public core::SourceControl {
 public:
  explicit FakeSources(std::function<void()> publish) : publish_(std::move(publish)) {}

  absl::StatusOr<std::shared_ptr<const core::Snapshot>> Check(
      std::string_view source, const core::CallContext& call) override {
    if (wait) {
      while (call.Check().ok()) std::this_thread::yield();
      ended = call.Check().code();
      return call.Check();
    }
    auto found = std::make_shared<core::Snapshot>();
    if (source != "crm") return found;
    core::TableData& leads = found->tables["leads"];
    leads.rows = 7;
    leads.load = {.file_count = 2, .rows_read = 10, .rows_rejected = 2, .duplicates_dropped = 1};
    leads.load.rejected.push_back({"leads1.csv", 3, "Created", "'soon' is no timestamp"});
    leads.load.rejected.push_back({"leads2.csv", 9, "", "too few fields"});
    leads.load.loaded_at = absl::FromUnixMillis(1'700'000'000'250);
    leads.load.elapsed = absl::Milliseconds(1'500);
    leads.newest_event = core::Timestamp{-500'000};
    return found;
  }

  absl::StatusOr<std::vector<std::string>> Refresh(std::string_view source, bool force,
                                                   const core::CallContext&) override {
    refreshed = std::string(source) + (force ? "!" : "");
    publish_();
    return std::vector<std::string>{"leads"};
  }

  std::map<std::string, core::CopyState> Copying() const override { return copying; }

  std::atomic<bool> wait = false;
  std::map<std::string, core::CopyState> copying;
  std::atomic<absl::StatusCode> ended = absl::StatusCode::kOk;
  std::string refreshed;

 private:
  std::function<void()> publish_;
};

class SourceServiceTest : public ServerTest {
 protected:
  void SetUp() override {
    backend_.sources = control_;
    Start({});
  }

  grpc::Status List(int size, const std::string& token, v1::ListSourcesResponse& page) {
    v1::ListSourcesRequest request;
    request.set_page_size(size);
    request.set_page_token(token);
    grpc::ClientContext context;
    return sources_->ListSources(&context, request, &page);
  }

  grpc::Status Check(const std::string& name, v1::CheckSourceResponse& response,
                     std::chrono::milliseconds deadline = std::chrono::seconds(60)) {
    v1::CheckSourceRequest request;
    request.set_name(name);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + deadline);
    return sources_->CheckSource(&context, request, &response);
  }

  grpc::Status Refresh(const std::string& name, v1::RefreshSourceResponse& response) {
    v1::RefreshSourceRequest request;
    request.set_name(name);
    request.set_force(true);
    grpc::ClientContext context;
    return sources_->RefreshSource(&context, request, &response);
  }

  std::shared_ptr<FakeSources> control_ = std::make_shared<FakeSources>([this] { Publish("v2"); });
};

TEST_F(SourceServiceTest, ListsPagesInOrderOfName) {
  v1::ListSourcesResponse first;
  ASSERT_TRUE(List(2, "", first).ok());
  ASSERT_EQ(first.sources_size(), 2);
  EXPECT_EQ(first.sources(0).name(), "crm");
  EXPECT_EQ(first.sources(0).kind(), "files");
  EXPECT_EQ(first.sources(0).snapshot(), "v1");
  ASSERT_EQ(first.sources(0).tables_size(), 1);
  EXPECT_EQ(first.sources(0).tables(0).name(), "leads");
  EXPECT_EQ(first.sources(0).tables(0).files(), "leads*.csv");
  EXPECT_EQ(first.sources(0).tables(0).rows_kept(), 3);
  EXPECT_FALSE(first.sources(0).tables(0).has_error());
  EXPECT_FALSE(first.sources(0).tables(0).has_loaded_at());
  EXPECT_EQ(first.sources(1).name(), "erp");
  v1::ListSourcesResponse second;
  ASSERT_TRUE(List(2, first.next_page_token(), second).ok());
  ASSERT_EQ(second.sources_size(), 1);
  EXPECT_EQ(second.sources(0).name(), "web");
  EXPECT_TRUE(second.next_page_token().empty());
}

TEST_F(SourceServiceTest, ListsHowFarCopiesAre) {
  control_->copying["leads"] = {absl::FromUnixSeconds(1'700'000'000), 1'200, 3'000};
  v1::ListSourcesResponse page;
  ASSERT_TRUE(List(1, "", page).ok());
  const v1::SourceTable& leads = page.sources(0).tables(0);
  ASSERT_TRUE(leads.has_copying());
  EXPECT_EQ(leads.copying().rows(), 1'200);
  EXPECT_EQ(leads.copying().rows_before(), 3'000);
  EXPECT_EQ(leads.copying().started_at().seconds(), 1'700'000'000);
  control_->copying.clear();
  ASSERT_TRUE(List(1, "", page).ok());
  EXPECT_FALSE(page.sources(0).tables(0).has_copying());
}

TEST_F(SourceServiceTest, TokensAreBoundToTheListAndTheData) {
  v1::ListSourcesResponse page;
  ASSERT_TRUE(List(1, "", page).ok());
  const std::string token = page.next_page_token();
  ASSERT_FALSE(token.empty());
  v1::ListMetricsRequest metrics;
  metrics.set_page_token(token);
  v1::ListMetricsResponse listed;
  grpc::ClientContext context;
  EXPECT_EQ(ReasonOf(metrics_->ListMetrics(&context, metrics, &listed)), "PAGE_TOKEN_INVALID");
  Publish("v2");
  EXPECT_EQ(ReasonOf(List(1, token, page)), "PAGE_TOKEN_INVALID");
  EXPECT_EQ(ReasonOf(List(1, "no base64 at all %", page)), "PAGE_TOKEN_INVALID");
  EXPECT_EQ(ReasonOf(List(1, std::string(2000, 'A'), page)), "TEXT_TOO_LONG");
  EXPECT_EQ(ReasonOf(List(-1, "", page)), "PAGE_SIZE_INVALID");
}

TEST_F(SourceServiceTest, CheckingReturnsWhatWasFoundAndPublishesNothing) {
  v1::CheckSourceResponse response;
  ASSERT_TRUE(Check("crm", response).ok());
  const v1::SourceTable& leads = response.source().tables(0);
  EXPECT_EQ(leads.file_count(), 2);
  EXPECT_EQ(leads.rows_read(),
            leads.rows_kept() + leads.rows_rejected() + leads.duplicates_dropped());
  ASSERT_EQ(leads.rejected_size(), 2);
  EXPECT_EQ(leads.rejected(0).file(), "leads1.csv");
  EXPECT_EQ(leads.rejected(0).line(), 3);
  EXPECT_EQ(leads.rejected(0).column(), "Created");
  EXPECT_EQ(leads.loaded_at().seconds(), 1'700'000'000);
  EXPECT_EQ(leads.loaded_at().nanos(), 250'000'000);
  EXPECT_EQ(leads.load_time().seconds(), 1);
  EXPECT_EQ(leads.load_time().nanos(), 500'000'000);
  // Before 1970 the nanoseconds still count forward.
  EXPECT_EQ(leads.newest_event().seconds(), -1);
  EXPECT_EQ(leads.newest_event().nanos(), 500'000'000);
  EXPECT_EQ(world()->snapshot().id, "v1");
}

TEST_F(SourceServiceTest, RefreshingReturnsTheSourcesAsTheyAreNow) {
  v1::RefreshSourceResponse response;
  ASSERT_TRUE(Refresh("crm", response).ok());
  EXPECT_EQ(control_->refreshed, "crm!");
  EXPECT_THAT(response.loaded(), ElementsAre("leads"));
  ASSERT_EQ(response.sources_size(), 1);
  EXPECT_EQ(response.sources(0).snapshot(), "v2");
  response.Clear();
  ASSERT_TRUE(Refresh("", response).ok());
  EXPECT_EQ(response.sources_size(), 3);
}

TEST_F(SourceServiceTest, AnUnknownSourceIsNotFoundWithTheNearest) {
  v1::CheckSourceResponse checked;
  const grpc::Status status = Check("crn", checked);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(status), "SOURCE_UNKNOWN");
  EXPECT_THAT(status.error_message(), HasSubstr("did you mean crm"));
  v1::RefreshSourceResponse refreshed;
  EXPECT_EQ(ReasonOf(Refresh("nothing", refreshed)), "SOURCE_UNKNOWN");
}

TEST_F(SourceServiceTest, TheDeadlineReachesTheControl) {
  control_->wait = true;
  v1::CheckSourceResponse response;
  EXPECT_EQ(Check("crm", response, std::chrono::milliseconds(100)).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_TRUE(Eventually([&] { return control_->ended != absl::StatusCode::kOk; }));
}

TEST_F(SourceServiceTest, WithoutAControlSourcesAreOnlyListed) {
  backend_.sources = nullptr;
  Start({});
  v1::ListSourcesResponse page;
  EXPECT_TRUE(List(0, "", page).ok());
  v1::CheckSourceResponse checked;
  const grpc::Status status = Check("crm", checked);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(ReasonOf(status), "SOURCES_FIXED");
  v1::RefreshSourceResponse refreshed;
  EXPECT_EQ(ReasonOf(Refresh("", refreshed)), "SOURCES_FIXED");
}

}  // namespace
}  // namespace madad::testing
