#include "adapters/clickhouse/row_binary.h"

#include <cstdint>
#include <cstring>

#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::clickhouse {
namespace {

using core::Type;

absl::Status Broken() {
  return core::Error(absl::StatusCode::kInternal, "ClickHouse sent rows that are not understood",
                     {"SOURCE_FAILED", {}, ""});
}

size_t WidthOf(Type type) {
  switch (type) {
    case Type::kBool:
      return 1;
    case Type::kDate:
      return 4;
    case Type::kDecimal:
      return 16;
    default:
      return 8;
  }
}

// The length before a text: seven bits a byte, the least first. False: it ends too early.
bool TakeLength(std::string_view data, size_t& at, uint64_t& length) {
  length = 0;
  for (int shift = 0; shift < 63; shift += 7) {
    if (at >= data.size()) return false;
    const auto byte = static_cast<unsigned char>(data[at++]);
    length |= static_cast<uint64_t>(byte & 0x7F) << shift;
    if ((byte & 0x80) == 0) return true;
  }
  return false;
}

// Passes the value of a column at `at`; false when the data end before it does.
bool PassValue(std::string_view data, Type type, size_t& at) {
  if (at >= data.size()) return false;
  if (data[at++] != 0) return true;  // null
  uint64_t width = WidthOf(type);
  if (type == Type::kString && !TakeLength(data, at, width)) return false;
  if (data.size() - at < width) return false;
  at += width;
  return true;
}

template <typename T>
T Take(std::string_view data, size_t& at) {
  T value;
  std::memcpy(&value, data.data() + at, sizeof value);
  at += sizeof value;
  return value;
}

// Requires: the whole value is there.
void AppendValue(std::string_view data, size_t& at, sql::BatchColumn& column) {
  if (data[at++] != 0) return column.Null();
  uint64_t length = 0;
  switch (column.column().type) {
    case Type::kBool:
      return column.Int(Take<uint8_t>(data, at));
    case Type::kDate:
      return column.Int(Take<int32_t>(data, at));
    case Type::kDouble:
      return column.Double(Take<double>(data, at));
    case Type::kDecimal:
      return column.Decimal(Take<sql::Int128>(data, at));
    case Type::kInt64:
    case Type::kDuration:
    case Type::kTimestamp:
      return column.Int(Take<int64_t>(data, at));
    default:
      break;
  }
  TakeLength(data, at, length);
  column.Text(data.substr(at, length));
  at += length;
}

}  // namespace

absl::StatusOr<size_t> TakeRow(std::string_view data, sql::Batch& batch) {
  size_t end = 0;
  for (size_t i = 0; i < batch.width(); ++i) {
    // A flag is 0 or 1: anything else is not where a value begins.
    if (end < data.size() && static_cast<unsigned char>(data[end]) > 1) return Broken();
    if (!PassValue(data, batch[i].column().type, end)) return 0;
  }
  size_t at = 0;
  for (size_t i = 0; i < batch.width(); ++i) AppendValue(data, at, batch[i]);
  return at;
}

}  // namespace madad::adapters::clickhouse
