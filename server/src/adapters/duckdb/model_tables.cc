#include "adapters/duckdb/model_tables.h"

#include <utility>

#include "absl/time/clock.h"

#include "adapters/duckdb/keys.h"
#include "adapters/duckdb/load_context.h"
#include "adapters/duckdb/measure.h"
#include "adapters/duckdb/schema_lease.h"
#include "adapters/duckdb/stream_rows.h"
#include "adapters/duckdb/table_writer.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

absl::Status TooManyRows(const core::Table& table, int64_t max_rows) {
  return core::Error(absl::StatusCode::kResourceExhausted,
                     core::Cat("the table '", table.name, "' has more than the ", max_rows,
                               " rows that are allowed; let the model make fewer, or raise its ",
                               "max_rows"),
                     {"MODEL_TOO_MANY_ROWS", {{"table", table.name}}, ""});
}

}  // namespace

absl::StatusOr<core::TableData> ModelTables::Keep(const core::Table& table,
                                                  const std::vector<std::string>& columns,
                                                  core::ArrowStream rows, int64_t max_rows,
                                                  const core::CallContext& call) {
  const CallScope scope(call);
  MADAD_ASSIGN_OR_RETURN(std::shared_ptr<const SchemaLease> lease,
                         SchemaLease::Create(store_, table.name));
  MADAD_ASSIGN_OR_RETURN(Store::Loan connection, store_->Borrow());
  std::vector<core::Column> declared;
  for (const std::string& name : columns) declared.push_back(table.columns.at(name));
  MADAD_ASSIGN_OR_RETURN(TableWriter writer,
                         TableWriter::Create(*connection, lease->schema(), table.name, declared));
  const absl::Status written =
      WriteRows(std::move(rows), declared, call, writer, max_rows).status();
  if (core::DetailOf(written).reason == "TOO_MANY_ROWS") return TooManyRows(table, max_rows);
  MADAD_RETURN_IF_ERROR(written);
  const core::Source none;
  LoadContext context{none, table, *store_, *connection, lease->schema(), {}, {}, {}};
  MADAD_RETURN_IF_ERROR(VerifyKey(context));
  core::TableData data;
  data.adapter = store_;
  data.schema = lease->schema();
  data.relation = table.name;
  data.lease = std::move(lease);
  data.key_verified = !table.key.empty();
  MADAD_RETURN_IF_ERROR(Measure(context, absl::InfiniteFuture(), data));
  data.load.loaded_at = absl::Now();
  data.load.rows_read = data.rows;
  return data;
}

}  // namespace madad::adapters::duckdb
