// Connections that nobody reads along.
#include <gmock/gmock.h>

#include "core/status.h"
#include "unit/adapters/postgresql/fixture.h"

namespace madad::adapters::postgresql {
namespace {

using madad::testing::IsOk;
using madad::testing::StatusIs;

class PostgresTlsTest : public PostgresTest {
 protected:
  EngineServer& server() override { return server_; }
  std::string With(const std::string& options) { return absl::StrCat(Dsn(), " ", options); }
  core::Table Sessions() {
    Sql(absl::StrCat("CREATE VIEW ", schema_,
                     ".s AS SELECT ssl AS a FROM pg_stat_ssl WHERE pid = pg_backend_pid()"));
    return TableOf("s", {{.name = "a", .type = core::Type::kBool}});
  }

  EngineServer server_{"postgresql_tls"};
};

TEST_F(PostgresTlsTest, CertificatesAreVerifiedWhereThatIsAsked) {
  const core::Table table = Sessions();
  const std::string certificate = Sql("SHOW ssl_cert_file");
  source_ = MakeSource({.dsn = With("sslmode=verify-full sslrootcert=" + certificate)});
  EXPECT_THAT(Lines(table), ::testing::ElementsAre("true"));
  // It is not one that the system trusts.
  source_ = MakeSource({.dsn = With("sslmode=verify-full sslrootcert=/dev/null")});
  EXPECT_THAT(Read(table),
              StatusIs(absl::StatusCode::kUnavailable, ::testing::HasSubstr("certificate")));
  source_ = MakeSource({.dsn = With("sslmode=disable")});
  EXPECT_THAT(Lines(table), ::testing::ElementsAre("false"));
}

TEST_F(PostgresTest, ServerWithoutTlsIsRefusedWhereItIsRequired) {
  Sql(absl::StrCat("CREATE TABLE ", schema_, ".t (a text)"));
  source_ = MakeSource({.dsn = absl::StrCat(Dsn(), " sslmode=require")});
  EXPECT_THAT(Read(TableOf("t", {{.name = "a"}})),
              StatusIs(absl::StatusCode::kUnavailable, ::testing::HasSubstr("SSL")));
}

}  // namespace
}  // namespace madad::adapters::postgresql
