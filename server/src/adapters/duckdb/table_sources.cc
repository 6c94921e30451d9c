#include "adapters/duckdb/table_sources.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "adapters/duckdb/fingerprint.h"
#include "adapters/duckdb/source_watch.h"
#include "core/status.h"
#include "core/suggest.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

// What a query of `table` may see: the source's other tables, as loaded now or
// else as held. Of those that are queries themselves, only the ones before it.
std::map<std::string, const TableVersion*> OthersOf(const core::Table& table,
                                                    const core::Catalog& catalog,
                                                    const TableVersions& loaded,
                                                    const TableVersions& held) {
  std::map<std::string, const TableVersion*> others;
  for (const auto& [name, other] : catalog.tables) {
    if (other.source != table.source || name == table.name) continue;
    const auto fresh = loaded.find(name);
    if (fresh != loaded.end() && fresh->second.data.status.ok()) {
      others[name] = &fresh->second;
    } else if (const auto old = held.find(name); old != held.end() && other.query.empty()) {
      others[name] = &old->second;
    }
  }
  return others;
}

std::string Describe(const std::string& name, const core::TableData& data) {
  if (!data.status.ok()) return std::string(data.status.message());
  if (data.newer_version.ok()) return core::Cat("table ", name, ": ", data.rows, " rows");
  return core::Cat(data.newer_version.message(), "\ntable ", name,
                   ": its last good version stays in use");
}

// Whether there is something to tell: a look that finds the same, and a failure
// that goes on, are not.
bool IsNews(const core::TableData& before, const core::TableData& now) {
  if (now.status != before.status || now.newer_version != before.newer_version) return true;
  if (!now.status.ok() || !now.newer_version.ok()) return false;
  return now.in_place == nullptr || now.rows != before.rows;
}

}  // namespace

absl::StatusOr<std::unique_ptr<TableSources>> TableSources::Load(
    std::shared_ptr<const core::Definitions> definitions, std::shared_ptr<Store> store,
    TableSourcesOptions options, const core::CallContext& call) {
  std::unique_ptr<TableSources> sources(
      new TableSources(std::move(definitions), std::move(store), std::move(options)));
  MADAD_ASSIGN_OR_RETURN(TableVersions loaded, sources->LoadTables("", {}, true, call));
  sources->published_.Install(std::move(loaded));
  return sources;
}

TableSources::TableSources(std::shared_ptr<const core::Definitions> definitions,
                         std::shared_ptr<Store> store, TableSourcesOptions options)
    : definitions_(std::move(definitions)),
      store_(std::move(store)),
      options_(std::move(options)),
      published_(definitions_),
      progress_(options_.log) {}

TableSources::~TableSources() = default;

void TableSources::Start() { watch_ = std::make_unique<SourceWatch>(*this, catalog(), options_); }

absl::Status TableSources::CheckName(std::string_view source) const {
  if (source.empty() || catalog().sources.contains(std::string(source))) return absl::OkStatus();
  std::vector<std::string> names;
  for (const auto& [name, known] : catalog().sources) names.push_back(name);
  return core::Error(
      absl::StatusCode::kNotFound,
      core::Cat("the catalog has no source '", source, "'", core::DidYouMean(source, names)),
      {"SOURCE_UNKNOWN", {{"source", std::string(source)}}, "source"});
}

std::vector<const core::Table*> TableSources::TablesOf(std::string_view source, bool queries) const {
  std::vector<const core::Table*> tables;
  for (const auto& [name, table] : catalog().tables) {
    if (!table.model.empty()) continue;
    if (!catalog().sources.at(table.source).is_files()) continue;
    if (!source.empty() && table.source != source) continue;
    if (table.query.empty() != queries) tables.push_back(&table);
  }
  return tables;
}

std::vector<const core::Table*> TableSources::SqlTablesOf(std::string_view source) const {
  std::vector<const core::Table*> tables;
  for (const auto& [name, table] : catalog().tables) {
    if (!options_.sql.contains(table.source)) continue;
    if (source.empty() || table.source == source) tables.push_back(&table);
  }
  return tables;
}

absl::StatusOr<TableVersions> TableSources::LoadTables(std::string_view source,
                                                      const TableVersions& held, bool force,
                                                      const core::CallContext& call) const {
  const VersionContext context{store_, options_.now(), call, &progress_};
  TableVersions loaded;
  std::set<std::string> changed;
  for (const core::Table* table : TablesOf(source, false)) {
    const core::Source& from = catalog().sources.at(table->source);
    const auto known = held.find(table->name);
    const bool same = known != held.end() && known->second.seen == FingerprintOf(from, *table).text;
    if (same && !force) continue;
    loaded[table->name] = LoadFileTable(from, *table, context);
    MADAD_RETURN_IF_ERROR(call.Check());
    changed.insert(table->source);
  }
  for (const core::Table* table : TablesOf(source, true)) {
    if (!force && !changed.contains(table->source)) continue;
    loaded[table->name] =
        LoadQueryTable(catalog().sources.at(table->source), *table,
                       OthersOf(*table, catalog(), loaded, held), catalog(), context);
    MADAD_RETURN_IF_ERROR(call.Check());
  }
  SqlTables sql(catalog(), options_.sql, context);
  for (const core::Table* table : SqlTablesOf(source)) {
    const auto known = held.find(table->name);
    loaded[table->name] = sql.Load(*table, known == held.end() ? nullptr : &known->second, force);
    MADAD_RETURN_IF_ERROR(call.Check());
  }
  return loaded;
}

