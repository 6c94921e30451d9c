#include "rpc/convert_types.h"

namespace madad::rpc {

v1::Type ToType(core::Type type) {
  switch (type) {
    case core::Type::kBool:
      return v1::TYPE_BOOL;
    case core::Type::kInt64:
      return v1::TYPE_INT64;
    case core::Type::kDouble:
      return v1::TYPE_DOUBLE;
    case core::Type::kDecimal:
      return v1::TYPE_DECIMAL;
    case core::Type::kString:
      return v1::TYPE_STRING;
    case core::Type::kDate:
      return v1::TYPE_DATE;
    case core::Type::kTimestamp:
      return v1::TYPE_TIMESTAMP;
    case core::Type::kDuration:
      return v1::TYPE_DURATION;
    case core::Type::kNull:
      return v1::TYPE_UNSPECIFIED;
  }
  return v1::TYPE_UNSPECIFIED;
}

// The same order in both enumerations, one apart from nothing.
v1::Unit ToUnit(core::Unit unit) { return static_cast<v1::Unit>(unit); }
static_assert(static_cast<int>(core::Unit::kUnspecified) == v1::UNIT_UNSPECIFIED &&
              static_cast<int>(core::Unit::kCount) == v1::UNIT_COUNT &&
              static_cast<int>(core::Unit::kPercent) == v1::UNIT_PERCENT &&
              static_cast<int>(core::Unit::kRatio) == v1::UNIT_RATIO &&
              static_cast<int>(core::Unit::kMoney) == v1::UNIT_MONEY &&
              static_cast<int>(core::Unit::kDuration) == v1::UNIT_DURATION &&
              static_cast<int>(core::Unit::kScore) == v1::UNIT_SCORE);

v1::Direction ToDirection(core::Direction direction) {
  return static_cast<v1::Direction>(direction);
}
static_assert(static_cast<int>(core::Direction::kUnspecified) == v1::DIRECTION_UNSPECIFIED &&
              static_cast<int>(core::Direction::kHigherIsBetter) ==
                  v1::DIRECTION_HIGHER_IS_BETTER &&
              static_cast<int>(core::Direction::kLowerIsBetter) == v1::DIRECTION_LOWER_IS_BETTER &&
              static_cast<int>(core::Direction::kNeutral) == v1::DIRECTION_NEUTRAL);

google::protobuf::Timestamp ToTimestamp(core::Timestamp time) {
  return ToTimestamp(absl::FromUnixMicros(time.micros));
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  const absl::Time second = absl::FromUnixSeconds(absl::ToUnixSeconds(time));
  google::protobuf::Timestamp out;
  out.set_seconds(absl::ToUnixSeconds(second));
  out.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(time - second)));
  return out;
}

google::protobuf::Duration ToDuration(absl::Duration duration) {
  const int64_t nanos = absl::ToInt64Nanoseconds(duration);
  google::protobuf::Duration out;
  out.set_seconds(nanos / 1'000'000'000);
  out.set_nanos(static_cast<int32_t>(nanos % 1'000'000'000));
  return out;
}

}  // namespace madad::rpc
