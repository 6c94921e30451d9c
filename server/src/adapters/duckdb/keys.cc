#include "adapters/duckdb/keys.h"

#include <cstdint>
#include <memory>

#include "adapters/duckdb/key_hashes.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

// Returns the hashes of the table's keys: as the load noted them, or from the
// table.
absl::StatusOr<KeyHashes*> HashesOf(LoadContext& context, const std::string& key) {
  MADAD_ASSIGN_OR_RETURN(const int64_t rows,
                         context.Number(core::Cat("SELECT count(*) FROM ", context.Relation())));
  std::unique_ptr<KeyHashes>& hashes = context.key_hashes;
  if (hashes != nullptr && hashes->rows() == static_cast<size_t>(rows)) return hashes.get();
  hashes = std::make_unique<KeyHashes>();
  const KeyNotes::Lease notes(context.store.key_notes(), *hashes);
  MADAD_RETURN_IF_ERROR(context.connection.Execute(
      core::Cat("SELECT count(*) FROM ", context.Relation(), " WHERE ", notes.Sql(key))));
  return hashes.get();
}

// "2 values repeat, such as 'x' in 3 rows"; empty when none does.
absl::StatusOr<std::string> Repeated(LoadContext& context, const std::string& key) {
  MADAD_ASSIGN_OR_RETURN(const auto rows,
                         context.connection.Rows(core::Cat(
                             "SELECT CAST(", key, " AS VARCHAR), count(*), count(*) OVER () FROM ",
                             context.Relation(), " WHERE ", key, " IS NOT NULL GROUP BY ", key,
                             " HAVING count(*) > 1 ORDER BY 2 DESC, 1 LIMIT 1")));
  if (rows.empty()) return std::string();
  return core::Cat(rows[0][2], " values repeat, such as '", rows[0][0], "' in ", rows[0][1],
                   " rows");
}

}  // namespace

absl::Status DropDuplicates(LoadContext& context) {
  const core::Duplicates& duplicates = context.table.duplicates;
  if (context.table.key.empty() || duplicates.keep == core::Keep::kFail) return absl::OkStatus();
  const std::string key = QuoteIdentifier(context.table.key);
  MADAD_ASSIGN_OR_RETURN(KeyHashes* const hashes, HashesOf(context, key));
  if (hashes->AreDistinct()) return absl::OkStatus();
  context.key_hashes.reset();
  // Rows are numbered in the order in which they were read.
  const std::string order =
      duplicates.keep == core::Keep::kFirst
          ? std::string("rowid")
          : core::Cat(QuoteIdentifier(duplicates.by), " DESC NULLS LAST, rowid DESC");
  const std::string relation = context.Relation();
  MADAD_ASSIGN_OR_RETURN(
      context.report.duplicates_dropped,
      context.Number(core::Cat("DELETE FROM ", relation, " WHERE rowid IN (SELECT rowid FROM ",
                               relation, " WHERE ", key,
                               " IS NOT NULL QUALIFY row_number() OVER (PARTITION BY ", key,
                               " ORDER BY ", order, ") > 1)")));
  return absl::OkStatus();
}

absl::Status VerifyKey(LoadContext& context) {
  const core::Table& table = context.table;
  if (table.key.empty()) return absl::OkStatus();
  const std::string key = QuoteIdentifier(table.key);
  MADAD_ASSIGN_OR_RETURN(KeyHashes* const hashes, HashesOf(context, key));
  std::string repeated;
  if (!hashes->AreDistinct()) {
    MADAD_ASSIGN_OR_RETURN(repeated, Repeated(context, key));
  }
  const size_t nulls = hashes->nulls();
  if (nulls == 0 && repeated.empty()) return absl::OkStatus();
  std::string message = core::Cat("table '", table.name, "': key '", table.key, "' ");
  if (nulls > 0) core::Append(&message, "is empty in ", nulls, " rows");
  if (!repeated.empty()) {
    core::Append(&message, nulls > 0 ? " and " : "", "is not unique: ", repeated);
  }
  return core::Error(absl::StatusCode::kFailedPrecondition,
                     core::Cat(message,
                               "; say which row counts with `duplicates`, remove the "
                               "rows, or map another column as the key"),
                     {"KEY_NOT_UNIQUE", {{"table", table.name}, {"key", table.key}}, ""});
}

}  // namespace madad::adapters::duckdb
