// Scans to SQLite's SQL.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "adapters/sql/dialect.h"
#include "adapters/sqlite/rowid_tables.h"

namespace madad::adapters::sqlite {

// For connections that know the functions of functions.h.
class SqliteDialect : public sql::SqlDialect {
 public:
  // Lifetime: `rowids` outlives the dialect.
  explicit SqliteDialect(const RowidTables& rowids) : rowids_(rowids) {}

  using sql::SqlDialect::Print;
  core::SqlStatement Print(const core::RowScan& scan) const override;

 protected:
  std::unique_ptr<sql::ExprPrinter> MakePrinter(
      std::vector<core::Value>& parameters) const override;
  std::string Sent(const std::string& sql, core::Type type, int32_t scale,
                   sql::ExprPrinter& printer) const override;
  std::string Declared(const std::string& sql, core::Type type, int32_t scale,
                       sql::ExprPrinter& printer) const override;
  std::string OrderKey(size_t position, core::Type type, bool descending) const override;
  std::string JoinHint(const core::SourceColumn& key, const std::string& key_sql,
                       const core::SourceColumn& on, const std::string& on_sql) const override;
  bool JoinsAsItIs(const core::SourceColumn& key, const core::SourceColumn& on) const override;
  std::string PrintLimit(int64_t limit, int64_t offset) const override;

 private:
  const RowidTables& rowids_;
};

}  // namespace madad::adapters::sqlite
