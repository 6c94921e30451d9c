#include "core/look.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/time/clock.h"

#include "core/arrow_reader.h"
#include "core/dialect.h"
#include "core/expr/check.h"
#include "core/expr/parser.h"
#include "core/names.h"
#include "core/scan_scope.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

// Rows may come after a look: their times are within the offsets all the same.
constexpr int64_t kMarginMicros = int64_t{400} * 86'400 * 1'000'000;

std::vector<const Column*> OwnColumns(const Table& table) {
  std::vector<const Column*> columns;
  for (const auto& [name, column] : table.columns) {
    if (column.via.empty()) columns.push_back(&column);
  }
  return columns;
}

// What is wrong with a mapping, all of it.
class Problems {
 public:
  void Add(std::string_view reason, const Column& column, std::string_view what) {
    if (reason_.empty()) reason_ = reason;
    texts_.push_back(Cat("columns.", column.name, ": ", what));
    names_.push_back(column.name);
  }
  absl::Status StatusFor(const Table& table) const {
    if (texts_.empty()) return absl::OkStatus();
    return Error(absl::StatusCode::kInvalidArgument,
                 Cat("table '", table.name, "': ", absl::StrJoin(texts_, "; ")),
                 {reason_, {{"table", table.name}, {"columns", absl::StrJoin(names_, ",")}}, ""});
  }

 private:
  std::string reason_;
  std::vector<std::string> texts_;
  std::vector<std::string> names_;
};

// One scan of aggregates without groups.
class Figures {
 public:
  Figures(const Catalog& catalog, const Table& table, std::shared_ptr<const SourceRelation> relation)
      : scope_(catalog, table) {
    scan_.relations.push_back({.in_place = std::move(relation)});
  }

  absl::Status Add(const std::string& aggregate) {
    MADAD_ASSIGN_OR_RETURN(const ExprPtr parsed, ParseExpression(aggregate));
    MADAD_ASSIGN_OR_RETURN(ExprPtr typed,
                           Check(parsed, aggregate, scope_, {.allow_aggregates = true}));
    scan_.aggregates.push_back(std::move(typed));
    return absl::OkStatus();
  }

  absl::Status Run(Adapter& adapter, const CallContext& call) {
    for (const ExprPtr& aggregate : scan_.aggregates) {
      ResultColumn& column = columns_.emplace_back();
      column.type = aggregate->type;
      column.scale = aggregate->scale;
      column.values = EmptyValues(column.type);
    }
    MADAD_ASSIGN_OR_RETURN(ArrowStream stream,
                           adapter.Execute(adapter.dialect().Print(scan_), call));
    return ReadArrow(std::move(stream), call, 1, columns_);
  }

