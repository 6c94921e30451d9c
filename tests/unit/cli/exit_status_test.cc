// The exit status of every way to fail.
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "absl/synchronization/notification.h"
#include "google/rpc/error.pb.h"

#include "unit/cli/columns.h"
#include "unit/cli/fake_server.h"
#include "unit/cli/run_support.h"

namespace madad::cli {
namespace {

using madad::testing::AnswerOf;
using madad::testing::DetailedStatus;
using madad::testing::FakeServer;
using madad::testing::Outcome;
using madad::testing::RunAgainst;
using madad::testing::RunWith;
using madad::testing::TextColumn;
using madad::testing::UnknownMetric;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// A port of the loopback that is taken; it answers connections only if `listening`,
// and then with nothing.
class SilentPort {
 public:
  explicit SilentPort(bool listening) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(socket_, generic, size), 0);
    EXPECT_EQ(getsockname(socket_, generic, &size), 0);
    if (listening) {
      EXPECT_EQ(listen(socket_, 8), 0);
    }
    address_ = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  }
  ~SilentPort() { close(socket_); }

  const std::string& address() const { return address_; }

 private:
  const int socket_;
  std::string address_;
};

TEST(ExitStatusTest, RefusalsAreStatus1WithTheReason) {
  FakeServer server;
  server.get_metric = [](const v1::GetMetricRequest& request, v1::GetMetricResponse*) {
    return UnknownMetric(request.id());
  };
  const Outcome outcome = RunAgainst(server, {"describe", "win\x1brat"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, "madad: no metric `win\\x1brat`\n  reason: METRIC_NOT_FOUND\n");
}

TEST(ExitStatusTest, AnUnreadableAnswerIsStatus1) {
  FakeServer server;
  server.query = [](const v1::QueryRequest&, v1::QueryResponse* response) {
    *response = AnswerOf({TextColumn("source", {"a"})}, 5);
    return grpc::Status::OK;
  };
  const Outcome outcome = RunAgainst(server, {"query", "x"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("1 values for 5 rows"));
}

// Returns what `madad query x` makes of UNAVAILABLE with `reason`.
Outcome QueryRefusedFor(const std::string& reason) {
  FakeServer server;
  server.query = [&reason](const v1::QueryRequest&, v1::QueryResponse*) {
    google::rpc::ErrorInfo info;
    info.set_reason(reason);
    return DetailedStatus(grpc::StatusCode::UNAVAILABLE, "not now", {&info});
  };
  return RunAgainst(server, {"query", "x"});
}

TEST(ExitStatusTest, ASourceThatIsDownIsStatus1) {
  const Outcome outcome = QueryRefusedFor("SOURCE_UNAVAILABLE");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.err, "madad: not now\n  reason: SOURCE_UNAVAILABLE\n");
}

TEST(ExitStatusTest, AServerThatGoesAwayIsStatus3) {
  const Outcome outcome = QueryRefusedFor("SERVER_DRAINING");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_EQ(outcome.err, "madad: not now\n  reason: SERVER_DRAINING\n");
}

TEST(ExitStatusTest, UnavailableWithoutAReasonIsStatus3) {
  FakeServer server;
  server.query = [](const v1::QueryRequest&, v1::QueryResponse*) {
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "connection closing");
  };
  EXPECT_EQ(RunAgainst(server, {"query", "x"}).status, 3);
}

TEST(ExitStatusTest, ASlowAnswerIsStatus1) {
  absl::Notification given_up;
  FakeServer server;
  server.query = [&given_up](const v1::QueryRequest&, v1::QueryResponse*) {
    given_up.WaitForNotification();
    return grpc::Status::OK;
  };
  const Outcome outcome = RunAgainst(server, {"--timeout", "0.3", "query", "x"});
  given_up.Notify();
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("within 300ms"));
  EXPECT_THAT(outcome.err, HasSubstr("--timeout"));
}

