// Where models' tables are kept.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "core/adapter.h"
#include "core/catalog.h"
#include "core/query.h"
#include "core/snapshot.h"
#include "core/world.h"

namespace madad::core {

// Thread: any, at the same time.
class ModelStore {
 public:
  virtual ~ModelStore() = default;

  // The newest world.
  virtual std::shared_ptr<const World> world() const = 0;

  // Writes `rows`, whose columns are `columns` of `table`, into a relation of
  // its own and returns it, unpublished: dropped with its lease.
  // Errors: RESOURCE_EXHAUSTED (MODEL_TOO_MANY_ROWS past `max_rows`, or the
  // store's memory), INVALID_ARGUMENT (KEY_NOT_UNIQUE), the stream's own,
  // CANCELLED, DEADLINE_EXCEEDED.
  virtual absl::StatusOr<TableData> Keep(const Table& table,
                                         const std::vector<std::string>& columns, ArrowStream rows,
                                         int64_t max_rows, const CallContext& call) = 0;

  // Publishes the tables together, as one snapshot.
  virtual void Publish(std::map<std::string, TableData> tables) = 0;
};

}  // namespace madad::core
