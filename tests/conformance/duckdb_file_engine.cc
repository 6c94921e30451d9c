// An existing DuckDB file: queried in place, and copied into the store.
#include <gtest/gtest.h>

#include "adapters/duckdb/file_source.h"
#include "conformance/fixture.h"
#include "conformance/sql_world.h"
#include "core/status.h"
#include "core/text.h"
#include "support/fill/fill.h"
#include "support/temporary_folder.h"

namespace madad::conformance {
namespace {

// A source in a folder of its own.
class SourceInFolder : public adapters::duckdb::FileSource {
 public:
  explicit SourceInFolder(std::unique_ptr<madad::testing::TemporaryFolder> folder)
      : FileSource({.source = "db", .file = (folder->path() / "facts.duckdb").string()}, 2),
        folder_(std::move(folder)) {}

 private:
  std::unique_ptr<madad::testing::TemporaryFolder> folder_;
};

Engine FileEngine(const std::string& name, core::Mode mode) {
  return {name, [mode](const Data& data) -> absl::StatusOr<World> {
            auto folder = std::make_unique<madad::testing::TemporaryFolder>();
            MADAD_RETURN_IF_ERROR(
                FillDuckDbFile(RowsOf(data, "facts"), (folder->path() / "facts.duckdb").string()));
            return SqlWorld(data, "duckdb", "facts", mode,
                            std::make_shared<SourceInFolder>(std::move(folder)));
          }};
}

INSTANTIATE_TEST_SUITE_P(DuckDbFile, ConformanceTest,
                         ::testing::Values(FileEngine("InPlace", core::Mode::kPushdown),
                                           FileEngine("Snapshot", core::Mode::kSnapshot)),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace madad::conformance
