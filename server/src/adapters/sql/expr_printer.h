// Typed expressions to SQL: what engines have in common, and what each says in
// its own way.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/expr/ast.h"
#include "core/scan.h"

namespace madad::adapters::sql {

// Prints expressions so that they mean what the expression language says:
// `/` is double and null on zero, text compares by code point, durations are
// int64 microseconds. Literals become parameters, identifiers are quoted.
//
// Protected members are what an engine may write differently; each takes
// printed SQL and returns SQL that can stand as an operand.
// Thread: one at a time.
class ExprPrinter {
 public:
  // Lifetime: `parameters` outlives the printer.
  explicit ExprPrinter(std::vector<core::Value>& parameters) : parameters_(parameters) {}
  virtual ~ExprPrinter() = default;

  // Whose columns are printed from now on. Lifetime: `relations` outlives their use.
  void SetRelations(const std::vector<core::ScanRelation>& relations) { relations_ = &relations; }

  // Requires: `expr` is typed and its columns are bound.
  virtual std::string Print(const core::Expr& expr);
  // Returns what is true for the rows for which `condition` is; for others it may be null or false,
  // whichever lets the engine find them by an index.
  virtual std::string PrintFilter(const core::Expr& condition) { return Print(condition); }

  // Returns the first day of the period that `time` (a date, or an instant) is in.
  virtual std::string Bucket(const std::string& time, core::Type type,
                             const core::Bucket& bucket) = 0;
  virtual std::string Quote(std::string_view identifier) const;
  // Returns `sql` as a value of this type.
  virtual std::string CastTo(const std::string& sql, core::Type type, int32_t scale) = 0;
  // Returns the text of `sql` in the order of code points.
  virtual std::string Ordered(const std::string& text) { return text; }

 protected:
  // Returns a placeholder for `value`, which is added to the parameters unless
  // an equal one can be used again.
  virtual std::string Placeholder(core::Value value, core::Type type) = 0;
  // A source's own column as its declaration says, before zone and replacements.
  virtual std::string Read(const std::string& reference, const core::SourceColumn& column);
  // A text whose values were replaced, read as declared.
  virtual std::string Parsed(const std::string& text, core::Type type, int32_t scale);
  // `time` with the offset of its span added.
  virtual std::string Shift(const std::string& time,
                            const std::vector<core::OffsetSpan>& offsets) = 0;
  // Two operands of a comparison.
  virtual std::string Compare(core::BinaryOp op, const std::string& a, const std::string& b,
                              core::Type type);
  virtual std::string Divide(const std::string& dividend, const std::string& divisor);
  // The nearest integer; halves away from zero.
  virtual std::string Nearest(const std::string& number);
  virtual std::string Like(const std::string& text, const std::string& pattern, bool negated);
  // Microseconds from `b` to `a`.
  virtual std::string Elapsed(const std::string& a, core::Type a_type, const std::string& b,
                              core::Type b_type) = 0;
  // `time` moved by microseconds (SQL) and by calendar months; `type` is the result's.
  virtual std::string Move(const std::string& time, core::Type from, core::Type type,
                           const std::string& micros, int32_t months, bool back) = 0;
  // The least (or greatest) that is not null.
  virtual std::string Extreme(bool greatest, const std::vector<std::string>& values);
  // A function of the language that is none of the above. Of round() the first argument only; the
  // second is a literal.
  virtual std::string Call(const core::Expr& expr, const std::vector<std::string>& arguments) = 0;
  virtual std::string PrintAggregate(const core::Expr& expr);
  // ` FILTER (WHERE ...)`, or nothing.
  virtual std::string Filter(const core::Expr& aggregate);
  virtual std::string StdDev(const std::string& number, const std::string& filter);
  // Linear interpolation between the two nearest values (type 7), a double.
  virtual std::string Percentile(const core::Expr& aggregate) = 0;
  // The `argument` of the row with the least (or greatest) `by`; null where that row has none.
  virtual std::string ArgExtreme(bool greatest, const core::Expr& aggregate) = 0;
  virtual std::string PrintLiteral(const core::Value& value, core::Type type);
  virtual std::string PrintIn(const core::Expr& expr);

  std::string Double(const std::string& sql) { return CastTo(sql, core::Type::kDouble, 0); }
  // A figure computed in doubles, in the type of `expr`.
  std::string FromDouble(const std::string& sql, const core::Expr& expr);
  std::vector<std::string> PrintArguments(const core::Expr& expr);
  std::vector<core::Value>& parameters() { return parameters_; }
  // The relation of a bound column; null before relations are set.
  const core::ScanRelation* RelationOf(const core::Expr& column) const;
  // The column of a source's own relation, as it is there.
  std::string Reference(const core::Expr& expr, const core::SourceColumn& column) const;
  // The parameter equal to `value`, to be used again; else a new one. From 1.
  size_t ParameterNumber(core::Value value);
  virtual std::string PrintColumn(const core::Expr& expr);
  // What is null where `expr` is, and may be less work.
  virtual std::string PrintPresence(const core::Expr& expr);

 private:
  std::string Replaced(const std::string& reference, const core::SourceColumn& column);
  std::string PrintBinary(const core::Expr& expr);
  std::string PrintTimeArithmetic(const core::Expr& expr);
  std::string PrintBetween(const core::Expr& expr);
  std::string PrintCase(const core::Expr& expr);

  std::vector<core::Value>& parameters_;
  const std::vector<core::ScanRelation>* relations_ = nullptr;
};

// `identifier` in double quotes, as standard SQL has it.
std::string QuoteAnsi(std::string_view identifier);
// The percentile that an aggregate named median or percentile asks for.
double PercentileOf(const core::Expr& aggregate);
bool IsPercentile(const core::Expr& aggregate);
// `sql` as CAST(sql AS type).
std::string Cast(std::string_view sql, std::string_view type);
std::string_view Operator(core::BinaryOp op);
// True for dates and instants.
bool IsTime(core::Type type);

}  // namespace madad::adapters::sql
