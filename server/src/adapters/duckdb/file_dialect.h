// Scans of the tables that a DuckDB file has of its own.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "adapters/duckdb/dialect.h"
#include "adapters/duckdb/expr_printer.h"

namespace madad::adapters::duckdb {

// As the store's, but columns have types of their own. Infinite times are
// null: nothing has happened then.
class FileDialect : public DuckDbDialect {
 protected:
  std::unique_ptr<sql::ExprPrinter> MakePrinter(
      std::vector<core::Value>& parameters) const override;
};

class FileExprPrinter : public ExprPrinter {
 public:
  using ExprPrinter::ExprPrinter;

 protected:
  std::string Read(const std::string& reference, const core::SourceColumn& column) override;
};

}  // namespace madad::adapters::duckdb
