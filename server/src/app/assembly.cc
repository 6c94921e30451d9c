#include "app/assembly.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "app/sql_sources.h"
#include "artifacts/file_store.h"
#include "artifacts/memory_store.h"
#include "config/catalog_file.h"
#include "config/sound_part.h"
#include "core/derived.h"
#include "core/model/tables.h"
#include "core/scan_scope.h"
#include "core/status.h"
#include "core/text.h"
#include "registry/names.h"

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

// Lines of several threads do not mix.
class LineLog {
 public:
  // Lifetime: `log` outlives this.
  explicit LineLog(std::ostream& log) : log_(log) {}
  void Write(const std::string& line) {
    const std::lock_guard lock(mutex_);
    log_ << line << std::endl;
  }

 private:
  std::ostream& log_;
  std::mutex mutex_;
};

size_t ThreadsOf(const Options& options) {
  return options.threads > 0 ? static_cast<size_t>(options.threads)
                             : std::max(1U, std::thread::hardware_concurrency());
}

absl::StatusOr<registry::Registry> LoadPlugins(const Options& options,
                                               const std::shared_ptr<LineLog>& lines,
                                               std::ostream& log) {
  registry::Options registry_options;
  registry_options.tasks = std::make_shared<registry::TaskThreads>(ThreadsOf(options));
  registry_options.model_memory = options.model_memory;
  registry_options.log = [lines](const registry::LogLine& line) {
    if (line.level == registry::LogLevel::kDebug) return;
    lines->Write(core::Cat("plugin ", line.plugin, ": ", registry::ReadableText(line.text)));
  };
  MADAD_ASSIGN_OR_RETURN(registry::Registry plugins,
                         registry::Registry::LoadFolder(PluginFolder(options), registry_options));
  for (const registry::Failure& failure : plugins.failures()) {
    log << "plugin " << failure.path.string() << " was not loaded: " << failure.status.message()
        << "\n";
  }
  return plugins;
}

// What the models of plugins read and make. Lifetime: `code` outlives it.
core::ShapeOf ShapesOf(core::ModelCode& code) {
  return [&code](const core::ModelUse& use) -> absl::StatusOr<core::ShapedModel> {
    MADAD_ASSIGN_OR_RETURN(const std::unique_ptr<core::ModelInstance> instance,
                           code.Create(use.model, use.parameters));
    return core::ShapedModel{instance->shape(), instance->parameters()};
  };
}

// Reads the catalog and reports what is wrong with it. A check goes on with the
// part that is sound, so that what else is wrong is said too.
absl::StatusOr<core::Catalog> ReadCatalog(const Options& options, Assembly& assembly,
                                          std::ostream& log) {
  std::set<std::string> plugins;
  for (const registry::Generation& plugin : assembly.plugins.plugins()) {
    plugins.insert(plugin.info().id);
  }
  config::CatalogFile file =
      config::LoadCatalog(options.config, plugins, ShapesOf(*assembly.model_code));
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

adapters::duckdb::TableSourcesOptions SourceOptions(
    std::shared_ptr<const core::Definitions> definitions, const std::shared_ptr<LineLog>& lines) {
  adapters::duckdb::TableSourcesOptions options;
  options.wanted = [definitions = std::move(definitions)](const core::Table& table) {
    return core::WantedColumns(definitions->metrics(), definitions->catalog(), table);
  };
  options.log = [lines](const std::string& line) { lines->Write(line); };
  return options;
}

// Where what models learn is kept.
absl::StatusOr<std::shared_ptr<core::ArtifactStore>> OpenArtifacts(const Options& options,
                                                                   const core::Catalog& catalog,
                                                                   LineLog& lines) {
  if (!options.state_dir.empty()) return artifacts::FileStore::Open(options.state_dir);
  for (const auto& [name, use] : catalog.models) {
    if (!use.shape.trained) continue;
    lines.Write(core::Cat("what models learn (", name,
                          ") is kept in memory, so its versions are lost on restart; "
                          "--state-dir FOLDER keeps them"));
    break;
  }
  return std::make_shared<artifacts::MemoryStore>();
}

// Models' tables beside the sources', and what fills them.
void AddModelRuns(std::shared_ptr<core::ArtifactStore> artifacts,
                  const std::shared_ptr<LineLog>& lines, Assembly& assembly) {
  assembly.model_tables =
      std::make_shared<adapters::duckdb::ModelTables>(assembly.store, assembly.sources);
  core::ModelRunsOptions options;
  options.artifacts = std::move(artifacts);
  options.log = [lines](const std::string& line) { lines->Write(line); };
  assembly.models = std::make_shared<core::ModelRuns>(*assembly.model_code, *assembly.model_tables,
                                                      std::move(options));
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
  const auto lines = std::make_shared<LineLog>(log);
  MADAD_ASSIGN_OR_RETURN(assembly.plugins, LoadPlugins(options, lines, log));
  assembly.model_code = assembly.plugins.MakeModels();
  MADAD_ASSIGN_OR_RETURN(core::Catalog catalog, ReadCatalog(options, assembly, log));
  MADAD_ASSIGN_OR_RETURN(assembly.store, OpenStore(options, catalog));
  auto definitions = std::make_shared<const core::Definitions>(
      std::move(catalog), assembly.plugins.metrics(), assembly.plugins.dimensions());
  adapters::duckdb::TableSourcesOptions options_of_sources = SourceOptions(definitions, lines);
  MADAD_ASSIGN_OR_RETURN(options_of_sources.sql, MakeSqlSources(definitions->catalog()));
  MADAD_ASSIGN_OR_RETURN(assembly.sources,
                         adapters::duckdb::TableSources::Load(definitions, assembly.store,
                                                              std::move(options_of_sources)));
  MADAD_ASSIGN_OR_RETURN(std::shared_ptr<core::ArtifactStore> artifacts,
                         OpenArtifacts(options, definitions->catalog(), *lines));
  AddModelRuns(std::move(artifacts), lines, assembly);
  assembly.problems += static_cast<int>(assembly.plugins.failures().size());
  assembly.problems += ReportTables(assembly.sources->world()->snapshot(), log);
  assembly.problems += ReportMetrics(definitions->metrics(), log);
  assembly.problems += ReportDimensions(assembly.plugins.dimensions(), definitions->catalog(), log);
  if (options.check) return assembly;
  assembly.sources->Start();
  assembly.models->Start();
  return assembly;
}

}  // namespace madad::app
