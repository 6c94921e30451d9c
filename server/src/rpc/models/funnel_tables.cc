#include "rpc/models/funnel_tables.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "core/rows.h"
#include "core/status.h"
#include "core/text.h"
#include "rpc/limits.h"
#include "rpc/models/row_chunks.h"

namespace madad::rpc {
namespace {

using Names = std::vector<std::string>;

// The columns that order a table after its dimensions.
const std::map<std::string, Names>& Orders() {
  static const auto& orders = *new std::map<std::string, Names>{
      {"steps", {"step"}},   {"entities", {"attempt"}},
      {"times", {"bucket"}}, {"curve", {"elapsed"}},
      {"notes", {"code"}},   {"matches", {"entered_at", "attempt", "step"}},
  };
  return orders;
}

// Columns that say what a row is about, or are facts of their own, and no figures.
bool IsKey(const std::string& name) {
  static const auto& keys =
      *new std::set<std::string>{"step", "bucket", "at_least", "below", "elapsed"};
  return keys.contains(name);
}

core::Unit UnitOf(const core::ResultColumn& column) {
  if (column.type == core::Type::kDuration) return core::Unit::kDuration;
  if (column.name == "value") return core::Unit::kMoney;
  if (column.type == core::Type::kDouble) return core::Unit::kPercent;
  return column.type == core::Type::kInt64 ? core::Unit::kCount : core::Unit::kUnspecified;
}

void Describe(const std::string& currency, core::ResultColumn& column) {
  if (IsKey(column.name)) return;
  column.unit = UnitOf(column);
  if (column.unit == core::Unit::kUnspecified) return;
  column.role = core::ColumnRole::kMetric;
  if (column.unit == core::Unit::kMoney) column.currency = currency;
}

// The dimensions first, then the others as the model makes them.
core::RowsQuery QueryOf(const std::string& name, const Names& by, const core::Table& table) {
  core::RowsQuery query{.table = name, .columns = core::ShownColumns(table)};
  std::stable_partition(query.columns.begin(), query.columns.end(), [&](const std::string& column) {
    return std::find(by.begin(), by.end(), column) != by.end();
  });
  Names sorted = by;
  const auto order = Orders().find(name);
  if (order != Orders().end()) {
    sorted.insert(sorted.end(), order->second.begin(), order->second.end());
  }
  for (const std::string& column : sorted) {
    if (table.columns.contains(column)) query.order.push_back({column});
  }
  return query;
}

absl::StatusOr<std::vector<core::ResultColumn>> ReadAll(const core::RowsQuery& query,
                                                        const core::World& world,
                                                        const core::CallContext& call) {
  std::vector<core::ResultColumn> all;
  MADAD_RETURN_IF_ERROR(
      core::ReadRows(query, world, call, [&all](std::vector<core::ResultColumn> rows) {
        if (all.empty()) {
          all = std::move(rows);
        } else {
          for (size_t i = 0; i < all.size(); ++i) AppendRows(std::move(rows[i]), all[i]);
        }
        return absl::OkStatus();
      }));
  return all;
}

}  // namespace

absl::StatusOr<std::vector<core::ResultColumn>> FunnelTable(const std::string& table,
                                                            const FunnelPlan& plan,
                                                            const core::World& world,
                                                            const core::CallContext& call) {
  core::RowsQuery query = QueryOf(table, plan.by, world.catalog().tables.at(table));
  // A value takes a byte at least, so more rows fit no message.
  const int64_t most =
      static_cast<int64_t>(kMaxMessage / std::max<size_t>(query.columns.size(), 1));
  if (world.snapshot().tables.at(table).rows > most) {
    return FunnelTooLarge(kMaxMessage);
  }
  MADAD_ASSIGN_OR_RETURN(std::vector<core::ResultColumn> columns, ReadAll(query, world, call));
  for (core::ResultColumn& column : columns) {
    const bool is_dimension =
        std::find(plan.by.begin(), plan.by.end(), column.name) != plan.by.end();
    if (!is_dimension) Describe(plan.currency, column);
  }
  return columns;
}

absl::StatusOr<std::vector<core::ResultWarning>> FunnelNotes(const core::World& world,
                                                             const core::CallContext& call) {
  std::vector<core::ResultWarning> warnings;
  if (!world.catalog().tables.contains("notes")) return warnings;
  MADAD_ASSIGN_OR_RETURN(
      const std::vector<core::ResultColumn> notes,
      ReadAll({.table = "notes", .columns = {"code", "message"}, .order = {{"code"}}}, world,
              call));
  for (size_t row = 0; row < notes.front().size(); ++row) {
    const auto text = [&](size_t column) {
      const core::Value value = notes[column].At(row);
      const auto* found = std::get_if<std::string>(&value);
      return found == nullptr ? std::string() : *found;
    };
    warnings.push_back({.reason = text(0), .message = text(1), .subject = ""});
  }
  return warnings;
}

absl::Status FunnelTooLarge(size_t size) {
  return core::Error(
      absl::StatusCode::kResourceExhausted,
      core::Cat("the answer has ", size, " bytes or more, and one message at most ", kMaxMessage,
                "; group by fewer dimensions, ask for fewer `tables` or `curve_points`, or run the "
                "model ",
                kFunnelModel, " with RunModel, which streams its rows"),
      {"FUNNEL_TOO_LARGE", {{"size", core::Cat(size)}, {"limit", core::Cat(kMaxMessage)}}, ""});
}

}  // namespace madad::rpc
