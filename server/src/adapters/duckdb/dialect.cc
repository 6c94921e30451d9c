#include "adapters/duckdb/dialect.h"

#include <memory>
#include <vector>

#include "absl/strings/str_replace.h"

#include "adapters/duckdb/expr_printer.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

using core::Bucket;
using core::Grain;
using core::WeekStart;

std::string_view Unit(Grain grain) {
  switch (grain) {
    case Grain::kWeek:
      return "week";
    case Grain::kMonth:
      return "month";
    case Grain::kQuarter:
      return "quarter";
    case Grain::kYear:
      return "year";
    default:
      return "day";
  }
}

// DuckDB's weeks begin on Monday: move the days so that the wanted one does.
int WeekShift(const Bucket& bucket) {
  if (bucket.grain != Grain::kWeek) return 0;
  if (bucket.week_start == WeekStart::kSunday) return 1;
  return bucket.week_start == WeekStart::kSaturday ? 2 : 0;
}

}  // namespace

std::string QuoteIdentifier(std::string_view name) {
  return core::Cat("\"", absl::StrReplaceAll(core::Piece(name), {{"\"", "\"\""}}), "\"");
}

std::string QuoteText(std::string_view text) {
  return core::Cat("'", absl::StrReplaceAll(core::Piece(text), {{"'", "''"}}), "'");
}

std::string SqlType(core::Type type, int width, int32_t scale) {
  switch (type) {
    case core::Type::kBool:
      return "BOOLEAN";
    case core::Type::kInt64:
    case core::Type::kDuration:
      return "BIGINT";
    case core::Type::kDouble:
      return "DOUBLE";
    case core::Type::kDecimal:
      return core::Cat("DECIMAL(", width, ", ", scale, ")");
    case core::Type::kDate:
      return "DATE";
    case core::Type::kTimestamp:
      return "TIMESTAMP";
    default:
      return "VARCHAR";
  }
}

std::string PrintShifted(const std::string& time, const std::vector<core::OffsetSpan>& offsets) {
  if (offsets.empty()) return time;
  std::string shift;
  for (size_t i = 0; i + 1 < offsets.size(); ++i) {
    core::Append(&shift, " WHEN ", time, " < make_timestamp(", offsets[i].until.micros, ") THEN ",
                 offsets[i].offset_micros);
  }
  const std::string last = core::Cat(offsets.back().offset_micros);
  const std::string micros =
      shift.empty() ? last : core::Cat("CASE", shift, " ELSE ", last, " END");
  return core::Cat("(", time, " + to_microseconds(", micros, "))");
}

std::string PrintBucket(const std::string& time, const Bucket& bucket) {
  const std::string day = core::Cat("CAST(", PrintShifted(time, bucket.offsets), " AS DATE)");
  // A fiscal year is a calendar year some months later.
  if (bucket.grain >= Grain::kQuarter && bucket.fiscal_start > 1) {
    const int months = bucket.fiscal_start - 1;
    return core::Cat("CAST(date_trunc('", Unit(bucket.grain), "', ", day, " - to_months(", months,
                     ")) + to_months(", months, ") AS DATE)");
  }
  const int shift = WeekShift(bucket);
  if (shift == 0) {
    return core::Cat("CAST(date_trunc('", Unit(bucket.grain), "', ", day, ") AS DATE)");
  }
  return core::Cat("CAST(date_trunc('week', ", day, " + ", shift, ") AS DATE) - ", shift);
}

std::unique_ptr<sql::ExprPrinter> DuckDbDialect::MakePrinter(
    std::vector<core::Value>& parameters) const {
  return std::make_unique<ExprPrinter>(parameters);
}

void DuckDbDialect::Prepare(const core::Scan& scan, sql::ExprPrinter& printer) const {
  static_cast<ExprPrinter&>(printer).SharePercentiles(scan.aggregates);
}

absl::Status DuckDbDialect::CanPrint(const core::Expr&) const { return absl::OkStatus(); }

// What 64 bits hold, for rows; sums may be wider until they are read.
std::string DuckDbDialect::Declared(const std::string& sql, core::Type type, int32_t scale,
                                    sql::ExprPrinter&) const {
  constexpr int kMostDigits = 18;
  return sql::Cast(sql, SqlType(type, kMostDigits, scale));
}

}  // namespace madad::adapters::duckdb
