// ClickHouse: queried in place, and copied into the store.
#include <gtest/gtest.h>

#include "adapters/clickhouse/source.h"
#include "conformance/fixture.h"
#include "conformance/sql_world.h"
#include "core/status.h"
#include "core/text.h"
#include "support/engine_server.h"
#include "support/fill/fill.h"

namespace madad::conformance {
namespace {

Engine ClickHouseEngine(const std::string& name, core::Mode mode) {
  return {name, [mode](const Data& data) -> absl::StatusOr<World> {
            auto& server = madad::testing::EngineServer::Shared("clickhouse");
            if (!server.is_there()) return NotInstalled(server.why_not());
            const std::string relation = RelationOfThisProcess();
            madad::testing::TableRows rows = RowsOf(data, relation);
            rows.key = "id";
            MADAD_RETURN_IF_ERROR(FillClickHouse(rows, server.port()));
            adapters::clickhouse::ConnectionOptions options;
            options.source = "db";
            options.dsn = core::Cat("http://madad@127.0.0.1:", server.port());
            options.password = "secret";
            return SqlWorld(data, "clickhouse", relation, mode,
                            std::make_shared<adapters::clickhouse::ClickHouseSource>(options, 2));
          }};
}

INSTANTIATE_TEST_SUITE_P(ClickHouse, ConformanceTest,
                         ::testing::Values(ClickHouseEngine("InPlace", core::Mode::kPushdown),
                                           ClickHouseEngine("Snapshot", core::Mode::kSnapshot)),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace madad::conformance
