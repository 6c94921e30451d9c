// Connections that nobody reads along.
#include "absl/strings/ascii.h"

#include "unit/adapters/clickhouse/live_fixture.h"

namespace madad::adapters::clickhouse {
namespace {

using madad::testing::StatusIs;

TEST(ClickHouseTlsTest, CertificatesAreVerified) {
  madad::testing::EngineServer server("clickhouse_tls");
  if (!server.is_there()) GTEST_SKIP() << server.why_not();
  const madad::testing::ClickHouseClient client(server.port());
  const auto macro = [&](const std::string& name) {
    const auto text = client.Run(core::Cat("SELECT substitution FROM system.macros WHERE macro = '",
                                           name, "'"));
    return text.ok() ? std::string(absl::StripAsciiWhitespace(*text))
                     : std::string(text.status().message());
  };
  ConnectionOptions options;
  options.source = "events";
  options.password = "secret";
  const std::string url = core::Cat("https://madad@127.0.0.1:", macro("https_port"), "/default");
  const core::SqlStatement statement{.sql = "SELECT toNullable(toInt64(7)) AS a",
                                     .columns = {{"a", core::Type::kInt64, 0}}};
  options.dsn = core::Cat(url, "?ca_file=", macro("cert"));
  ClickHouseSource source(options, 2);
  const auto lines = Lines(source, statement);
  ASSERT_THAT(lines, madad::testing::IsOk());
  EXPECT_THAT(*lines, ::testing::ElementsAre("7"));
  // It is not one that the system trusts.
  options.dsn = url;
  ClickHouseSource distrusting(options, 2);
  EXPECT_THAT(Lines(distrusting, statement),
              StatusIs(absl::StatusCode::kUnavailable, ::testing::HasSubstr("certificate")));
}

}  // namespace
}  // namespace madad::adapters::clickhouse
