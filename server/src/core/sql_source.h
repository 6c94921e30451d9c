// What a SQL engine that is not ours says of the data in it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "core/adapter.h"
#include "core/catalog.h"

namespace madad::core {

// A column as its engine has it.
struct NativeColumn {
  std::string name;
  std::string type;  // in the engine's words: "numeric(12,2)"
  // A time that carries no zone: it is in the source's.
  bool lacks_zone = false;
};

// A source whose data lives in a SQL engine.
// Thread: any, at the same time.
class SqlSource : public Adapter {
 public:
  // Returns the columns of the relation (or the owner's query) that `table` is
  // mapped onto, in their order.
  // Errors: NOT_FOUND (RELATION_MISSING, with the nearest names),
  // PERMISSION_DENIED, UNAVAILABLE, INVALID_ARGUMENT for a query that is none.
  virtual absl::StatusOr<std::vector<NativeColumn>> ColumnsOf(const Table& table,
                                                              const CallContext& call) = 0;
  // OK when a column of `native` type can be read as `column` declares; else
  // INVALID_ARGUMENT (COLUMN_TYPE), with what can be declared instead.
  virtual absl::Status CanRead(const Column& column, const NativeColumn& native) const = 0;
  // Whether the engine itself keeps the table's key unique and not null.
  virtual absl::StatusOr<bool> IsUnique(const Table& table, const CallContext& call) = 0;
  // Returns an adapter whose statements all see the data as it is now, for as
  // long as it lives; statements run one at a time.
  // Errors: UNAVAILABLE.
  virtual absl::StatusOr<std::shared_ptr<Adapter>> Freeze(const CallContext& call) = 0;
};

}  // namespace madad::core
