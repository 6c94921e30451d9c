// Tables that are queried where they live.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "core/scan.h"
#include "core/snapshot.h"
#include "core/sql_source.h"

namespace madad::core {

// Returns how the columns of the relation that `table` is mapped onto become
// the table's own.
// Errors: what the source says; INVALID_ARGUMENT (COLUMNS_MISSING, COLUMN_TYPE)
// with everything that is wrong with the mapping, each with its nearest names
// or the types to declare.
absl::StatusOr<std::shared_ptr<SourceRelation>> MapRelation(const Table& table, SqlSource& source,
                                                            const CallContext& call);

// Fills in how times of `relation` that carry no zone become UTC: the offsets of
// the source's zone over the times that there are, and some time beyond.
absl::Status ResolveZones(const Catalog& catalog, const Table& table, Adapter& adapter,
                          const std::shared_ptr<SourceRelation>& relation,
                          const CallContext& call);

// Returns `table` of `catalog` as it can be queried in place: its relation, how
// many rows it has, its times, whether its key is unique. `before` is what the
// last look found (may be null): a key that was unique is not counted again.
// Rows are counted and times found in the engine.
// Errors: those of `MapRelation`; FAILED_PRECONDITION (KEY_NOT_UNIQUE).
absl::StatusOr<TableData> LookAt(const Catalog& catalog, const Table& table,
                                 const std::shared_ptr<SqlSource>& source, absl::Time now,
                                 const TableData* before, const CallContext& call);

// The rows of `table` in its own columns, as a scan of `relation`.
RowScan AllRows(const Table& table, const std::vector<std::string>& columns,
                std::shared_ptr<const SourceRelation> relation);

}  // namespace madad::core
