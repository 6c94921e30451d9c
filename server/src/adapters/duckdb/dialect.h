// Scans to DuckDB's SQL.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sql/dialect.h"

namespace madad::adapters::duckdb {

// Durations are BIGINT microseconds, money is DECIMAL, times are TIMESTAMP in
// UTC.
class DuckDbDialect : public sql::SqlDialect {
 public:
  absl::Status CanPrint(const core::Expr& expr) const override;

 protected:
  std::unique_ptr<sql::ExprPrinter> MakePrinter(
      std::vector<core::Value>& parameters) const override;
  void Prepare(const core::Scan& scan, sql::ExprPrinter& printer) const override;
  std::string Declared(const std::string& sql, core::Type type, int32_t scale,
                       sql::ExprPrinter& printer) const override;
};

// Returns `name` as a quoted identifier.
std::string QuoteIdentifier(std::string_view name);

// Returns `text` as a string literal; for statements that take no parameters.
std::string QuoteText(std::string_view text);

// Returns DuckDB's type for values of `type`; a decimal has `width` digits.
std::string SqlType(core::Type type, int width, int32_t scale);

// Returns `time` (a TIMESTAMP expression) with the spans' offsets added.
std::string PrintShifted(const std::string& time, const std::vector<core::OffsetSpan>& offsets);

// Returns the first day (a DATE) of the bucket that `time` is in.
std::string PrintBucket(const std::string& time, const core::Bucket& bucket);

}  // namespace madad::adapters::duckdb
