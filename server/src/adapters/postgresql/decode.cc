#include "adapters/postgresql/decode.h"

#include <bit>
#include <cstdint>
#include <limits>

#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::postgresql {
namespace {

using core::Type;

// PostgreSQL counts from 2000-01-01.
constexpr int64_t kEpochDays = 10'957;
constexpr int64_t kEpochMicros = kEpochDays * 86'400'000'000;
constexpr uint16_t kNegative = 0x4000;
constexpr uint16_t kPositive = 0x0000;

uint64_t BigEndian(std::string_view bytes) {
  uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

absl::Status Unexpected(const sql::BatchColumn& column, std::string_view bytes) {
  return core::Error(absl::StatusCode::kInternal,
                     core::Cat("column ", column.column().name, " came as ", bytes.size(),
                               " bytes, which is no ", core::TypeName(column.column().type)),
                     {"SOURCE_FAILED", {{"column", column.column().name}}, ""});
}

// numeric: how many digits of base 10000, the weight of the first, sign, scale; then the digits.
absl::Status DecodeNumeric(std::string_view bytes, sql::BatchColumn& column) {
  if (bytes.size() < 8) return Unexpected(column, bytes);
  const auto digits = static_cast<size_t>(BigEndian(bytes.substr(0, 2)));
  const auto weight = static_cast<int16_t>(BigEndian(bytes.substr(2, 2)));
  const auto sign = static_cast<uint16_t>(BigEndian(bytes.substr(4, 2)));
  if (bytes.size() != 8 + 2 * digits) return Unexpected(column, bytes);
  const auto refuse = [&] {
    return core::Error(absl::StatusCode::kOutOfRange,
                       core::Cat("column ", column.column().name,
                                 " holds a numeric that is not a number or has too many digits"),
                       {"FIGURE_OUT_OF_RANGE", {{"column", column.column().name}}, ""});
  };
  if (sign != kPositive && sign != kNegative) return refuse();
  sql::Int128 value = 0;
  const int scale = column.column().scale;
  for (size_t i = 0; i < digits; ++i) {
    const auto digit = static_cast<int64_t>(BigEndian(bytes.substr(8 + 2 * i, 2)));
    // The digit's last decimal stands at 10^power, once scaled.
    const int power = 4 * (weight - static_cast<int>(i)) + scale;
    if (power > 34) return refuse();
    if (power >= 0) {
      value += digit * sql::PowerOfTen(power);
    } else if (power > -4) {
      value += digit / static_cast<int64_t>(sql::PowerOfTen(-power));
    }
  }
  column.Decimal(sign == kNegative ? -value : value);
  return absl::OkStatus();
}

absl::Status DecodeTime(std::string_view bytes, sql::BatchColumn& column) {
  const auto micros = static_cast<int64_t>(BigEndian(bytes));
  const bool infinite = micros == std::numeric_limits<int64_t>::max() ||
                        micros == std::numeric_limits<int64_t>::min();
  infinite ? column.Null() : column.Int(micros + kEpochMicros);
  return absl::OkStatus();
}

absl::Status DecodeDate(std::string_view bytes, sql::BatchColumn& column) {
  const auto days = static_cast<int32_t>(BigEndian(bytes));
  const bool infinite = days == std::numeric_limits<int32_t>::max() ||
                        days == std::numeric_limits<int32_t>::min();
  infinite ? column.Null() : column.Int(days + kEpochDays);
  return absl::OkStatus();
}

size_t WidthOf(Type type) {
  if (type == Type::kBool) return 1;
  return type == Type::kDate ? 4 : 8;
}

}  // namespace

absl::Status Decode(std::string_view bytes, sql::BatchColumn& column) {
  const Type type = column.column().type;
  if (type == Type::kDecimal) return DecodeNumeric(bytes, column);
  if (type == Type::kString) {
    column.Text(bytes);
    return absl::OkStatus();
  }
  if (bytes.size() != WidthOf(type)) return Unexpected(column, bytes);
  if (type == Type::kTimestamp) return DecodeTime(bytes, column);
  if (type == Type::kDate) return DecodeDate(bytes, column);
  if (type == Type::kDouble) {
    column.Double(std::bit_cast<double>(BigEndian(bytes)));
  } else {
    column.Int(static_cast<int64_t>(BigEndian(bytes)));
  }
  return absl::OkStatus();
}

}  // namespace madad::adapters::postgresql
