// A schema of the store, held as long as someone reads what is in it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

#include "adapters/duckdb/store.h"

namespace madad::adapters::duckdb {

// Holds a schema; the last owner drops it with everything in it.
class SchemaLease {
 public:
  // Returns a new schema, `<name>_v<n>` with a number that the store has not
  // given before.
  // Lifetime: the lease holds the store.
  // Errors: only what keeps the store itself from working.
  static absl::StatusOr<std::shared_ptr<const SchemaLease>> Create(
      const std::shared_ptr<Store>& store, std::string_view name);
  SchemaLease(std::shared_ptr<Store> store, std::string schema);
  SchemaLease(const SchemaLease&) = delete;
  SchemaLease& operator=(const SchemaLease&) = delete;
  ~SchemaLease();

  const std::string& schema() const { return schema_; }

 private:
  std::shared_ptr<Store> store_;
  std::string schema_;
};

}  // namespace madad::adapters::duckdb
