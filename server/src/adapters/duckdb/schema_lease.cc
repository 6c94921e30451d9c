#include "adapters/duckdb/schema_lease.h"

#include <utility>

#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {

absl::StatusOr<std::shared_ptr<const SchemaLease>> SchemaLease::Create(
    const std::shared_ptr<Store>& store, std::string_view name) {
  const std::string schema = core::Cat(name, "_v", store->NextVersion());
  MADAD_ASSIGN_OR_RETURN(Store::Loan connection, store->Borrow());
  MADAD_RETURN_IF_ERROR(connection->Execute(core::Cat("CREATE SCHEMA ", QuoteIdentifier(schema))));
  return std::make_shared<const SchemaLease>(store, schema);
}

SchemaLease::SchemaLease(std::shared_ptr<Store> store, std::string schema)
    : store_(std::move(store)), schema_(std::move(schema)) {}

SchemaLease::~SchemaLease() {
  absl::StatusOr<Store::Loan> connection = store_->Borrow();
  if (!connection.ok()) return;
  // Under no call: what is dropped must go even when the work that held it was
  // cancelled. A schema that stays costs memory, not correctness.
  const core::CallContext call;
  (*connection)
      ->Execute(core::Cat("DROP SCHEMA IF EXISTS ", QuoteIdentifier(schema_), " CASCADE"), call)
      .IgnoreError();
}

}  // namespace madad::adapters::duckdb
