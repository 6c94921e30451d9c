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

constexpr size_t kFiguresOfColumn = 5;

std::vector<const Column*> TimeColumns(const core::Table& table) {
  std::vector<const Column*> columns;
  for (const Column* column : OwnColumns(table)) {
    if (column->type == Type::kTimestamp || column->type == Type::kDate) columns.push_back(column);
  }
  return columns;
}

// Oldest, newest, newest up to now, how many are later and how many are there.
std::string PrintFigures(const Column& column, absl::Time now) {
  const std::string time = core::Cat("CAST(", QuoteIdentifier(column.name), " AS TIMESTAMP)");
  const std::string limit = core::Cat("make_timestamp(", absl::ToUnixMicros(now), ")");
  return core::Cat("epoch_us(min(", time, ")), epoch_us(max(", time, ")), epoch_us(max(", time,
                   ") FILTER (WHERE ", time, " <= ", limit, ")), count(*) FILTER (WHERE ", time,
                   " > ", limit, "), count(", QuoteIdentifier(column.name), ")");
}

std::optional<Timestamp> TimeOf(const std::string& text) {
  int64_t micros = 0;
  return absl::SimpleAtoi(text, &micros) ? std::optional(Timestamp{micros}) : std::nullopt;
}

std::optional<Timestamp> Later(std::optional<Timestamp> a, std::optional<Timestamp> b) {
  return std::max(a, b);  // nothing is the smallest
}

void TakeFigures(const Column& column, const std::string* figures, core::TableData& data) {
  const std::optional<Timestamp> oldest = TimeOf(figures[0]);
  if (!oldest.has_value()) return;
  data.oldest_time = std::min(data.oldest_time.value_or(*oldest), *oldest);
  data.newest_time = Later(data.newest_time, TimeOf(figures[1]));
  if (column.planned) return;
  data.newest_event = Later(data.newest_event, TimeOf(figures[2]));
  int64_t future = 0;
  if (absl::SimpleAtoi(figures[3], &future)) data.future_events += future;
}

}  // namespace

absl::Status Measure(LoadContext& context, absl::Time now, core::TableData& data) {
  const std::vector<const Column*> columns = TimeColumns(context.table);
  std::vector<std::string> figures = {"count(*)"};
  for (const Column* column : columns) figures.push_back(PrintFigures(*column, now));
  MADAD_ASSIGN_OR_RETURN(const auto rows,
                         context.connection.Rows(core::Cat("SELECT ", absl::StrJoin(figures, ", "),
                                                           " FROM ", context.Relation())));
  if (!absl::SimpleAtoi(rows.at(0).at(0), &data.rows)) data.rows = 0;
  for (size_t i = 0; i < columns.size(); ++i) {
    const std::string* of_column = &rows[0][1 + i * kFiguresOfColumn];
    TakeFigures(*columns[i], of_column, data);
    if (of_column[kFiguresOfColumn - 1] == rows[0][0]) data.without_nulls.insert(columns[i]->name);
  }
  return absl::OkStatus();
}

}  // namespace madad::adapters::duckdb
