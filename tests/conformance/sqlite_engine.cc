// SQLite: queried in place, and copied into the store.
#include <gtest/gtest.h>

#include "adapters/sqlite/source.h"
#include "conformance/fixture.h"
#include "conformance/sql_world.h"
#include "core/status.h"
#include "core/text.h"
#include "support/fill/fill.h"
#include "support/temporary_folder.h"

namespace madad::conformance {
namespace {

// A source in a folder of its own.
class SourceInFolder : public adapters::sqlite::SqliteSource {
 public:
  explicit SourceInFolder(std::unique_ptr<madad::testing::TemporaryFolder> folder)
      : SqliteSource({.source = "db", .file = (folder->path() / "facts.db").string()}, 2),
        folder_(std::move(folder)) {}

 private:
  std::unique_ptr<madad::testing::TemporaryFolder> folder_;
};

Engine SqliteEngine(const std::string& name, core::Mode mode) {
  return {name, [mode](const Data& data) -> absl::StatusOr<World> {
            auto folder = std::make_unique<madad::testing::TemporaryFolder>();
            MADAD_RETURN_IF_ERROR(
                FillSqlite(RowsOf(data, "facts"), (folder->path() / "facts.db").string()));
            return SqlWorld(data, "sqlite", "facts", mode,
                            std::make_shared<SourceInFolder>(std::move(folder)));
          }};
}

INSTANTIATE_TEST_SUITE_P(Sqlite, ConformanceTest,
                         ::testing::Values(SqliteEngine("InPlace", core::Mode::kPushdown),
                                           SqliteEngine("Snapshot", core::Mode::kSnapshot)),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace madad::conformance
