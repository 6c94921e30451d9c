// Typed expressions to DuckDB's SQL.
#pragma once

#include <string>
#include <vector>

#include "core/expr/ast.h"

namespace madad::adapters::duckdb {

// Prints expressions; literals are appended to `parameters` and printed as `?`.
class ExprPrinter {
 public:
  // Lifetime: `parameters` outlives the printer.
  explicit ExprPrinter(std::vector<core::Value>& parameters) : parameters_(parameters) {}

  // Returns `expr` as SQL that means what the expression language says.
  // Requires: `expr` is typed and its columns are bound.
  std::string Print(const core::Expr& expr);

 private:
  std::string PrintLiteral(const core::Value& value);
  std::string PrintBinary(const core::Expr& expr);
  std::string PrintTimeArithmetic(const core::Expr& expr);
  std::string PrintDivision(const core::Expr& expr);
  std::string PrintIn(const core::Expr& expr);
  std::string PrintCase(const core::Expr& expr);
  std::string PrintCall(const core::Expr& expr);
  std::string PrintAggregate(const core::Expr& expr);
  std::string PrintArguments(const core::Expr& expr);
  std::string PrintList(const core::Expr& expr, size_t from);

  std::vector<core::Value>& parameters_;
};

}  // namespace madad::adapters::duckdb
