#include "adapters/duckdb/snapshot_loader.h"

#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_format.h"

#include "adapters/duckdb/table_loader.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

// Holds a schema of the store; the last owner drops it with its tables.
class SchemaLease {
 public:
  SchemaLease(std::shared_ptr<Store> store, std::string schema)
      : store_(std::move(store)), schema_(std::move(schema)) {}
  SchemaLease(const SchemaLease&) = delete;
  SchemaLease& operator=(const SchemaLease&) = delete;
  ~SchemaLease() {
    absl::StatusOr<Store::Loan> connection = store_->Borrow();
    if (!connection.ok()) return;
    // A schema that stays costs memory, not correctness.
    (*connection)
        ->Execute(core::Cat("DROP SCHEMA IF EXISTS ", QuoteIdentifier(schema_), " CASCADE"))
        .IgnoreError();
  }

  static absl::StatusOr<std::shared_ptr<const SchemaLease>> Create(
      const std::shared_ptr<Store>& store, const std::string& schema) {
    MADAD_ASSIGN_OR_RETURN(Store::Loan connection, store->Borrow());
    MADAD_RETURN_IF_ERROR(
        connection->Execute(core::Cat("CREATE SCHEMA ", QuoteIdentifier(schema))));
    return std::make_shared<const SchemaLease>(store, schema);
  }

 private:
  std::shared_ptr<Store> store_;
  std::string schema_;
};

// 64-bit FNV-1a: the same on every machine, so that an id can be compared.
uint64_t Digest(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3U;
  }
  return hash;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const core::Snapshot>> LoadSnapshot(
    const core::Catalog& catalog, const std::shared_ptr<Store>& store, int64_t version,
    absl::Time now) {
  auto snapshot = std::make_shared<core::Snapshot>();
  std::map<std::string, std::shared_ptr<const SchemaLease>> leases;
  std::string fingerprints;
  for (const auto& [name, table] : catalog.tables) {
    const std::string schema = core::Cat(table.source, "_v", version);
    std::shared_ptr<const SchemaLease>& lease = leases[schema];
    if (lease == nullptr) {
      MADAD_ASSIGN_OR_RETURN(lease, SchemaLease::Create(store, schema));
    }
    LoadedTable loaded = LoadTable(catalog.sources.at(table.source), table, schema, now, *store);
    loaded.data.adapter = store;
    loaded.data.lease = lease;
    core::Append(&fingerprints, name, ":", loaded.fingerprint, "\n");
    snapshot->tables.emplace(name, std::move(loaded.data));
  }
  snapshot->id = absl::StrFormat("v%d-%08x", version, Digest(fingerprints) >> 32);
  return snapshot;
}

}  // namespace madad::adapters::duckdb
