#include "core/rows.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/arrow_reader.h"
#include "core/dialect.h"
#include "core/expr/check.h"
#include "core/expr/parser.h"
#include "core/model/inputs.h"
#include "core/names.h"
#include "core/row_scope.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

// About what a message of a stream carries.
constexpr int64_t kRowsOfChunk = 4096;

class RowsPlanner {
 public:
  RowsPlanner(const RowsQuery& query, const World& world, const Table& table)
      : query_(query), table_(table), scope_(world.catalog(), table) {}

  absl::StatusOr<PlannedRows> Plan() {
    rows_.scan.parts.resize(1);
    const std::vector<std::string> asked = Columns();
    for (const std::string& name : asked) MADAD_RETURN_IF_ERROR(AddColumn(name));
    // Pages that do not overlap need the key, whether it is shown or not.
    const bool shows_key = std::find(asked.begin(), asked.end(), table_.key) != asked.end();
    if (!table_.key.empty() && !shows_key) MADAD_RETURN_IF_ERROR(AddColumn(table_.key));
    shown_ = asked.size();
    MADAD_RETURN_IF_ERROR(AddFilter());
    MADAD_RETURN_IF_ERROR(AddOrder());
    rows_.scan.offset = query_.offset;
    rows_.scan.limit = query_.limit;
    rows_.scan.parts[0].relations = RelationsIn(scope_, rows_.tables.emplace_back());
    return std::move(rows_);
  }

  // How many columns were asked for; the rest orders only.
  size_t shown() const { return shown_; }

 private:
  std::vector<std::string> Columns() const {
    return query_.columns.empty() ? ShownColumns(table_) : query_.columns;
  }

  absl::Status AddColumn(const std::string& name) {
    RowScope scope(scope_, RowScope::First::kColumns);
    MADAD_ASSIGN_OR_RETURN(ExprPtr column, scope.Resolve(name));
    rows_.scan.columns.push_back({name, column->type, column->scale});
    rows_.scan.parts[0].columns.push_back(std::move(column));
    return absl::OkStatus();
  }

  absl::Status AddFilter() {
    if (query_.filter.empty()) return absl::OkStatus();
    RowScope scope(scope_, RowScope::First::kColumns);
    absl::StatusOr<ExprPtr> parsed = ParseExpression(query_.filter);
    if (!parsed.ok()) return Annotate(parsed.status(), "filter: ");
    absl::StatusOr<ExprPtr> typed = Check(*parsed, query_.filter, scope);
    if (!typed.ok()) return Annotate(typed.status(), "filter: ");
    if ((*typed)->type != Type::kBool) {
      return Error(absl::StatusCode::kInvalidArgument,
                   Cat("filter must be a condition, such as grade = 'A', but is a ",
                       TypeName((*typed)->type)),
                   {"FILTER_NOT_CONDITION", {}, "filter"});
    }
    rows_.scan.parts[0].filters.push_back(*std::move(typed));
    return absl::OkStatus();
  }

  absl::StatusOr<size_t> Find(const std::string& name) const {
    std::vector<std::string> names;
    for (const RowScan::Column& column : rows_.scan.columns) names.push_back(column.name);
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return static_cast<size_t>(found - names.begin());
    return Error(absl::StatusCode::kInvalidArgument,
                 Cat("no column ", Quoted(name), " to sort by", Instead(name, names)),
                 {"SORT_UNKNOWN", {{"column", name}}, "order"});
  }

  // Ties are broken by the key.
  absl::Status AddOrder() {
    for (const OrderBy& order : query_.order) {
      MADAD_ASSIGN_OR_RETURN(const size_t column, Find(order.column));
      rows_.scan.order.push_back({column, order.descending});
    }
    const absl::StatusOr<size_t> key = Find(table_.key);
    if (key.ok()) rows_.scan.order.push_back({*key, false});
    return absl::OkStatus();
  }

  const RowsQuery& query_;
  const Table& table_;
  ScanScope scope_;
  PlannedRows rows_;
  size_t shown_ = 0;
};

// Columns of `scan` without values.
std::vector<ResultColumn> EmptyColumns(const RowScan& scan) {
  std::vector<ResultColumn> columns;
  for (const RowScan::Column& from : scan.columns) {
    ResultColumn& column = columns.emplace_back();
    column.name = from.name;
    column.role = ColumnRole::kDimension;
    column.type = from.type;
    column.scale = from.scale;
    column.values = EmptyValues(from.type);
  }
  return columns;
}

}  // namespace

absl::Status ReadRows(const RowsQuery& query, const World& world, const CallContext& call,
                      const RowsSink& sink) {
  const auto table = world.catalog().tables.find(query.table);
  if (table == world.catalog().tables.end()) {
    return Error(absl::StatusCode::kNotFound,
                 Cat("there is no table ", Quoted(query.table),
                     Instead(query.table, KeysOf(world.catalog().tables))),
                 {"TABLE_UNKNOWN", {{"table", query.table}}, "table"});
  }
  RowsPlanner planner(query, world, table->second);
  MADAD_ASSIGN_OR_RETURN(PlannedRows rows, planner.Plan());
  MADAD_ASSIGN_OR_RETURN(const std::shared_ptr<Adapter> adapter,
                         PlaceRows(world.catalog(), world.snapshot(), rows));
  MADAD_ASSIGN_OR_RETURN(ArrowStream stream,
                         adapter->Execute(adapter->dialect().Print(rows.scan), call));
  MADAD_ASSIGN_OR_RETURN(ArrowBatches batches,
                         ArrowBatches::Open(std::move(stream), rows.scan.columns.size()));
  std::vector<ResultColumn> chunk = EmptyColumns(rows.scan);
  bool is_first = true;
  for (int64_t more = 0; more >= 0;) {
    MADAD_RETURN_IF_ERROR(call.Check());
    MADAD_ASSIGN_OR_RETURN(more, batches.Next(chunk));
    const bool is_last = more < 0;
    if (!is_last && static_cast<int64_t>(chunk.front().size()) < kRowsOfChunk) continue;
    if (is_last && chunk.front().size() == 0 && !is_first) break;
    std::vector<ResultColumn> full = std::exchange(chunk, EmptyColumns(rows.scan));
    full.resize(planner.shown());
    MADAD_RETURN_IF_ERROR(sink(std::move(full)));
    is_first = false;
  }
  return absl::OkStatus();
}

}  // namespace madad::core
