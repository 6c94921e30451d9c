// An engine that holds tables of a few rows, written in a test.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "core/adapter.h"
#include "core/catalog.h"
#include "core/dialect.h"
#include "core/snapshot.h"
#include "unit/rpc/arrow_rows.h"

namespace madad::testing {

// Columns by name, in any order.
using TestTable = std::vector<std::pair<std::string, ArrowColumn>>;

// Prints the relation and the columns of a scan of rows, then how it is ordered.
class NamesDialect : public core::Dialect {
 public:
  core::SqlStatement Print(const core::Scan&) const override { return {}; }
  core::SqlStatement Print(const core::RowScan& scan) const override;
};

// Returns the columns asked for, all rows, in their order.
class TablesAdapter : public core::Adapter {
 public:
  explicit TablesAdapter(std::map<std::string, TestTable> tables) : tables_(std::move(tables)) {}

  std::string Name() const override { return "tables"; }
  const core::Dialect& dialect() const override { return dialect_; }
  absl::StatusOr<core::ArrowStream> Execute(const core::SqlStatement& statement,
                                            const core::CallContext& call) override;

  // The statements that were run.
  std::vector<std::string> Statements() const;
  const std::map<std::string, TestTable>& tables() const { return tables_; }

 private:
  const NamesDialect dialect_;
  const std::map<std::string, TestTable> tables_;
  mutable std::mutex mutex_;
  std::vector<std::string> statements_;
};

// Returns how many rows a table has.
int64_t RowsOf(const TestTable& table);

// Adds the adapter's tables to a catalog and a snapshot.
void AddTables(const std::shared_ptr<TablesAdapter>& adapter, core::Catalog& catalog,
               core::Snapshot& snapshot);

}  // namespace madad::testing
