#include "adapters/duckdb/measure.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"

#include "adapters/duckdb/table_columns.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

using core::Column;
using core::Timestamp;
using core::Type;

std::vector<const Column*> TimeColumns(const core::Table& table) {
  std::vector<const Column*> columns;
  for (const Column* column : OwnColumns(table)) {
    if (column->type == Type::kTimestamp || column->type == Type::kDate) columns.push_back(column);
  }
  return columns;
}

std::string TimeSql(const Column& column) {
  return core::Cat("CAST(", QuoteIdentifier(column.name), " AS TIMESTAMP)");
}

std::optional<Timestamp> TimeOf(const std::string& text) {
  int64_t micros = 0;
  return absl::SimpleAtoi(text, &micros) ? std::optional(Timestamp{micros}) : std::nullopt;
}

std::optional<Timestamp> Later(std::optional<Timestamp> a, std::optional<Timestamp> b) {
  return std::max(a, b);  // nothing is the smallest
}

// The newest event of a column that goes on beyond `now`, and what is later.
absl::Status MeasureFuture(LoadContext& context, const Column& column, absl::Time now,
                           core::TableData& data) {
  const std::string time = TimeSql(column);
  const std::string limit = core::Cat("make_timestamp(", absl::ToUnixMicros(now), ")");
  MADAD_ASSIGN_OR_RETURN(const auto rows, context.connection.Rows(core::Cat(
                                              "SELECT epoch_us(max(", time, ") FILTER (WHERE ",
                                              time, " <= ", limit, ")), count(*) FILTER (WHERE ",
                                              time, " > ", limit, ") FROM ", context.Relation())));
  data.newest_event = Later(data.newest_event, TimeOf(rows.at(0).at(0)));
  int64_t future = 0;
  if (absl::SimpleAtoi(rows[0].at(1), &future)) data.future_events += future;
  return absl::OkStatus();
}

}  // namespace

absl::Status Measure(LoadContext& context, absl::Time now, core::TableData& data) {
  const std::vector<const Column*> columns = TimeColumns(context.table);
  std::vector<std::string> figures = {"count(*)"};
  for (const Column* column : columns) {
    figures.push_back(core::Cat("epoch_us(min(", TimeSql(*column), "))"));
    figures.push_back(core::Cat("epoch_us(max(", TimeSql(*column), "))"));
    figures.push_back(core::Cat("count(", QuoteIdentifier(column->name), ")"));
  }
  MADAD_ASSIGN_OR_RETURN(const auto rows,
                         context.connection.Rows(core::Cat("SELECT ", absl::StrJoin(figures, ", "),
                                                           " FROM ", context.Relation())));
  if (!absl::SimpleAtoi(rows.at(0).at(0), &data.rows)) data.rows = 0;
  for (size_t i = 0; i < columns.size(); ++i) {
    const std::optional<Timestamp> oldest = TimeOf(rows[0].at(1 + 3 * i));
    const std::optional<Timestamp> newest = TimeOf(rows[0].at(2 + 3 * i));
    int64_t filled = 0;
    if (!absl::SimpleAtoi(rows[0].at(3 + 3 * i), &filled)) filled = 0;
    if (filled == data.rows) {
      data.without_nulls.insert(columns[i]->name);
    } else {
      data.nulls[columns[i]->name] = data.rows - filled;
    }
    if (!oldest.has_value()) continue;
    data.oldest_time = std::min(data.oldest_time.value_or(*oldest), *oldest);
    data.newest_time = Later(data.newest_time, newest);
    if (columns[i]->planned) continue;
    if (newest->micros <= absl::ToUnixMicros(now)) {
      data.newest_event = Later(data.newest_event, newest);
    } else {
      MADAD_RETURN_IF_ERROR(MeasureFuture(context, *columns[i], now, data));
    }
  }
  return absl::OkStatus();
}

}  // namespace madad::adapters::duckdb
