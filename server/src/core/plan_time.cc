#include "core/plan_time.h"

#include <memory>
#include <utility>

namespace madad::core {
namespace {

constexpr int64_t kMicrosPerDay = 86'400'000'000;

ExprPtr Literal(Type type, Value value) {
  auto literal = std::make_shared<Expr>();
  literal->type = type;
  literal->value = std::move(value);
  return literal;
}

ExprPtr Comparison(BinaryOp op, const ExprPtr& a, const ExprPtr& b) {
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
  if (at->type == Type::kDate) return Comparison(op, at, Literal(Type::kDate, DayAtOrAfter(civil)));
  return Comparison(op, at, Literal(Type::kTimestamp, ToUtc(zone, civil)));
}

}  // namespace

Bucket BucketOf(Grain grain, WeekStart week_start, const absl::TimeZone& zone, const Expr& at,
                const TableData& data) {
  Bucket bucket{.grain = grain, .week_start = week_start};
  if (at.type == Type::kTimestamp && data.oldest_time && data.newest_time) {
    bucket.offsets = UtcToLocal(zone, *data.oldest_time, *data.newest_time);
  }
  return bucket;
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

bool NamesColumn(std::string_view name, std::string_view column) {
  return name == column || name == column.substr(column.find('.') + 1);
}

}  // namespace madad::core
