// Typed expressions to PostgreSQL's SQL.
#pragma once

#include <string>
#include <vector>

#include "adapters/sql/expr_printer.h"

namespace madad::adapters::postgresql {

// Sessions are in UTC, so a timestamptz and a timestamp are the same to every
// expression here. Infinite times are null: nothing has happened then.
class ExprPrinter : public sql::ExprPrinter {
 public:
  using sql::ExprPrinter::ExprPrinter;

  std::string PrintFilter(const core::Expr& condition) override;
  std::string Bucket(const std::string& time, core::Type type, const core::Bucket& bucket) override;
  std::string CastTo(const std::string& sql, core::Type type, int32_t scale) override;
  std::string Ordered(const std::string& text) override;

 protected:
  std::string Placeholder(core::Value value, core::Type type) override;
  std::string Read(const std::string& reference, const core::SourceColumn& column) override;
  std::string Shift(const std::string& time, const std::vector<core::OffsetSpan>& offsets) override;
  std::string Like(const std::string& text, const std::string& pattern, bool negated) override;
  std::string Nearest(const std::string& number) override;
  std::string Elapsed(const std::string& a, core::Type a_type, const std::string& b,
                      core::Type b_type) override;
  std::string Move(const std::string& time, core::Type from, core::Type type,
                   const std::string& micros, int32_t months, bool back) override;
  std::string Call(const core::Expr& expr, const std::vector<std::string>& arguments) override;
  std::string PrintAggregate(const core::Expr& expr) override;
  std::string Percentile(const core::Expr& expr) override;
  std::string ArgExtreme(bool greatest, const core::Expr& expr) override;

 private:
  // The relation's own column where `expr` is one that holds times as they are declared, before
  // any offset; else null.
  const core::SourceColumn* TimeColumn(const core::Expr& expr) const;
  std::string TimeFilter(const core::Expr& comparison, const core::SourceColumn& column);
};

}  // namespace madad::adapters::postgresql
