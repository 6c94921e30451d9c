// ClickHouse: queried in place, and copied into the store.
#include <gtest/gtest.h>

#include "absl/strings/str_join.h"

#include "adapters/clickhouse/literal.h"
#include "adapters/clickhouse/source.h"
#include "conformance/fixture.h"
#include "conformance/sql_world.h"
#include "core/status.h"
#include "core/text.h"
#include "core/value.h"
#include "support/clickhouse_client.h"
#include "support/engine_server.h"

namespace madad::conformance {
namespace {

using core::Type;

// ClickHouse's own Date and DateTime begin in 1970, and the latter has whole
// seconds: the cases need Int32 days and Int64 microseconds.
std::string NativeType(const core::Column& column) {
  switch (column.type) {
    case Type::kBool:
      return "UInt8";
    case Type::kInt64:
    case Type::kTimestamp:
      return "Int64";
    case Type::kDouble:
      return "Float64";
    case Type::kDecimal:
      return core::Cat("Decimal(18, ", column.scale, ")");
    case Type::kDate:
      return "Int32";
    default:
      return "String";
  }
}

std::string NativeValue(const core::Column& column, const std::optional<std::string>& value) {
  if (!value) return "NULL";
  switch (column.type) {
    case Type::kBool:
      return *value == "true" ? "1" : "0";
    case Type::kInt64:
      return core::Cat("toInt64('", *value, "')");
    case Type::kDouble:
      return core::Cat("toFloat64('", *value, "')");
    case Type::kDecimal:
      return *value;
    case Type::kDate:
      return core::Cat(core::ParseDate(*value)->days);
    case Type::kTimestamp:
      return core::Cat("toInt64(", core::ParseTimestamp(*value)->micros, ")");
    default:
      return adapters::clickhouse::QuoteText(*value);
  }
}

// Makes the table anew, with the rows.
absl::Status Fill(const Data& data, const std::string& relation,
                  const madad::testing::EngineServer& server) {
  std::vector<std::string> columns;
  for (const core::Column& column : data.columns) {
    const bool is_key = column.name == "id";
    columns.push_back(core::Cat(adapters::clickhouse::QuoteIdentifier(column.name),
                                is_key ? " " : " Nullable(", NativeType(column),
                                is_key ? "" : ")"));
  }
  std::vector<std::string> rows;
  for (const Row& row : data.rows) {
    std::vector<std::string> values;
    for (size_t i = 0; i < row.size(); ++i) values.push_back(NativeValue(data.columns[i], row[i]));
    rows.push_back(core::Cat("(", absl::StrJoin(values, ", "), ")"));
  }
  madad::testing::ClickHouseClient client(server.port());
  MADAD_RETURN_IF_ERROR(client.Run(core::Cat("DROP TABLE IF EXISTS ", relation)).status());
  MADAD_RETURN_IF_ERROR(
      client
          .Run(core::Cat("CREATE TABLE ", relation, " (", absl::StrJoin(columns, ", "),
                         ") ENGINE = MergeTree ORDER BY id"))
          .status());
  return client.Run(core::Cat("INSERT INTO ", relation, " VALUES ", absl::StrJoin(rows, ", ")))
      .status();
}

Engine ClickHouseEngine(const std::string& name, core::Mode mode) {
  return {name, [mode](const Data& data) -> absl::StatusOr<World> {
            auto& server = madad::testing::EngineServer::Shared("clickhouse");
            if (!server.is_there()) return NotInstalled(server.why_not());
            const std::string relation = RelationOfThisProcess();
            MADAD_RETURN_IF_ERROR(Fill(data, relation, server));
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
