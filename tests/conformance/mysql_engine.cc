// MariaDB: queried in place, and copied into the store.
#include <gtest/gtest.h>

#include "adapters/mysql/source.h"
#include "conformance/fixture.h"
#include "conformance/sql_world.h"
#include "core/status.h"
#include "core/text.h"
#include "support/engine_server.h"
#include "support/fill/fill.h"

namespace madad::conformance {
namespace {

Engine MySqlEngine(const std::string& name, core::Mode mode) {
  return {name, [mode](const Data& data) -> absl::StatusOr<World> {
            auto& server = madad::testing::EngineServer::Shared("mysql");
            if (!server.is_there()) return NotInstalled(server.why_not());
            const std::string relation = RelationOfThisProcess();
            MADAD_RETURN_IF_ERROR(FillMySql(RowsOf(data, relation), server.port()));
            adapters::mysql::ConnectionOptions options;
            options.source = "db";
            options.dsn = core::Cat("mysql://madad:secret@127.0.0.1:", server.port(), "/test");
            return SqlWorld(data, "mysql", relation, mode,
                            std::make_shared<adapters::mysql::MySqlSource>(options, 2));
          }};
}

INSTANTIATE_TEST_SUITE_P(MySql, ConformanceTest,
                         ::testing::Values(MySqlEngine("InPlace", core::Mode::kPushdown),
                                           MySqlEngine("Snapshot", core::Mode::kSnapshot)),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace madad::conformance
