#include <algorithm>

#include "absl/strings/str_join.h"

#include "adapters/clickhouse/literal.h"
#include "core/status.h"
#include "core/text.h"
#include "core/value.h"
#include "core/zone.h"
#include "support/clickhouse_client.h"
#include "support/fill/fill.h"

namespace madad::testing {
namespace {

using core::Type;

constexpr size_t kTogether = 2'000;

// ClickHouse's own Date and DateTime begin in 1970, and the latter has whole
// seconds: the cases need Int32 days and Int64 microseconds.
std::string NativeType(const core::Column& column) {
  switch (column.type) {
    case Type::kBool:
      return "UInt8";
    case Type::kInt64:
    case Type::kTimestamp:
      return "Int64";
    case Type::kDouble:
      return "Float64";
    case Type::kDecimal:
      return core::Cat("Decimal(18, ", column.scale, ")");
    case Type::kDate:
      return "Int32";
    default:
      return "String";
  }
}

// The instant of a time of the zone.
int64_t Instant(const std::string& text, const std::string& zone) {
  const int64_t local = core::ParseTimestamp(text)->micros;
  if (zone == "UTC") return local;
  for (const core::OffsetSpan& span :
       core::LocalToUtc(*core::FindZone(zone), {local - 1}, {local + 1})) {
    if (local < span.until.micros) return local + span.offset_micros;
  }
  return local;
}

std::string NativeValue(const core::Column& column, const std::optional<std::string>& value,
                        const std::string& zone) {
  if (!value) return "NULL";
  switch (column.type) {
    case Type::kBool:
      return *value == "true" ? "1" : "0";
    case Type::kInt64:
      return core::Cat("toInt64('", *value, "')");
    case Type::kDouble:
      return core::Cat("toFloat64('", *value, "')");
    case Type::kDecimal:
      return *value;
    case Type::kDate:
      return core::Cat(core::ParseDate(*value)->days);
    case Type::kTimestamp:
      return core::Cat("toInt64(", Instant(*value, zone), ")");
    default:
      return adapters::clickhouse::QuoteText(*value);
  }
}

}  // namespace

absl::Status FillClickHouse(const TableRows& table, int port, const std::string& zone) {
  std::vector<std::string> columns;
  for (const core::Column& column : table.columns) {
    const bool is_key = column.name == table.key;
    columns.push_back(core::Cat(adapters::clickhouse::QuoteIdentifier(column.name),
                                is_key ? " " : " Nullable(", NativeType(column),
                                is_key ? "" : ")"));
  }
  ClickHouseClient client(port);
  MADAD_RETURN_IF_ERROR(client.Run(core::Cat("DROP TABLE IF EXISTS ", table.name)).status());
  MADAD_RETURN_IF_ERROR(
      client
          .Run(core::Cat("CREATE TABLE ", table.name, " (", absl::StrJoin(columns, ", "),
                         ") ENGINE = MergeTree ORDER BY ",
                         table.key.empty() ? "tuple()" : table.key))
          .status());
  std::vector<std::string> rows;
  for (size_t i = 0; i < table.rows.size(); ++i) {
    std::vector<std::string> values;
    for (size_t column = 0; column < table.columns.size(); ++column) {
      values.push_back(NativeValue(table.columns[column], table.rows[i][column], zone));
    }
    rows.push_back(core::Cat("(", absl::StrJoin(values, ", "), ")"));
    if (rows.size() < kTogether && i + 1 < table.rows.size()) continue;
    MADAD_RETURN_IF_ERROR(
        client.Run(core::Cat("INSERT INTO ", table.name, " VALUES ", absl::StrJoin(rows, ", ")))
            .status());
    rows.clear();
  }
  return absl::OkStatus();
}

}  // namespace madad::testing
