// Typed expressions to ClickHouse's SQL.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "adapters/clickhouse/histogram.h"
#include "adapters/clickhouse/version.h"
#include "adapters/sql/expr_printer.h"

namespace madad::adapters::clickhouse {

// Prints lowered trees (lower.h). Dates are Int32 days and instants Int64
// microseconds since 1970, decimals are Decimal128, bools UInt8: the old
// server's own dates end before 1970 and its times have whole seconds.
//
// Columns of ClickHouse's own Date and DateTime are remembered by how they are
// printed: comparisons with constants are then between those types, so that the
// primary key serves, and the calendar is ClickHouse's.
class ExprPrinter : public sql::ExprPrinter {
 public:
  ExprPrinter(std::vector<core::Value>& parameters, Version version)
      : sql::ExprPrinter(parameters), version_(std::move(version)) {}

  std::string Bucket(const std::string& time, core::Type type, const core::Bucket& bucket) override;
  std::string Quote(std::string_view identifier) const override;
  std::string CastTo(const std::string& sql, core::Type type, int32_t scale) override;

  const Version& version() const { return version_; }

  // Returns what a percentile is taken of: null of rows that do not count.
  std::string Sample(const core::Expr& percentile);
  // Aggregates printed from now on are those of `histogram`'s second grouping. Lifetime:
  // `histogram` outlives the printing.
  void PrintOf(Histogram& histogram) { histogram_ = &histogram; }
  // Aggregates printed from now on are of groups that have a row at least.
  void GroupsHaveRows() { groups_have_rows_ = true; }

  // A printed value of `from` as a result has it: of the type that rows are read in, nullable.
  std::string Sent(const std::string& sql, core::Type from, core::Type type, int32_t scale);

 protected:
  std::string Placeholder(core::Value value, core::Type type) override;
  std::string Read(const std::string& reference, const core::SourceColumn& column) override;
  std::string Shift(const std::string& time, const std::vector<core::OffsetSpan>& offsets) override;
  std::string Compare(core::BinaryOp op, const std::string& a, const std::string& b,
                      core::Type type) override;
  std::string Divide(const std::string& dividend, const std::string& divisor) override;
  std::string Nearest(const std::string& number) override;
  std::string Elapsed(const std::string& a, core::Type a_type, const std::string& b,
                      core::Type b_type) override;
  std::string Move(const std::string& time, core::Type from, core::Type type,
                   const std::string& micros, int32_t months, bool back) override;
  std::string Extreme(bool greatest, const std::vector<std::string>& values) override;
  std::string Call(const core::Expr& expr, const std::vector<std::string>& arguments) override;
  std::string PrintAggregate(const core::Expr& expr) override;
  std::string Percentile(const core::Expr& aggregate) override;
  std::string ArgExtreme(bool greatest, const core::Expr& aggregate) override;
  std::string PrintIn(const core::Expr& expr) override;
  std::string PrintPresence(const core::Expr& expr) override;

 private:
  // A printed instant that is whole seconds of a DateTime, or a printed day of a Date.
  struct Native {
    std::string seconds;    // or days, as an integer
    std::string reference;  // the column itself; empty when it was shifted
    bool is_day = false;
    bool may_be_before_1970 = false;
  };

  // A column that was printed, beyond how.
  struct ReadColumn {
    std::string reference;  // is null where the printed is
    bool is_never_null = false;
    bool is_as_stored = false;  // a decimal that is only widened
  };

  std::string ReadAs(const std::string& reference, const core::SourceColumn& column);
  // The column that was printed as `sql`; null for what is none.
  const ReadColumn* ReadOf(const std::string& sql) const;
  // Whether that column has a value in every row.
  bool IsNeverNull(const std::string& sql) const;
  std::string Remembered(const std::string& sql, Native native);
  const Native* NativeOf(const std::string& sql) const;
  std::string CompareNative(core::BinaryOp op, const Native& native, int64_t constant,
                            const std::string& otherwise) const;
  std::string ShiftNative(const Native& native, const std::vector<core::OffsetSpan>& offsets);
  std::string Day(const std::string& time, core::Type type);
  std::string Month(const std::string& day);
  std::string ReadDecimal(const std::string& reference, const core::SourceColumn& column) const;
  std::string ReadTime(const std::string& reference, const core::SourceColumn& column);
  std::string Convert(const std::string& sql, core::Type from, core::Type to, int32_t scale);
  std::string FromText(const std::string& text, core::Type type, int32_t scale) const;
  std::string Arithmetic(const core::Expr& expr, const std::vector<std::string>& arguments);
  std::string Logic(bool is_and, const std::vector<std::string>& arguments) const;
  std::string Round(const core::Expr& expr, const std::string& argument);
  // The aggregate's value of rows that it counts; null of others.
  std::string Counted(const core::Expr& aggregate, const std::string& argument);
  // `function` of printed arguments over the rows that `aggregate` counts.
  std::string Apply(std::string_view function, const core::Expr& aggregate,
                    const std::string& arguments);
  // The same, and null where every argument is.
  std::string ApplyOrNull(std::string_view function, const core::Expr& aggregate,
                          const std::string& argument);
  // An argument such that an aggregate of it is null of no rows.
  std::string OrNull(const std::string& argument) const;
  // A printed decimal column that is stored with the same decimals; null for others.
  const ReadColumn* StoredDecimal(const std::string& sql) const;
  std::string Sum(const core::Expr& expr, const std::string& argument);

  const Version version_;
  Histogram* histogram_ = nullptr;  // null: rows are grouped once
  bool groups_have_rows_ = false;
  std::map<std::string, ReadColumn> read_;  // by how they are printed
  std::map<std::string, Native> natives_;
  std::map<std::string, int64_t> constants_;  // printed instants and days
  std::set<std::string> days_in_range_;       // printed days that ClickHouse's Date holds
};

}  // namespace madad::adapters::clickhouse
