#include "app/assembly.h"

#include <filesystem>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "config/catalog_file.h"
#include "config/sound_part.h"
#include "core/derived.h"
#include "core/scan_scope.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::app {
namespace {

namespace fs = std::filesystem;

// The folder of plugins that comes with the program: beside it in a build
// tree, under lib/ when installed.
std::string PluginFolder(const Options& options) {
  if (!options.plugins.empty()) return options.plugins;
  std::error_code error;
  const fs::path prefix = fs::read_symlink("/proc/self/exe", error).parent_path().parent_path();
  const fs::path installed = prefix / "lib" / "madad" / "plugins";
  return fs::is_directory(installed, error) ? installed : prefix / "plugins";
}

absl::StatusOr<registry::Registry> LoadPlugins(const Options& options, std::ostream& log) {
  registry::Options registry_options;
  MADAD_ASSIGN_OR_RETURN(registry::Registry plugins,
                         registry::Registry::LoadFolder(PluginFolder(options), registry_options));
  for (const registry::Failure& failure : plugins.failures()) {
    log << "plugin " << failure.path.string() << " was not loaded: " << failure.status.message()
        << "\n";
  }
  return plugins;
}

// Reads the catalog and reports what is wrong with it. A check goes on with the
// part that is sound, so that what else is wrong is said too.
absl::StatusOr<core::Catalog> ReadCatalog(const Options& options, Assembly& assembly,
                                          std::ostream& log) {
  std::set<std::string> plugins;
  for (const registry::Generation& plugin : assembly.plugins.plugins()) {
    plugins.insert(plugin.info().id);
  }
  config::CatalogFile file = config::LoadCatalog(options.config, plugins);
  for (const config::ConfigProblem& problem : file.problems) log << problem.ToString() << "\n";
  if (file.problems.empty()) return std::move(file.catalog);
  if (options.check) {
    assembly.problems += static_cast<int>(file.problems.size());
    return config::SoundPart(std::move(file.catalog), file.problems);
  }
  return core::Error(absl::StatusCode::kInvalidArgument,
                     core::Cat("the catalog ", options.config, " has ", file.problems.size(),
                               file.problems.size() == 1 ? " problem" : " problems"),
                     {"CATALOG_INVALID", {{"catalog", options.config}}, ""});
}

absl::StatusOr<std::shared_ptr<adapters::duckdb::Store>> OpenStore(const Options& options,
                                                                   const core::Catalog& catalog) {
  adapters::duckdb::StoreOptions store;
  store.threads = options.threads;
  store.memory_limit = options.memory_limit;
  for (const auto& [name, source] : catalog.sources) {
    std::error_code error;
    const fs::path root = fs::canonical(source.root, error);
    if (!error) store.readable_folders.push_back(root.string());
  }
  return adapters::duckdb::Store::Open(store);
}

// `log` outlives the sources; lines of several threads do not mix.
adapters::duckdb::FileSourcesOptions SourceOptions(
    std::shared_ptr<const core::Definitions> definitions, std::ostream& log) {
  adapters::duckdb::FileSourcesOptions options;
  options.wanted = [definitions = std::move(definitions)](const core::Table& table) {
    return core::WantedColumns(definitions->metrics(), definitions->catalog(), table);
  };
  const auto mutex = std::make_shared<std::mutex>();
  options.log = [&log, mutex](const std::string& line) {
    const std::lock_guard lock(*mutex);
    log << line << std::endl;
  };
  return options;
}

int ReportTables(const core::Snapshot& snapshot, std::ostream& log) {
  int problems = 0;
  for (const auto& [name, data] : snapshot.tables) {
    if (data.status.ok()) {
      log << "table " << name << ": " << data.rows << " rows\n";
      continue;
    }
    ++problems;
    log << data.status.message() << "\n";
  }
  return problems;
}

// Metrics whose definition is wrong; those that the catalog has no data for
// are not a problem, only unavailable.
int ReportMetrics(const core::MetricSet& metrics, std::ostream& log) {
  int problems = 0;
  for (const auto& [id, metric] : metrics.metrics()) {
    if (metric.status.code() != absl::StatusCode::kInvalidArgument) continue;
    ++problems;
    log << metric.status.message() << "\n";
  }
  return problems;
}

// Dimensions of plugins whose expressions are wrong; where a table lacks a
// column of one, it only does not have the dimension.
int ReportDimensions(const std::vector<core::DimensionDefinition>& dimensions,
                     const core::Catalog& catalog, std::ostream& log) {
  int problems = 0;
  for (const core::DimensionDefinition& dimension : dimensions) {
    for (const auto& [name, path] : dimension.paths) {
      const auto table = catalog.tables.find(name);
      if (table == catalog.tables.end()) continue;
      core::ScanScope scope(catalog, table->second);
      const absl::Status status = scope.ResolvePath(path).status();
      if (status.ok() || absl::IsNotFound(status)) continue;
      ++problems;
      log << "dimension '" << dimension.name << "' of plugin " << dimension.plugin << " on table "
          << name << ": " << status.message() << "\n";
    }
  }
  return problems;
}

}  // namespace

absl::StatusOr<Assembly> Assemble(const Options& options, std::ostream& log) {
  Assembly assembly;
  MADAD_ASSIGN_OR_RETURN(assembly.plugins, LoadPlugins(options, log));
  MADAD_ASSIGN_OR_RETURN(core::Catalog catalog, ReadCatalog(options, assembly, log));
  MADAD_ASSIGN_OR_RETURN(assembly.store, OpenStore(options, catalog));
  auto definitions = std::make_shared<const core::Definitions>(
      std::move(catalog), assembly.plugins.metrics(), assembly.plugins.dimensions());
  MADAD_ASSIGN_OR_RETURN(assembly.sources,
                         adapters::duckdb::FileSources::Load(definitions, assembly.store,
                                                             SourceOptions(definitions, log)));
  assembly.problems += static_cast<int>(assembly.plugins.failures().size());
  assembly.problems += ReportTables(assembly.sources->world()->snapshot(), log);
  assembly.problems += ReportMetrics(definitions->metrics(), log);
  assembly.problems += ReportDimensions(assembly.plugins.dimensions(), definitions->catalog(), log);
  if (!options.check) assembly.sources->Start();
  return assembly;
}

}  // namespace madad::app
