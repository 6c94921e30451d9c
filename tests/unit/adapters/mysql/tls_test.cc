// Connections that nobody reads along.
#include <chrono>
#include <thread>

#include <gmock/gmock.h>

#include "core/status.h"
#include "unit/adapters/mysql/fixture.h"

namespace madad::adapters::mysql {
namespace {

using madad::testing::StatusIs;

class MySqlTlsTest : public MySqlTest {
 protected:
  void SetUp() override {
    MySqlTest::SetUp();
    if (IsSkipped()) return;
    certificate_ = Sql("SELECT @@ssl_cert");
    source_ = MakeSource({.dsn = Dsn() + "?ssl-mode=verify_identity&ssl-ca=" + certificate_});
  }
  void TearDown() override { source_.reset(); }
  EngineServer& server() override { return server_; }

  EngineServer server_{"mysql_tls"};
  std::string certificate_;
};

TEST_F(MySqlTlsTest, StatementsRunAndStopOverTls) {
  MADAD_EXPECT_OK(
      Drain(*source_,
            "SELECT VARIABLE_VALUE LIKE '%GCM%' OR 1 / (VARIABLE_VALUE <> '') AS a "
            "FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'Ssl_cipher'"));
  MADAD_EXPECT_OK(Drain(*source_, "SELECT seq AS a FROM seq_1_to_300000"));
  EXPECT_THAT(Drain(*source_, "SELECT COUNT(*) AS a FROM seq_1_to_2000000000 WHERE MD5(seq) = 'x'",
                    {.deadline = absl::Now() + absl::Milliseconds(150)}),
              StatusIs(absl::StatusCode::kDeadlineExceeded, ::testing::_));
  std::stop_source stop;
  std::thread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    stop.request_stop();
  });
  EXPECT_THAT(
      Drain(*source_, "SELECT seq AS a FROM seq_1_to_2000000000", {.stop = stop.get_token()}),
      StatusIs(absl::StatusCode::kCancelled, ::testing::_));
  canceller.join();
  MADAD_EXPECT_OK(Drain(*source_, "SELECT 1"));
  EXPECT_EQ(
      Sql("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE '%seq_1%' AND ID <> "
          "CONNECTION_ID()"),
      "0");
}

TEST_F(MySqlTlsTest, CertificatesAreVerifiedWhereThatIsAsked) {
  MADAD_EXPECT_OK(Drain(*MakeSource({.dsn = Dsn() + "?ssl-mode=required"}), "SELECT 1"));
  // It is not one that the system trusts.
  EXPECT_THAT(Drain(*MakeSource({.dsn = Dsn() + "?ssl-mode=verify_identity"}), "SELECT 1"),
              StatusIs(absl::StatusCode::kUnavailable, ::testing::HasSubstr("ertificate")));
}

}  // namespace
}  // namespace madad::adapters::mysql
