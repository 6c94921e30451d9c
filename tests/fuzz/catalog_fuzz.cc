// Catalogs: whatever the file holds, reading it ends; what is wrong has a place
// and a message, and what is left without it is a catalog.
#include "config/catalog_file.h"
#include "config/sound_part.h"
#include "core/utf8.h"
#include "fuzz/fuzz.h"

namespace {

using madad::config::CatalogFile;
using madad::config::ConfigProblem;
using madad::fuzz::Require;

void RequireExplained(const ConfigProblem& problem) {
  const std::string line = problem.ToString();
  Require(!problem.message.empty(), "no message: " + line);
  Require(problem.line >= 0 && problem.column >= 0, "no place: " + line);
  Require(madad::core::FindInvalidUtf8(line) == std::string::npos, "no UTF-8: " + line);
}

// Uses a catalog as a server would.
void Use(const madad::core::Catalog& catalog) {
  for (const auto& [name, table] : catalog.tables) {
    for (const std::string& dimension : madad::core::DimensionsOf(catalog, table)) {
      Require(madad::core::DimensionPath(catalog, table, dimension).ok(), "no path: " + dimension);
    }
    for (const auto& [column, unused] : table.columns) {
      Require(madad::core::FindColumn(catalog, table, column).ok(), "no column: " + column);
    }
  }
  for (const madad::core::MetricDefinition& metric : catalog.metrics) {
    Require(metric.labels.contains("en"), "no label: " + metric.id);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  CatalogFile file = madad::config::ParseCatalog(madad::fuzz::View(data, size), "catalog.yaml", "/",
                                                 {"conversion"});
  for (const ConfigProblem& problem : file.problems) RequireExplained(problem);
  if (file.problems.empty()) {
    Require(madad::core::ValidateCatalog(file.catalog).empty(), "an invalid catalog was accepted");
    Use(file.catalog);
  } else {
    const madad::core::Catalog sound =
        madad::config::SoundPart(std::move(file.catalog), file.problems);
    Require(madad::core::ValidateCatalog(sound).empty(), "the sound part is not sound");
    Use(sound);
  }
  return 0;
}
