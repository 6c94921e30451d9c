#include "adapters/mysql/parameter.h"

#include <cmath>
#include <cstdint>

#include "absl/time/civil_time.h"

#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::mysql {
namespace {

absl::Status Refuse(const char* what) {
  return core::Error(absl::StatusCode::kInvalidArgument,
                     core::Cat("the filter holds ", what, ", which MySQL cannot compare with"),
                     {"VALUE_INVALID", {}, "filter"});
}

std::string DecimalText(const core::Decimal& decimal) {
  const bool negative = decimal.unscaled < 0;
  std::string digits = core::Cat(decimal.unscaled);
  if (negative) digits.erase(0, 1);
  const auto scale = static_cast<size_t>(decimal.scale);
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  if (scale > 0) digits.insert(digits.size() - scale, ".");
  return negative ? core::Cat("-", digits) : digits;
}

}  // namespace

absl::Status Parameters::Set(const std::vector<core::Value>& values) {
  slots_.clear();
  binds_.clear();
  for (const core::Value& value : values) MADAD_RETURN_IF_ERROR(Add(value));
  return absl::OkStatus();
}

absl::Status Parameters::AddTime(absl::Time time, enum_field_types type, Slot& slot,
                                 MYSQL_BIND& bind) {
  const absl::CivilSecond second = absl::ToCivilSecond(time, absl::UTCTimeZone());
  if (second.year() < 0 || second.year() > 9999) return Refuse("a time beyond the years 0 to 9999");
  slot.time.year = static_cast<unsigned>(second.year());
  slot.time.month = static_cast<unsigned>(second.month());
  slot.time.day = static_cast<unsigned>(second.day());
  slot.time.hour = static_cast<unsigned>(second.hour());
  slot.time.minute = static_cast<unsigned>(second.minute());
  slot.time.second = static_cast<unsigned>(second.second());
  const absl::Duration part = time - absl::FromCivil(second, absl::UTCTimeZone());
  slot.time.second_part = static_cast<unsigned long>(absl::ToInt64Microseconds(part));
  slot.time.time_type = type == MYSQL_TYPE_DATE ? MYSQL_TIMESTAMP_DATE : MYSQL_TIMESTAMP_DATETIME;
  bind.buffer_type = type;
  bind.buffer = &slot.time;
  return absl::OkStatus();
}

absl::Status Parameters::Add(const core::Value& value) {
  Slot& slot = slots_.emplace_back();
  MYSQL_BIND& bind = binds_.emplace_back();
  bind = {};
  const auto integer = [&](int64_t number) {
    slot.integer = number;
    bind.buffer_type = MYSQL_TYPE_LONGLONG;
    bind.buffer = &slot.integer;
  };
  const auto text = [&](std::string bytes, enum_field_types type) {
    slot.text = std::move(bytes);
    slot.length = slot.text.size();
    bind.buffer_type = type;
    bind.buffer = slot.text.data();
    bind.buffer_length = slot.length;
    bind.length = &slot.length;
  };
  if (const auto* flag = std::get_if<bool>(&value)) {
    integer(*flag ? 1 : 0);
  } else if (const auto* number = std::get_if<int64_t>(&value)) {
    integer(*number);
  } else if (const auto* duration = std::get_if<core::Duration>(&value)) {
    integer(duration->micros);
  } else if (const auto* floating = std::get_if<double>(&value)) {
    if (!std::isfinite(*floating)) return Refuse("a number that is infinite or none");
    slot.number = *floating;
    bind.buffer_type = MYSQL_TYPE_DOUBLE;
    bind.buffer = &slot.number;
  } else if (const auto* decimal = std::get_if<core::Decimal>(&value)) {
    text(DecimalText(*decimal), MYSQL_TYPE_NEWDECIMAL);
  } else if (const auto* string = std::get_if<std::string>(&value)) {
    text(*string, MYSQL_TYPE_STRING);
  } else if (const auto* date = std::get_if<core::Date>(&value)) {
    return AddTime(absl::UnixEpoch() + date->days * absl::Hours(24), MYSQL_TYPE_DATE, slot, bind);
  } else if (const auto* time = std::get_if<core::Timestamp>(&value)) {
    return AddTime(absl::FromUnixMicros(time->micros), MYSQL_TYPE_DATETIME, slot, bind);
  } else {
    bind.buffer_type = MYSQL_TYPE_NULL;
  }
  return absl::OkStatus();
}

}  // namespace madad::adapters::mysql
