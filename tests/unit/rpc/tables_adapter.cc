#include "unit/rpc/tables_adapter.h"

#include <algorithm>
#include <sstream>

#include "core/scan.h"

namespace madad::testing {
namespace {

core::Type TypeOf(const std::string& format) {
  if (format == "u") return core::Type::kString;
  if (format == "g") return core::Type::kDouble;
  if (format == "tDu") return core::Type::kDuration;
  if (format == "tdD") return core::Type::kDate;
  return format.starts_with("tsu:") ? core::Type::kTimestamp : core::Type::kInt64;
}

}  // namespace

core::SqlStatement NamesDialect::Print(const core::RowScan& scan) const {
  std::string text = scan.parts[0].relations[0].relation;
  for (const core::RowScan::Column& column : scan.columns) text += " " + column.name;
  text += " |";
  for (const core::RowScan::Order& order : scan.order) {
    text += " " + scan.columns[order.column].name + (order.descending ? "-" : "");
  }
  return {text, {}};
}

absl::StatusOr<core::ArrowStream> TablesAdapter::Execute(const core::SqlStatement& statement,
                                                         const core::CallContext&) {
  {
    const std::lock_guard lock(mutex_);
    statements_.push_back(statement.sql);
  }
  std::istringstream words(statement.sql);
  std::string word;
  words >> word;
  const TestTable& table = tables_.at(word);
  std::vector<ArrowColumn> columns;
  while (words >> word && word != "|") {
    columns.push_back(std::find_if(table.begin(), table.end(), [&word](const auto& column) {
                        return column.first == word;
                      })->second);
  }
  return ToArrow(std::move(columns), RowsOf(table));
}

std::vector<std::string> TablesAdapter::Statements() const {
  const std::lock_guard lock(mutex_);
  return statements_;
}

int64_t RowsOf(const TestTable& table) {
  const ArrowColumn& first = table.front().second;
  return static_cast<int64_t>(
      std::max({first.texts.size(), first.integers.size(), first.doubles.size()}));
}

void AddTables(const std::shared_ptr<TablesAdapter>& adapter, core::Catalog& catalog,
               core::Snapshot& snapshot) {
  for (const auto& [name, columns] : adapter->tables()) {
    core::Table& table = catalog.tables[name];
    table.name = name;
    table.model = name;
    for (const auto& [column, values] : columns) {
      const auto position = static_cast<int32_t>(table.columns.size()) + 1;
      table.columns[column] = {.name = column, .from = column, .type = TypeOf(values.format)};
      table.columns[column].position = position;
    }
    core::TableData& data = snapshot.tables[name];
    data.adapter = adapter;
    data.relation = name;
    data.rows = RowsOf(columns);
  }
}

}  // namespace madad::testing