TEST(ExitStatusTest, ARefusedConnectionIsStatus3) {
  const SilentPort port(/*listening=*/false);
  const Outcome outcome = RunWith({"--server", port.address(), "metrics"});
  EXPECT_EQ(outcome.status, 3);
  EXPECT_THAT(outcome.err, StartsWith("madad: no server answers at " + port.address()));
  EXPECT_THAT(outcome.err, HasSubstr("MADAD_SERVER"));
}

TEST(ExitStatusTest, APortThatNeverSpeaksIsStatus3) {
  const SilentPort port(/*listening=*/true);
  EXPECT_EQ(RunWith({"--server", port.address(), "--timeout", "0.3", "metrics"}).status, 3);
}

class UsageTest : public ::testing::TestWithParam<std::vector<std::string>> {};

TEST_P(UsageTest, IsStatus2AndSendsNothing) {
  FakeServer server;
  const Outcome outcome = RunAgainst(server, GetParam());
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, StartsWith("madad: "));
  EXPECT_THAT(outcome.err, HasSubstr("--help"));
  EXPECT_EQ(server.calls(), 0);
}

using Arguments = std::vector<std::string>;
INSTANTIATE_TEST_SUITE_P(
    WrongArguments, UsageTest,
    ::testing::Values(
        Arguments{}, Arguments{"frobnicate"}, Arguments{"query"}, Arguments{"describe"},
        Arguments{"describe", "a", "b"}, Arguments{"query", "x", "--shares"},
        Arguments{"query", "x", "--grain", "fortnight"}, Arguments{"query", "x", "--limit", "-1"},
        Arguments{"query", "x", "--limit", "ten"}, Arguments{"query", "x", "--by", "a,,b"},
        Arguments{"query", "x", "--by", ""}, Arguments{"query", "x", "--format", "xml"},
        Arguments{"query", "x", "--from", "2018-1-1"}, Arguments{"query", "x", "--to", "today"},
        Arguments{"query", "x", "--from", "2018-01-01 10:00:00"},
        Arguments{"describe", "x", "--format", "csv"}, Arguments{"metrics", "--timeout", "0"},
        Arguments{"metrics", "--timeout", "nan"}, Arguments{"metrics", "--server", ""},
        Arguments{"metrics", "--server", "http://localhost:7400/"},
        Arguments{"query", "x", "--during", "2024", "--from", "2024-01-01"},
        Arguments{"query", "x", "--to", "2024-01-01", "--during", "2024"},
        Arguments{"query", "x", "--during", ""}, Arguments{"query", "x", "--as-of", "yesterday"},
        Arguments{"query", "x", "--compare", "last"}, Arguments{"query", "x", "--week-start", "3"},
        Arguments{"query", "x", "--param", "window"}, Arguments{"query", "x", "--param", "=30d"},
        Arguments{"query", "x", "--param", "a=1", "--param", "a=2"},
        Arguments{"query", "x(window=30d"}, Arguments{"query", "x)"}, Arguments{"query", "x,,y"},
        Arguments{"sources", "frobnicate"}, Arguments{"sources", "check", "a", "b"},
        Arguments{"sources", "--format", "chart"}, Arguments{"plugins", "a", "b"},
        Arguments{"completion"}, Arguments{"completion", "fish"}, Arguments{"complete"}));

TEST(ExitStatusTest, SaysWhenItsOutputIsLost) {
  FakeServer server;
  server.get_metric = [](const v1::GetMetricRequest&, v1::GetMetricResponse*) {
    return grpc::Status::OK;
  };
  std::ostream lost(nullptr);
  std::ostringstream err;
  const std::vector<const char*> argv = {"madad", "--server", server.address().c_str(), "describe",
                                         "x"};
  EXPECT_EQ(cli::Run(static_cast<int>(argv.size()), argv.data(), {lost, err}), 1);
  EXPECT_THAT(err.str(), HasSubstr("output"));
}

}  // namespace
}  // namespace madad::cli
