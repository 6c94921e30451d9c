#include "adapters/duckdb/sql_tables.h"

#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/time/clock.h"

#include "adapters/duckdb/keys.h"
#include "adapters/duckdb/load_context.h"
#include "adapters/duckdb/measure.h"
#include "adapters/duckdb/schema_lease.h"
#include "adapters/duckdb/stream_rows.h"
#include "adapters/duckdb/table_columns.h"
#include "core/dialect.h"
#include "core/look.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

// What tells, as well as an engine can say, whether a table is as it was.
std::string ContentOf(const core::Table& table, const core::TableData& data) {
  std::string content =
      core::Cat(table.source, "|", table.relation, "|", table.query, "|", data.rows);
  if (data.newest_event) core::Append(&content, "|", data.newest_event->micros);
  for (const auto& [column, nulls] : data.nulls) core::Append(&content, "|", column, ":", nulls);
  return content;
}

// The rows that a copy reads: all of them, or those that are not older than what is held.
absl::StatusOr<core::RowScan> RowsToCopy(const core::Table& table,
                                         const std::vector<core::Column>& columns,
                                         std::shared_ptr<const core::SourceRelation> relation,
                                         const core::Value& from) {
  std::vector<std::string> names;
  for (const core::Column& column : columns) names.push_back(column.name);
  core::RowScan scan = core::AllRows(table, names, std::move(relation));
  if (std::holds_alternative<std::monostate>(from)) return scan;
  const core::Column& watermark = table.columns.at(table.watermark);
  auto column = std::make_shared<core::Expr>();
  column->kind = core::ExprKind::kColumn;
  column->name = watermark.name;
  column->relation = 0;
  column->type = watermark.type;
  column->scale = watermark.scale;
  auto literal = std::make_shared<core::Expr>();
  literal->type = watermark.type;
  literal->scale = watermark.scale;
  literal->value = from;
  auto newer = std::make_shared<core::Expr>();
  newer->kind = core::ExprKind::kBinary;
  newer->op = core::BinaryOp::kGreaterEqual;
  newer->type = core::Type::kBool;
  newer->args = {std::move(column), std::move(literal)};
  scan.parts[0].filters.push_back(std::move(newer));
  return scan;
}

// The largest watermark that is held; null: read everything.
absl::StatusOr<core::Value> HeldWatermark(const core::Table& table, const TableVersion* held,
                                          Store& store, const core::CallContext& call) {
  if (held == nullptr || !held->data.status.ok() || table.watermark.empty()) return core::Value();
  const core::Column& column = table.columns.at(table.watermark);
  core::SqlStatement statement;
  statement.sql =
      core::Cat("SELECT max(", QuoteIdentifier(column.name), ") FROM ",
                QuoteIdentifier(held->data.schema), ".", QuoteIdentifier(held->data.relation));
  return OneValue(store, statement, column, call);
}

// Adds the held rows that were not read again: those whose key has no newer row.
absl::Status KeepOlder(const core::Table& table, const core::TableData& held,
                       LoadContext& context) {
  const std::string key = QuoteIdentifier(table.key);
  return context.connection.Execute(
      core::Cat("INSERT INTO ", context.Relation(), " ", PlainSelect(table, held), " WHERE ", key,
                " NOT IN (SELECT ", key, " FROM ", context.Relation(), ")"));
}

}  // namespace

TableVersion SqlTables::Load(const core::Table& table, const TableVersion* held, bool whole) {
  const CallScope scope(context_.call);
  const absl::Time start = absl::Now();
  const bool in_place = core::IsInPlace(catalog_, table);
  absl::StatusOr<TableVersion> version = in_place ? Look(table, held) : Copy(table, held, whole);
  if (!version.ok()) {
    TableVersion failed;
    failed.data.status = version.status();
    return failed;
  }
  version->data.load.loaded_at = context_.now;
  version->data.load.elapsed = absl::Now() - start;
  version->content = ContentOf(table, version->data);
  return *std::move(version);
}

absl::StatusOr<TableVersion> SqlTables::Look(const core::Table& table, const TableVersion* held) {
  TableVersion version;
  MADAD_ASSIGN_OR_RETURN(version.data,
                         core::LookAt(catalog_, table, sources_.at(table.source), context_.now,
                                      held == nullptr ? nullptr : &held->data, context_.call));
  version.data.load.rows_read = version.data.rows;
  return version;
}

absl::StatusOr<std::shared_ptr<core::Adapter>> SqlTables::FrozenOf(const std::string& source) {
  std::shared_ptr<core::Adapter>& frozen = frozen_[source];
  if (frozen == nullptr) {
    MADAD_ASSIGN_OR_RETURN(frozen, sources_.at(source)->Freeze(context_.call));
  }
  return frozen;
}

absl::StatusOr<TableVersion> SqlTables::Copy(const core::Table& table, const TableVersion* held,
                                             bool whole) {
  core::SqlSource& source = *sources_.at(table.source);
  MADAD_ASSIGN_OR_RETURN(const std::shared_ptr<core::SourceRelation> relation,
                         core::MapRelation(table, source, context_.call));
  MADAD_ASSIGN_OR_RETURN(const std::shared_ptr<core::Adapter> frozen, FrozenOf(table.source));
  MADAD_RETURN_IF_ERROR(core::ResolveZones(catalog_, table, *frozen, relation, context_.call));
  std::vector<core::Column> columns;
  for (const core::Column* column : OwnColumns(table)) columns.push_back(*column);
  MADAD_ASSIGN_OR_RETURN(const core::Value from, HeldWatermark(table, whole ? nullptr : held,
                                                               *context_.store, context_.call));
  MADAD_ASSIGN_OR_RETURN(const core::RowScan scan, RowsToCopy(table, columns, relation, from));
  const bool is_whole = std::holds_alternative<std::monostate>(from);
  CopyProgress::Copy progress(*context_.progress, table.name,
                              held != nullptr && is_whole ? held->data.rows : 0);
  MADAD_ASSIGN_OR_RETURN(core::ArrowStream rows,
                         frozen->Execute(frozen->dialect().Print(scan), context_.call));

  MADAD_ASSIGN_OR_RETURN(std::shared_ptr<const SchemaLease> lease,
                         SchemaLease::Create(context_.store, table.name));
  MADAD_ASSIGN_OR_RETURN(Store::Loan connection, context_.store->Borrow());
  LoadContext context{catalog_.sources.at(table.source),
                      table,
                      *context_.store,
                      *connection,
                      lease->schema(),
                      {},
                      {},
                      {}};
  MADAD_ASSIGN_OR_RETURN(TableWriter writer,
                         TableWriter::Create(*connection, lease->schema(), table.name, columns));
  MADAD_ASSIGN_OR_RETURN(context.report.rows_read,
                         WriteRows(std::move(rows), columns, context_.call, writer, INT64_MAX,
                                   [&progress](int64_t written) { progress.Add(written); }));
  MADAD_RETURN_IF_ERROR(DropDuplicates(context));
  if (!is_whole) {
    MADAD_RETURN_IF_ERROR(KeepOlder(table, held->data, context));
  }
  MADAD_RETURN_IF_ERROR(VerifyKey(context));
  TableVersion version;
  core::TableData& data = version.data;
  data.adapter = context_.store;
  data.schema = lease->schema();
  data.relation = table.name;
  data.lease = std::move(lease);
  data.key_verified = !table.key.empty();
  MADAD_RETURN_IF_ERROR(Measure(context, context_.now, data));
  data.load = std::move(context.report);
  return version;
}

}  // namespace madad::adapters::duckdb
