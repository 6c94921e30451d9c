// One version of a table, read whole.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "absl/time/time.h"

#include "adapters/duckdb/copy_progress.h"
#include "adapters/duckdb/store.h"
#include "core/catalog.h"
#include "core/query.h"
#include "core/snapshot.h"

namespace madad::adapters::duckdb {

struct TableVersion {
  core::TableData data;
  // Fingerprint of the files that were read, or tried; empty for queries.
  std::string seen;
  // Equal for equal data, in this process and in others.
  std::string content;
};

// When and under which call tables are loaded.
struct VersionContext {
  std::shared_ptr<Store> store;
  absl::Time now;  // event times later than this are left out of the newest event
  const core::CallContext& call;
  CopyProgress* progress;  // of copies from SQL engines
};

// Returns a SELECT of the logical columns of `data` as they were declared,
// whatever they are laid out as.
std::string PlainSelect(const core::Table& table, const core::TableData& data);

// Returns `table`, which has files, loaded into a schema of its own. The files
// are those of one moment: when they change while they are read they are read
// again, and after a few times refused with ABORTED (FILE_CHANGING). What else
// is wrong is in the data's status too; CANCELLED or DEADLINE_EXCEEDED when the
// call is over.
TableVersion LoadFileTable(const core::Source& source, const core::Table& table,
                           const VersionContext& context);

// Returns `table`, which is a query over `others` (by name), loaded into a
// schema of its own; its SQL sees there those of them that are loaded, with
// their logical columns.
TableVersion LoadQueryTable(const core::Source& source, const core::Table& table,
                            const std::map<std::string, const TableVersion*>& others,
                            const core::Catalog& catalog, const VersionContext& context);

}  // namespace madad::adapters::duckdb
