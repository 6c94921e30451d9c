#include "adapters/duckdb/table_version.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/time/clock.h"

#include "adapters/duckdb/fingerprint.h"
#include "adapters/duckdb/schema_lease.h"
#include "adapters/duckdb/table_columns.h"
#include "adapters/duckdb/table_loader.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

constexpr int kAttempts = 4;

// Waits, a moment at a time so that the end of the call is seen.
absl::Status Wait(absl::Duration duration, const core::CallContext& call) {
  const absl::Time end = absl::Now() + duration;
  while (absl::Now() < end) {
    MADAD_RETURN_IF_ERROR(call.Check());
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return absl::OkStatus();
}

// Waits until another write of the files would show in their fingerprint. A
// time in the future (another machine's clock) is not waited for.
absl::StatusOr<Fingerprint> SettledFingerprint(const core::Source& source, const core::Table& table,
                                               const core::CallContext& call) {
  Fingerprint fingerprint = FingerprintOf(source, table);
  const absl::Duration age = absl::Now() - fingerprint.newest;
  if (age < absl::ZeroDuration() || age > kClockTick) return fingerprint;
  MADAD_RETURN_IF_ERROR(Wait(kClockTick, call));
  return FingerprintOf(source, table);
}

// `loaded` as a version that holds its schema; a failed one gives it back.
TableVersion Finish(LoadedTable loaded, const std::shared_ptr<Store>& store,
                    std::shared_ptr<const SchemaLease> lease) {
  TableVersion version{.data = std::move(loaded.data), .content = std::move(loaded.fingerprint)};
  if (version.data.status.ok()) {
    version.data.adapter = store;
    version.data.lease = std::move(lease);
  } else {
    core::TableData failed;
    failed.status = version.data.status;
    failed.load = std::move(version.data.load);
    version.data = std::move(failed);
  }
  return version;
}

TableVersion Failed(const absl::Status& status) {
  TableVersion version;
  version.data.status = status;
  return version;
}

TableVersion LoadOnce(const core::Source& source, const core::Table& table,
                      const VersionContext& context) {
  auto lease = SchemaLease::Create(context.store, table.name);
  if (!lease.ok()) return Failed(lease.status());
  const absl::Time start = absl::Now();
  LoadedTable loaded = LoadTable(source, table, (*lease)->schema(), context.now, *context.store);
  loaded.data.load.loaded_at = context.now;
  loaded.data.load.elapsed = absl::Now() - start;
  return Finish(std::move(loaded), context.store, *std::move(lease));
}

absl::Status StillChanging(const core::Table& table) {
  return core::Error(absl::StatusCode::kAborted,
                     core::Cat("table '", table.name, "': the files '", table.files,
                               "' were written each of the ", kAttempts,
                               " times that they were being read; write a new file and rename it "
                               "over the old one"),
                     {"FILE_CHANGING", {{"table", table.name}, {"files", table.files}}, ""});
}

// Lets a query see `others` in `schema` under their own names.
absl::Status ShowOthers(const std::map<std::string, const TableVersion*>& others,
                        const core::Catalog& catalog, const std::string& schema,
                        Connection& connection) {
  for (const auto& [name, version] : others) {
    if (!version->data.status.ok()) continue;
    MADAD_RETURN_IF_ERROR(connection.Execute(
        core::Cat("CREATE VIEW ", QuoteIdentifier(schema), ".", QuoteIdentifier(name), " AS ",
                  PlainSelect(catalog.tables.at(name), version->data))));
  }
  return absl::OkStatus();
}

void HideOthers(const std::map<std::string, const TableVersion*>& others, const std::string& schema,
                Connection& connection) {
  for (const auto& [name, version] : others) {
    // A view that stays goes with its schema.
    connection
        .Execute(
            core::Cat("DROP VIEW IF EXISTS ", QuoteIdentifier(schema), ".", QuoteIdentifier(name)))
        .IgnoreError();
  }
}

}  // namespace

std::string PlainSelect(const core::Table& table, const core::TableData& data) {
  std::vector<std::string> columns;
  for (const core::Column* column : OwnColumns(table)) {
    const std::string name = QuoteIdentifier(column->name);
    const bool may_be_enum = column->type == core::Type::kString && data.optimized;
    columns.push_back(may_be_enum ? core::Cat("CAST(", name, " AS VARCHAR) AS ", name) : name);
  }
  return core::Cat("SELECT ", absl::StrJoin(columns, ", "), " FROM ", QuoteIdentifier(data.schema),
                   ".", QuoteIdentifier(data.relation));
}

TableVersion LoadFileTable(const core::Source& source, const core::Table& table,
                           const VersionContext& context) {
  const CallScope scope(context.call);
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const auto before = SettledFingerprint(source, table, context.call);
    if (!before.ok()) return Failed(before.status());
    TableVersion version = LoadOnce(source, table, context);
    if (const absl::Status over = context.call.Check(); !over.ok()) return Failed(over);
    version.seen = before->text;
    if (FingerprintOf(source, table) == *before) return version;
    if (const absl::Status over = Wait(absl::Milliseconds(25 << attempt), context.call); !over.ok())
      return Failed(over);
  }
  return Failed(StillChanging(table));
}

TableVersion LoadQueryTable(const core::Source& source, const core::Table& table,
                            const std::map<std::string, const TableVersion*>& others,
                            const core::Catalog& catalog, const VersionContext& context) {
  const CallScope scope(context.call);
  auto lease = SchemaLease::Create(context.store, table.name);
  if (!lease.ok()) return Failed(lease.status());
  auto connection = context.store->Borrow();
  if (!connection.ok()) return Failed(connection.status());
  const std::string& schema = (*lease)->schema();
  const absl::Status shown = ShowOthers(others, catalog, schema, **connection);
  if (!shown.ok()) return Failed(shown);
  LoadedTable loaded = LoadTable(source, table, schema, context.now, *context.store);
  HideOthers(others, schema, **connection);
  if (const absl::Status over = context.call.Check(); !over.ok()) return Failed(over);
  TableVersion version = Finish(std::move(loaded), context.store, *std::move(lease));
  version.content = table.query;
  for (const auto& [name, other] : others) {
    core::Append(&version.content, "\n", name, ":", other->content);
  }
  return version;
}

}  // namespace madad::adapters::duckdb
