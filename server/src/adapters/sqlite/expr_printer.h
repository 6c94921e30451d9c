// Typed expressions to SQLite's SQL.
#pragma once

#include <string>
#include <vector>

#include "adapters/sql/expr_printer.h"
#include "adapters/sqlite/rowid_tables.h"

namespace madad::adapters::sqlite {

// SQLite's values have few types and no types by declaration, so every value is
// made what its expression's type says: see functions.h for how they look.
class ExprPrinter : public sql::ExprPrinter {
 public:
  // Lifetime: both outlive the printer.
  ExprPrinter(std::vector<core::Value>& parameters, const RowidTables& rowids)
      : sql::ExprPrinter(parameters), rowids_(rowids) {}

  std::string Print(const core::Expr& expr) override;
  std::string Bucket(const std::string& time, core::Type type,
                     const core::Bucket& bucket) override;
  std::string CastTo(const std::string& sql, core::Type type, int32_t scale) override;
  std::string Ordered(const std::string& text) override;

 protected:
  std::string Placeholder(core::Value value, core::Type type) override;
  std::string Shift(const std::string& time, const std::vector<core::OffsetSpan>& offsets) override;
  std::string Nearest(const std::string& number) override;
  std::string Like(const std::string& text, const std::string& pattern, bool negated) override;
  std::string Elapsed(const std::string& a, core::Type a_type, const std::string& b,
                      core::Type b_type) override;
  std::string Move(const std::string& time, core::Type from, core::Type type,
                   const std::string& micros, int32_t months, bool back) override;
  std::string Call(const core::Expr& expr, const std::vector<std::string>& arguments) override;
  std::string PrintAggregate(const core::Expr& expr) override;
  std::string Percentile(const core::Expr& expr) override;
  std::string ArgExtreme(bool greatest, const core::Expr& expr) override;
  std::string PrintColumn(const core::Expr& expr) override;

 private:
  // A value of the column (SQL) as it is declared.
  std::string ReadAs(const std::string& value, const core::SourceColumn& column,
                     const std::string& rowid);
  std::string Replaced(const std::string& text, const core::Column& column);
  std::string PrintBinary(const core::Expr& expr);
  std::string PrintProduct(const core::Expr& expr);
  std::string Compared(core::BinaryOp op, const core::Expr& a, const core::Expr& b);
  std::string PrintIn(const core::Expr& expr) override;
  std::string PrintBetween(const core::Expr& expr);
  std::string PrintCase(const core::Expr& expr);
  // Prints what it uses only: a parameter that nothing refers to is none.
  std::string PrintCall(const core::Expr& expr);
  std::string PrintRound(const core::Expr& expr);
  // `expr` as a value of this type.
  std::string As(const core::Expr& expr, core::Type type, int32_t scale);
  std::string AsDouble(const core::Expr& expr) { return As(expr, core::Type::kDouble, 0); }

  const RowidTables& rowids_;
};

}  // namespace madad::adapters::sqlite
