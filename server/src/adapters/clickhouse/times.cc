// Dates and instants in ClickHouse's SQL.
#include <utility>

#include "adapters/clickhouse/calendar.h"
#include "adapters/clickhouse/expr_printer.h"
#include "adapters/clickhouse/types.h"
#include "core/text.h"

namespace madad::adapters::clickhouse {

using core::BinaryOp;
using core::Cat;
using core::Type;

std::string ExprPrinter::Remembered(const std::string& sql, Native native) {
  natives_[sql] = std::move(native);
  return sql;
}

const ExprPrinter::Native* ExprPrinter::NativeOf(const std::string& sql) const {
  const auto found = natives_.find(sql);
  return found == natives_.end() ? nullptr : &found->second;
}

std::string ExprPrinter::ReadTime(const std::string& reference, const core::SourceColumn& column) {
  const Family family = FamilyOf(column.native);
  const bool wants_date = column.column.type == Type::kDate;
  if (family == Family::kDateTime) {
    const std::string seconds = Cat("toInt64(", reference, ")");
    return Remembered(Cat("(", seconds, " * 1000000)"), {seconds, reference});
  }
  if (family == Family::kDateTime64) {
    return ScaleOf(column.native) == 6
               ? Cat("toUnixTimestamp64Micro(", reference, ")")
               : Cat("toUnixTimestamp64Micro(toDateTime64(", reference, ", 6))");
  }
  if (family != Family::kDate) return wants_date ? Cat("toInt32(", reference, ")") : reference;
  const std::string days = Cat("toInt32(", reference, ")");
  if (!wants_date) return Cat("(toInt64(", reference, ") * ", kMicrosOfDay, ")");
  if (Inner(column.native) == "Date") days_in_range_.insert(days);
  return Remembered(days, {days, reference, true});
}

std::string ExprPrinter::Compare(BinaryOp op, const std::string& a, const std::string& b,
                                 Type type) {
  const std::string plain = Cat("(", a, sql::Operator(op), b, ")");
  if (!sql::IsTime(type)) return plain;
  const auto mirrored = [](BinaryOp each) {
    if (each == BinaryOp::kLess) return BinaryOp::kGreater;
    if (each == BinaryOp::kLessEqual) return BinaryOp::kGreaterEqual;
    if (each == BinaryOp::kGreater) return BinaryOp::kLess;
    return each == BinaryOp::kGreaterEqual ? BinaryOp::kLessEqual : each;
  };
  for (const bool swapped : {false, true}) {
    const Native* native = NativeOf(swapped ? b : a);
    const auto constant = constants_.find(swapped ? a : b);
    if (native == nullptr || native->reference.empty() || constant == constants_.end()) continue;
    return CompareNative(swapped ? mirrored(op) : op, *native, constant->second, plain);
  }
  return plain;
}

// With a constant that is no whole second, or that the type does not hold,
// the comparison is as exact, only slower.
std::string ExprPrinter::CompareNative(BinaryOp op, const Native& native, int64_t constant,
                                       const std::string& otherwise) const {
  const int64_t unit = native.is_day ? 1 : 1'000'000;
  const int64_t most = native.is_day ? 65'535 : 4'294'967'295;
  if (constant < 0 || constant / unit > most) return otherwise;
  if (constant % unit != 0) {
    // Between two seconds: after the first of them.
    if (op == BinaryOp::kLess) op = BinaryOp::kLessEqual;
    if (op == BinaryOp::kGreaterEqual) op = BinaryOp::kGreater;
    if (op == BinaryOp::kEqual || op == BinaryOp::kNotEqual) return otherwise;
  }
  return Cat("(", native.reference, sql::Operator(op), native.is_day ? "toDate(" : "toDateTime(",
             constant / unit, "))");
}

std::string ExprPrinter::ShiftNative(const Native& native,
                                     const std::vector<core::OffsetSpan>& offsets) {
  Native shifted;
  std::string spans;
  for (size_t i = 0; i + 1 < offsets.size(); ++i) {
    if (offsets[i].until.micros <= 0) continue;  // before the first DateTime
    core::Append(&spans, native.reference, " < toDateTime(", offsets[i].until.micros / 1'000'000,
                 "), ", offsets[i].offset_micros / 1'000'000, ", ");
    shifted.may_be_before_1970 |= offsets[i].offset_micros < 0;
  }
  shifted.may_be_before_1970 |= offsets.back().offset_micros < 0;
  const std::string last = Cat(offsets.back().offset_micros / 1'000'000);
  shifted.seconds = Cat("(", native.seconds, " + ",
                        spans.empty() ? last : Cat("multiIf(", spans, last, ")"), ")");
  const std::string sql = Cat("(", shifted.seconds, " * 1000000)");
  return Remembered(sql, std::move(shifted));
}

std::string ExprPrinter::Shift(const std::string& time,
                               const std::vector<core::OffsetSpan>& offsets) {
  if (offsets.empty()) return time;
  const Native* native = NativeOf(time);
  const auto fits = [](const core::OffsetSpan& span) {
    return span.offset_micros % 1'000'000 == 0 && span.until.micros % 1'000'000 == 0 &&
           span.until.micros / 1'000'000 < 4'294'967'296;
  };
  bool all_fit = native != nullptr && !native->reference.empty() && !native->is_day &&
                 offsets.back().offset_micros % 1'000'000 == 0;
  for (size_t i = 0; i + 1 < offsets.size(); ++i) all_fit = all_fit && fits(offsets[i]);
  if (all_fit) return ShiftNative(*native, offsets);
  std::string spans;
  for (size_t i = 0; i + 1 < offsets.size(); ++i) {
    core::Append(&spans, time, " < ", offsets[i].until.micros, ", ", offsets[i].offset_micros,
                 ", ");
  }
  const std::string last = Cat(offsets.back().offset_micros);
  return Cat("(", time, " + ", spans.empty() ? last : Cat("multiIf(", spans, last, ")"), ")");
}

std::string ExprPrinter::Day(const std::string& time, Type type) {
  if (type == Type::kDate) return time;
  const Native* native = NativeOf(time);
  if (native == nullptr || native->is_day) return DayOfInstant(time);
  if (!native->may_be_before_1970) {
    std::string day = Cat("intDiv(", native->seconds, ", 86400)");
    days_in_range_.insert(day);
    return day;
  }
  return Cat("(intDiv(", native->seconds, " + 86400, 86400) - 1)");
}

std::string ExprPrinter::Month(const std::string& day) {
  if (!days_in_range_.contains(day)) return MonthOfDay(day);
  return Cat("(toInt32(toRelativeMonthNum(toDate(toUInt16(", day, ")))) - 1)");
}

std::string ExprPrinter::Bucket(const std::string& time, Type type, const core::Bucket& bucket) {
  const std::string day = Day(Shift(time, bucket.offsets), type);
  if (bucket.grain == core::Grain::kDay || bucket.grain == core::Grain::kNone) return day;
  if (bucket.grain == core::Grain::kWeek) {
    const int first = bucket.week_start == core::WeekStart::kSunday     ? 7
                      : bucket.week_start == core::WeekStart::kSaturday ? 6
                                                                        : 1;
    return FirstOfWeek(day, first);
  }
  if (bucket.grain == core::Grain::kMonth) {
    return days_in_range_.contains(day)
               ? Cat("toInt32(toStartOfMonth(toDate(toUInt16(", day, "))))")
               : FirstOfMonth(MonthOfDay(day));
  }
  const int months = bucket.grain == core::Grain::kQuarter ? 3 : 12;
  const int shift = months - (bucket.fiscal_start - 1) % months;
  // The years before the year 0 are counted too.
  return Let("n", Month(day),
             FirstOfMonth(Cat("(n - modulo(n + 120000 + ", shift, ", ", months, "))")));
}

std::string ExprPrinter::Elapsed(const std::string& a, Type a_type, const std::string& b,
                                 Type b_type) {
  return Cat("(", Convert(a, a_type, Type::kTimestamp, 0), " - ",
             Convert(b, b_type, Type::kTimestamp, 0), ")");
}

std::string ExprPrinter::Move(const std::string& time, Type from, Type type,
                              const std::string& micros, int32_t months, bool back) {
  std::string moved = time;
  if (months != 0) {
    const int64_t by = back ? -int64_t{months} : months;
    moved = from == Type::kDate ? MovedByMonths(time, by)
                                : Let("t", time,
                                      Cat("(", MovedByMonths(DayOfInstant("t"), by), " * ",
                                          kMicrosOfDay, " + ", TimeOfDay("t"), ")"));
  }
  const std::string sign = back ? " - " : " + ";
  // Of a date, whole days only leave a date.
  if (type == Type::kDate) {
    return Cat("toInt32(", moved, sign, "intDiv(", micros, ", toInt64(", kMicrosOfDay, ")))");
  }
  return Cat("(", Convert(moved, from, Type::kTimestamp, 0), sign, micros, ")");
}

}  // namespace madad::adapters::clickhouse
