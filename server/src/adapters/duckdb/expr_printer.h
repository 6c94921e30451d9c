// Typed expressions to DuckDB's SQL.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/expr/ast.h"

namespace madad::adapters::duckdb {

// Prints expressions; literals are appended to `parameters` and printed as $1,
// $2, ... Equal literals are one parameter, so that equal expressions are equal
// to the engine too and are computed once.
//
// A text column may be an ENUM there whose values are in order of code point.
// Nothing printed tells the two apart: every text parameter is cast to VARCHAR,
// else the engine would expect one of the ENUM's values.
class ExprPrinter {
 public:
  // Lifetime: `parameters` outlives the printer.
  explicit ExprPrinter(std::vector<core::Value>& parameters) : parameters_(parameters) {}

  // Returns `expr` as SQL that means what the expression language says.
  // Requires: `expr` is typed and its columns are bound.
  std::string Print(const core::Expr& expr);

  // Makes percentiles of one argument and filter among `aggregates` one
  // aggregate that is printed alike for each of them: the engine then orders
  // the values once (two percentiles of 5 million rows: 213 instead of 431 ms).
  void SharePercentiles(const std::vector<core::ExprPtr>& aggregates);

 private:
  std::string PrintLiteral(const core::Value& value);
  std::string PrintParameter(core::Value value);
  std::string PrintBinary(const core::Expr& expr);
  std::string PrintTimeArithmetic(const core::Expr& expr);
  std::string PrintDivision(const core::Expr& expr);
  std::string PrintIn(const core::Expr& expr);
  std::string PrintCase(const core::Expr& expr);
  std::string PrintCall(const core::Expr& expr);
  std::string PrintAggregate(const core::Expr& expr);
  std::string PrintArguments(const core::Expr& expr);
  std::string PrintSample(const core::Expr& percentile);
  std::string PrintPercentile(const core::Expr& expr);
  std::string PrintFilter(const core::Expr& aggregate);
  std::string PrintList(const core::Expr& expr, size_t from);

  std::vector<core::Value>& parameters_;
  // Argument and filter of percentiles -> the percentiles wanted of them.
  std::map<std::string, std::vector<double>> percentiles_;
};

}  // namespace madad::adapters::duckdb