  Value At(size_t i) const { return columns_[i].At(0); }
  int64_t Count(size_t i) const {
    const Value value = At(i);
    const auto* count = std::get_if<int64_t>(&value);
    return count == nullptr ? 0 : *count;
  }
  // A date is its midnight.
  std::optional<Timestamp> Time(size_t i) const {
    const Value value = At(i);
    if (const auto* time = std::get_if<Timestamp>(&value)) return *time;
    if (const auto* date = std::get_if<Date>(&value)) {
      return Timestamp{int64_t{date->days} * 86'400'000'000};
    }
    return std::nullopt;
  }

 private:
  ScanScope scope_;
  Scan scan_;
  std::vector<ResultColumn> columns_;
};

constexpr size_t kFiguresOfTime = 5;

absl::Status AddTime(const Column& column, absl::Time now, Figures& figures) {
  const Timestamp instant{absl::ToUnixMicros(now)};
  const std::string limit = column.type == Type::kDate
                                ? ToText(Value(Date{static_cast<int32_t>(
                                      instant.micros / 86'400'000'000)}))
                                : ToText(Value(instant));
  const std::string& name = column.name;
  MADAD_RETURN_IF_ERROR(figures.Add(Cat("min(", name, ")")));
  MADAD_RETURN_IF_ERROR(figures.Add(Cat("max(", name, ")")));
  MADAD_RETURN_IF_ERROR(figures.Add(Cat("count(", name, ")")));
  MADAD_RETURN_IF_ERROR(
      figures.Add(Cat("max(", name, ") FILTER (WHERE ", name, " <= '", limit, "')")));
  return figures.Add(Cat("count(", name, ") FILTER (WHERE ", name, " > '", limit, "')"));
}

void TakeTime(const Column& column, const Figures& figures, size_t first, TableData& data) {
  const std::optional<Timestamp> oldest = figures.Time(first);
  const std::optional<Timestamp> newest = figures.Time(first + 1);
  const int64_t filled = figures.Count(first + 2);
  // Rows that come later may be null: none is known to be always there.
  if (filled < data.rows) data.nulls[column.name] = data.rows - filled;
  if (!oldest) return;
  data.oldest_time = std::min(data.oldest_time.value_or(*oldest), *oldest);
  data.newest_time = std::max(data.newest_time, newest);
  if (column.planned) return;
  data.newest_event = std::max(data.newest_event, figures.Time(first + 3));
  data.future_events += figures.Count(first + 4);
}

std::vector<const Column*> TimesOf(const std::vector<const Column*>& columns) {
  std::vector<const Column*> times;
  for (const Column* column : columns) {
    if (column->type == Type::kTimestamp || column->type == Type::kDate) times.push_back(column);
  }
  return times;
}

absl::Status Measure(const Catalog& catalog, const Table& table, Adapter& adapter, absl::Time now,
                     const CallContext& call, TableData& data) {
  const std::vector<const Column*> times = TimesOf(OwnColumns(table));
  Figures figures(catalog, table, data.in_place);
  MADAD_RETURN_IF_ERROR(figures.Add("count(*)"));
  for (const Column* column : times) MADAD_RETURN_IF_ERROR(AddTime(*column, now, figures));
  MADAD_RETURN_IF_ERROR(figures.Run(adapter, call));
  data.rows = figures.Count(0);
  for (size_t i = 0; i < times.size(); ++i) {
    TakeTime(*times[i], figures, 1 + i * kFiguresOfTime, data);
  }
  return absl::OkStatus();
}

absl::Status CheckKey(const Catalog& catalog, const Table& table, SqlSource& source,
                      const TableData& data, const CallContext& call) {
  MADAD_ASSIGN_OR_RETURN(const bool is_unique, source.IsUnique(table, call));
  if (is_unique) return absl::OkStatus();
  Figures figures(catalog, table, data.in_place);
  MADAD_RETURN_IF_ERROR(figures.Add("count(*)"));
  MADAD_RETURN_IF_ERROR(figures.Add(Cat("count(DISTINCT ", table.key, ")")));
  MADAD_RETURN_IF_ERROR(figures.Run(source, call));
  if (figures.Count(0) == figures.Count(1)) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition,
               Cat("table '", table.name, "': key ", table.key, " has ", figures.Count(1),
                   " values in ", figures.Count(0),
                   " rows, and must be unique and not null; name another key, or write "
                   "`mode: snapshot` and `duplicates:`"),
               {"KEY_NOT_UNIQUE", {{"table", table.name}, {"key", table.key}}, ""});
}

}  // namespace

absl::StatusOr<std::shared_ptr<SourceRelation>> MapRelation(const Table& table, SqlSource& source,
                                                            const CallContext& call) {
  MADAD_ASSIGN_OR_RETURN(const std::vector<NativeColumn> natives, source.ColumnsOf(table, call));
  std::vector<std::string> names;
  for (const NativeColumn& native : natives) names.push_back(native.name);
  auto relation = std::make_shared<SourceRelation>();
  relation->relation = table.relation;
  relation->query = table.query;
  Problems problems;
  for (const Column* column : OwnColumns(table)) {
    const auto native = std::find_if(natives.begin(), natives.end(), [&](const NativeColumn& each) {
      return each.name == column->from;
    });
    if (native == natives.end()) {
      problems.Add("COLUMNS_MISSING", *column,
                   Cat("the relation has no column ", Quoted(column->from),
                       Instead(column->from, names)));
      continue;
    }
    if (const absl::Status fits = source.CanRead(*column, *native); !fits.ok()) {
      problems.Add("COLUMN_TYPE", *column, std::string(fits.message()));
      continue;
    }
    relation->columns[column->name] = {*column, native->type, native->lacks_zone, {}};
  }
  MADAD_RETURN_IF_ERROR(problems.StatusFor(table));
  return relation;
}

absl::Status ResolveZones(const Catalog& catalog, const Table& table, Adapter& adapter,
                          const std::shared_ptr<SourceRelation>& relation,
                          const CallContext& call) {
  MADAD_ASSIGN_OR_RETURN(const absl::TimeZone zone,
                         FindZone(catalog.sources.at(table.source).timezone));
  if (UtcToLocal(zone, {0}, {absl::ToUnixMicros(absl::Now())}).empty()) return absl::OkStatus();
  std::vector<SourceColumn*> columns;
  Figures figures(catalog, table, relation);
  for (auto& [name, column] : relation->columns) {
    if (!column.lacks_zone || column.column.type != Type::kTimestamp) continue;
    MADAD_RETURN_IF_ERROR(figures.Add(Cat("min(", name, ")")));
    MADAD_RETURN_IF_ERROR(figures.Add(Cat("max(", name, ")")));
    columns.push_back(&column);
  }
  if (columns.empty()) return absl::OkStatus();
  MADAD_RETURN_IF_ERROR(figures.Run(adapter, call));
  for (size_t i = 0; i < columns.size(); ++i) {
    const std::optional<Timestamp> oldest = figures.Time(2 * i);
    const std::optional<Timestamp> newest = figures.Time(2 * i + 1);
    if (!oldest) continue;
    columns[i]->offsets = LocalToUtc(zone, {oldest->micros - kMarginMicros},
                                     {newest->micros + kMarginMicros});
  }
  return absl::OkStatus();
}

absl::StatusOr<TableData> LookAt(const Catalog& catalog, const Table& table,
                                 const std::shared_ptr<SqlSource>& source, absl::Time now,
                                 const TableData* before, const CallContext& call) {
  MADAD_ASSIGN_OR_RETURN(const std::shared_ptr<SourceRelation> relation,
                         MapRelation(table, *source, call));
  MADAD_RETURN_IF_ERROR(ResolveZones(catalog, table, *source, relation, call));
  TableData data;
  data.adapter = source;
  data.in_place = relation;
  data.lease = relation;
  data.load.loaded_at = now;
  MADAD_RETURN_IF_ERROR(Measure(catalog, table, *source, now, call, data));
  if (data.oldest_time) {
    data.oldest_time->micros -= kMarginMicros;
    data.newest_time->micros += kMarginMicros;
  }
  if (table.key.empty()) return data;
  const bool is_known = before != nullptr && before->status.ok() && before->key_verified;
  if (!is_known) MADAD_RETURN_IF_ERROR(CheckKey(catalog, table, *source, data, call));
  data.key_verified = true;
  return data;
}

RowScan AllRows(const Table& table, const std::vector<std::string>& columns,
                std::shared_ptr<const SourceRelation> relation) {
  RowScan scan;
  RowScan::Part& part = scan.parts.emplace_back();
  part.relations.push_back({.in_place = std::move(relation)});
  for (const std::string& name : columns) {
    const Column& column = table.columns.at(name);
    auto expr = std::make_shared<Expr>();
    expr->kind = ExprKind::kColumn;
    expr->name = name;
    expr->relation = 0;
    expr->type = column.type;
    expr->scale = column.scale;
    part.columns.push_back(std::move(expr));
    scan.columns.push_back({name, column.type, column.scale});
  }
  return scan;
}

}  // namespace madad::core
