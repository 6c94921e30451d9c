// PostgreSQL: queried in place, and copied into the store.
#include <gtest/gtest.h>

#include "adapters/postgresql/source.h"
#include "conformance/fixture.h"
#include "conformance/sql_world.h"
#include "core/status.h"
#include "core/text.h"
#include "support/engine_server.h"
#include "support/fill/fill.h"

namespace madad::conformance {
namespace {

std::string Dsn(const madad::testing::EngineServer& server) {
  return core::Cat("host=127.0.0.1 port=", server.port(),
                   " dbname=postgres user=madad password=secret");
}

Engine PostgresEngine(const std::string& name, core::Mode mode) {
  return {name, [mode](const Data& data) -> absl::StatusOr<World> {
            auto& server = madad::testing::EngineServer::Shared("postgresql");
            if (!server.is_there()) return NotInstalled(server.why_not());
            const std::string relation = RelationOfThisProcess();
            MADAD_RETURN_IF_ERROR(FillPostgreSql(RowsOf(data, relation), Dsn(server)));
            adapters::postgresql::ConnectionOptions options;
            options.source = "db";
            options.dsn = Dsn(server);
            return SqlWorld(data, "postgresql", relation, mode,
                            std::make_shared<adapters::postgresql::PostgresSource>(options, 2));
          }};
}

INSTANTIATE_TEST_SUITE_P(Postgres, ConformanceTest,
                         ::testing::Values(PostgresEngine("InPlace", core::Mode::kPushdown),
                                           PostgresEngine("Snapshot", core::Mode::kSnapshot)),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace madad::conformance