absl::StatusOr<std::shared_ptr<const core::Snapshot>> TableSources::Check(
    std::string_view source, const core::CallContext& call) {
  MADAD_RETURN_IF_ERROR(CheckName(source));
  MADAD_ASSIGN_OR_RETURN(TableVersions loaded, LoadTables(source, {}, true, call));
  auto snapshot = std::make_shared<core::Snapshot>();
  for (auto& [name, version] : loaded) {
    core::TableData& report = snapshot->tables[name];
    report.status = version.data.status;
    report.rows = version.data.rows;
    report.load = std::move(version.data.load);
  }
  return snapshot;
}

absl::StatusOr<std::vector<std::string>> TableSources::Refresh(std::string_view source, bool force,
                                                              const core::CallContext& call) {
  MADAD_RETURN_IF_ERROR(CheckName(source));
  std::unique_lock lock(loading_, std::defer_lock);
  while (!lock.try_lock_for(std::chrono::milliseconds(20))) MADAD_RETURN_IF_ERROR(call.Check());
  MADAD_ASSIGN_OR_RETURN(TableVersions loaded, LoadTables(source, published_.held(), force, call));
  std::vector<std::string> names;
  for (const auto& [name, version] : loaded) names.push_back(name);
  if (names.empty()) return names;
  const std::shared_ptr<const core::World> before = published_.world();
  published_.Install(std::move(loaded));
  const std::shared_ptr<const core::World> now = published_.world();
  for (const std::string& name : names) {
    const core::TableData& data = now->snapshot().tables.at(name);
    const auto known = before->snapshot().tables.find(name);
    const bool is_known = known != before->snapshot().tables.end();
    if (!is_known || IsNews(known->second, data)) options_.log(Describe(name, data));
  }
  if (watch_ != nullptr) watch_->Wake();
  return names;
}

void TableSources::Publish(std::map<std::string, core::TableData> made) {
  TableVersions versions;
  for (auto& [name, data] : made) {
    TableVersion& version = versions[name];
    version.content = data.content;
    version.data = std::move(data);
  }
  published_.Install(std::move(versions));
  if (watch_ != nullptr) watch_->Wake();
}

bool TableSources::DeservesCopy(const core::TableData& data) const {
  return data.status.ok() && data.in_place == nullptr && !data.optimized && data.rows >= options_.copy_from_rows &&
         !refused_.contains(data.schema);
}

absl::StatusOr<std::vector<std::string>> TableSources::LayOut(const core::CallContext& call) {
  const std::lock_guard lock(laying_out_);
  std::vector<std::string> names;
  // Only names: what is held while a copy is built would keep old versions.
  for (const auto& [name, table] : catalog().tables) {
    TableVersions held = published_.held();
    const auto version = held.find(name);
    if (version == held.end() || !DeservesCopy(version->second.data)) continue;
    const core::TableData plain = std::move(version->second.data);
    held.clear();
    const absl::Status status = LayOutTable(name, plain, call);
    MADAD_RETURN_IF_ERROR(call.Check());
    if (status.ok()) {
      names.push_back(name);
      continue;
    }
    refused_.insert(plain.schema);
    options_.log(core::Cat("table ", name, " stays as it was read: ", status.message()));
  }
  return names;
}

absl::Status TableSources::LayOutTable(const std::string& name, const core::TableData& plain,
                                      const core::CallContext& call) {
  const core::Table& table = catalog().tables.at(name);
  CopyLayout layout;
  std::vector<core::MetricDefinition> metrics;
  for (const auto& [id, metric] : definitions_->metrics().metrics()) {
    metrics.push_back(metric.definition);
  }
  layout.order_by = MainTimeColumn(table, metrics);
  if (options_.wanted) layout.derived = options_.wanted(table);
  MADAD_ASSIGN_OR_RETURN(core::TableData copy, CopyForQueries(plain, table, layout, store_, call));
  published_.InstallCopy(name, plain.schema, std::move(copy));
  return absl::OkStatus();
}

bool TableSources::HasChanged(std::string_view source) const {
  // Only the engine could tell, by looking.
  if (options_.sql.contains(std::string(source))) return true;
  const TableVersions held = published_.held();
  for (const core::Table* table : TablesOf(source, false)) {
    const auto known = held.find(table->name);
    const std::string now = FingerprintOf(catalog().sources.at(table->source), *table).text;
    if (known == held.end() || known->second.seen != now) return true;
  }
  return false;
}

bool TableSources::HasFailed(std::string_view source) const {
  const std::shared_ptr<const core::World> now = published_.world();
  for (const auto& [name, data] : now->snapshot().tables) {
    if (catalog().tables.at(name).source != source) continue;
    if (!data.status.ok() || !data.newer_version.ok()) return true;
  }
  return false;
}

std::string TableSources::Look(std::string_view source) const {
  std::string seen;
  for (const core::Table* table : TablesOf(source, false)) {
    seen += FingerprintOf(catalog().sources.at(table->source), *table).text;
  }
  return seen;
}

}  // namespace madad::adapters::duckdb
