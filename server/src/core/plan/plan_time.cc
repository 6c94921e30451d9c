#include "core/plan/plan_time.h"

#include <memory>
#include <utility>

#include "core/derived.h"
#include "core/plan/civil.h"
#include "core/zone.h"

namespace madad::core {
namespace {

ExprPtr Literal(Type type, Value value) {
  auto literal = std::make_shared<Expr>();
  literal->type = type;
  literal->value = std::move(value);
  return literal;
}

ExprPtr Compare(BinaryOp op, const ExprPtr& a, const ExprPtr& b) {
  auto comparison = std::make_shared<Expr>();
  comparison->kind = ExprKind::kBinary;
  comparison->op = op;
  comparison->type = Type::kBool;
  comparison->args = {a, b};
  return comparison;
}

// The first day that begins at or after `civil`, so that a date is compared
// with a bound as its midnight would be.
Date DayAtOrAfter(Timestamp civil) {
  int64_t days = civil.micros / kMicrosPerDay;
  if (civil.micros % kMicrosPerDay > 0) ++days;
  return {static_cast<int32_t>(days)};
}

ExprPtr Bound(BinaryOp op, const ExprPtr& at, Timestamp civil, const absl::TimeZone& zone) {
  if (at->type == Type::kDate) return Compare(op, at, Literal(Type::kDate, DayAtOrAfter(civil)));
  return Compare(op, at, Literal(Type::kTimestamp, ToUtc(zone, civil)));
}

}  // namespace

Bucket BucketOf(const TimeAxis& axis, const Expr& at, const TableData& data) {
  Bucket bucket{
      .grain = axis.grain, .week_start = axis.week_start, .fiscal_start = axis.fiscal_start};
  if (at.type != Type::kTimestamp) return bucket;
  bucket.zone = axis.zone_name;
  if (data.oldest_time && data.newest_time) {
    bucket.offsets = UtcToLocal(axis.zone, *data.oldest_time, *data.newest_time);
  }
  return bucket;
}

ScanGroup WithDerived(const ExprPtr& at, const Bucket& bucket, const TableData& data) {
  if (data.derived.empty() || at->kind != ExprKind::kColumn || at->relation != 0) {
    return {at, bucket};
  }
  const auto column = [&](const std::string& name) {
    auto node = std::make_shared<Expr>(*at);
    node->name = name;
    node->type = Type::kDate;
    return ExprPtr(std::move(node));
  };
  const auto exact = data.derived.find(BucketText(*at, bucket));
  if (exact != data.derived.end()) return {column(exact->second), std::nullopt};
  // Any period is a matter of days, and of months from the month up.
  for (const Grain finer : {Grain::kMonth, Grain::kDay}) {
    if (finer == Grain::kMonth && bucket.grain < Grain::kMonth) continue;
    Bucket other = bucket;
    other.grain = finer;
    const auto found = data.derived.find(BucketText(*at, other));
    if (found == data.derived.end()) continue;
    Bucket of_date = bucket;
    of_date.zone.clear();
    of_date.offsets.clear();
    return {column(found->second), of_date};
  }
  return {at, bucket};
}

std::vector<ExprPtr> RangeFilters(const ExprPtr& at, std::optional<Timestamp> from,
                                  std::optional<Timestamp> to, const absl::TimeZone& zone) {
  auto present = std::make_shared<Expr>();
  present->kind = ExprKind::kIsNull;
  present->negated = true;
  present->type = Type::kBool;
  present->args = {at};
  std::vector<ExprPtr> filters = {present};
  if (from) filters.push_back(Bound(BinaryOp::kGreaterEqual, at, *from, zone));
  if (to) filters.push_back(Bound(BinaryOp::kLess, at, *to, zone));
  return filters;
}

ExprPtr NotAfter(const ExprPtr& at, Timestamp instant, const TimeAxis& axis) {
  if (at->type == Type::kDate) {
    return Compare(BinaryOp::kLessEqual, at, Literal(Type::kDate, DateOf(axis.ToCivil(instant))));
  }
  return Compare(BinaryOp::kLessEqual, at, Literal(Type::kTimestamp, instant));
}

ExprPtr NoEarlierThan(const ExprPtr& at, Timestamp from, const TimeAxis& axis) {
  auto latest = std::make_shared<Expr>();
  latest->kind = ExprKind::kCall;
  latest->name = "greatest";
  latest->type = at->type;
  const Value floor = at->type == Type::kDate ? Value(Date{DayAtOrAfter(from).days - 1})
                                              : Value(Timestamp{ToUtc(axis.zone, from).micros - 1});
  latest->args = {at, Literal(at->type, floor)};
  return latest;
}

}  // namespace madad::core
