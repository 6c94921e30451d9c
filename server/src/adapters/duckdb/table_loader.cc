#include "adapters/duckdb/table_loader.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"

#include "adapters/duckdb/csv_select.h"
#include "adapters/duckdb/files.h"
#include "core/status.h"
#include "core/text.h"
#include "core/zone.h"

namespace madad::adapters::duckdb {
namespace {

using core::Column;
using core::Timestamp;
using core::Type;

// Loads one table; each step leaves more of `data_` filled.
class Loader {
 public:
  Loader(const core::Source& source, const core::Table& table, const std::string& schema,
         absl::Time now, Connection& connection)
      : source_(source), table_(table), now_(now), connection_(connection) {
    data_.schema = schema;
    data_.relation = table.name;
  }

  absl::Status Load(std::string& fingerprint);
  core::TableData& data() { return data_; }

 private:
  absl::Status ReadFiles(const std::vector<FileInfo>& files);
  absl::Status ConvertToUtc();
  absl::Status VerifyKey();
  absl::Status Measure();
  // Smallest and largest of a timestamp or date column.
  absl::StatusOr<std::pair<std::optional<Timestamp>, std::optional<Timestamp>>> Bounds(
      const Column& column, std::string_view condition);
  absl::StatusOr<int64_t> Number(std::string_view sql);
  std::string Relation() const {
    return core::Cat(QuoteIdentifier(data_.schema), ".", QuoteIdentifier(data_.relation));
  }
  absl::Status Invalid(const absl::Status& status) const;

  const core::Source& source_;
  const core::Table& table_;
  absl::Time now_;
  Connection& connection_;
  core::TableData data_;
};

// The engine's refusal of a file, as one about the table.
absl::Status Loader::Invalid(const absl::Status& status) const {
  return core::Error(absl::StatusCode::kFailedPrecondition,
                     core::Cat("table '", table_.name, "' could not be loaded from '", table_.files,
                               "': ", status.message()),
                     {"FILE_INVALID", {{"table", table_.name}, {"files", table_.files}}, ""});
}

absl::Status Loader::Load(std::string& fingerprint) {
  MADAD_ASSIGN_OR_RETURN(const std::vector<FileInfo> files, FindFiles(source_, table_));
  fingerprint = absl::StrJoin(files, ";", [](std::string* out, const FileInfo& file) {
    core::Append(out, file.path, ",", file.size, ",", file.modified_ns);
  });
  MADAD_RETURN_IF_ERROR(ReadFiles(files));
  MADAD_RETURN_IF_ERROR(ConvertToUtc());
  MADAD_RETURN_IF_ERROR(VerifyKey());
  return Measure();
}

absl::Status Loader::ReadFiles(const std::vector<FileInfo>& files) {
  const auto header_rows = connection_.Rows(PrintHeaderQuery(table_, files));
  if (!header_rows.ok()) return Invalid(header_rows.status());
  std::vector<std::string> header;
  for (const std::vector<std::string>& row : *header_rows) header.push_back(row.front());
  MADAD_ASSIGN_OR_RETURN(const std::string select, PrintSelect(table_, files, header));
  const absl::Status created =
      connection_.Execute(core::Cat("CREATE TABLE ", Relation(), " AS ", select));
  return created.ok() ? absl::OkStatus() : Invalid(created);
}

absl::Status Loader::ConvertToUtc() {
  MADAD_ASSIGN_OR_RETURN(const absl::TimeZone zone, core::FindZone(source_.timezone));
  std::vector<std::string> changes;
  for (const Column* column : OwnColumns(table_)) {
    if (column->type != Type::kTimestamp) continue;
    MADAD_ASSIGN_OR_RETURN(const auto bounds, Bounds(*column, "true"));
    if (!bounds.first) continue;
    const std::vector<core::OffsetSpan> offsets =
        core::LocalToUtc(zone, *bounds.first, *bounds.second);
    if (offsets.empty()) continue;
    const std::string name = QuoteIdentifier(column->name);
    changes.push_back(core::Cat(PrintShifted(name, offsets), " AS ", name));
  }
  if (changes.empty()) return absl::OkStatus();
  const std::string plain = Relation();
  data_.relation += ":utc";
  MADAD_RETURN_IF_ERROR(
      connection_.Execute(core::Cat("CREATE TABLE ", Relation(), " AS SELECT * REPLACE (",
                                    absl::StrJoin(changes, ", "), ") FROM ", plain)));
  return connection_.Execute(core::Cat("DROP TABLE ", plain));
}

absl::Status Loader::VerifyKey() {
  if (table_.key.empty()) return absl::OkStatus();
  const std::string key = QuoteIdentifier(table_.key);
  MADAD_ASSIGN_OR_RETURN(const int64_t nulls, Number(core::Cat("SELECT count(*) FROM ", Relation(),
                                                               " WHERE ", key, " IS NULL")));
  MADAD_ASSIGN_OR_RETURN(const auto repeated,
                         connection_.Rows(core::Cat(
                             "SELECT CAST(", key, " AS VARCHAR), count(*), count(*) OVER () FROM ",
                             Relation(), " WHERE ", key, " IS NOT NULL GROUP BY ", key,
                             " HAVING count(*) > 1 ORDER BY 2 DESC, 1 LIMIT 1")));
  data_.key_verified = nulls == 0 && repeated.empty();
  if (data_.key_verified) return absl::OkStatus();
  std::string message = core::Cat("table '", table_.name, "': key '", table_.key, "' ");
  if (nulls > 0) core::Append(&message, "is empty in ", nulls, " rows");
  if (!repeated.empty()) {
    core::Append(&message, nulls > 0 ? " and " : "", "is not unique: ", repeated[0][2],
                 " values repeat, such as '", repeated[0][0], "' in ", repeated[0][1], " rows");
  }
  return core::Error(absl::StatusCode::kFailedPrecondition,
                     core::Cat(message, "; remove the rows, or map another column as the key"),
                     {"KEY_NOT_UNIQUE", {{"table", table_.name}, {"key", table_.key}}, ""});
}

absl::Status Loader::Measure() {
  MADAD_ASSIGN_OR_RETURN(data_.rows, Number(core::Cat("SELECT count(*) FROM ", Relation())));
  const std::string now = core::Cat("make_timestamp(", absl::ToUnixMicros(now_), ")");
  for (const Column* column : OwnColumns(table_)) {
    if (column->type != Type::kTimestamp && column->type != Type::kDate) continue;
    MADAD_ASSIGN_OR_RETURN(const auto all, Bounds(*column, "true"));
    if (!all.first) continue;
    const auto oldest = data_.oldest_time.value_or(*all.first);
    const auto newest = data_.newest_time.value_or(*all.second);
    data_.oldest_time = std::min(oldest, *all.first);
    data_.newest_time = std::max(newest, *all.second);
    if (column->planned) continue;
    const std::string name = QuoteIdentifier(column->name);
    MADAD_ASSIGN_OR_RETURN(const auto past, Bounds(*column, core::Cat(name, " <= ", now)));
    if (past.second) {
      data_.newest_event = std::max(data_.newest_event.value_or(*past.second), *past.second);
    }
    MADAD_ASSIGN_OR_RETURN(
        const int64_t future,
        Number(core::Cat("SELECT count(*) FROM ", Relation(), " WHERE ", name, " > ", now)));
    data_.future_events += future;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::pair<std::optional<Timestamp>, std::optional<Timestamp>>> Loader::Bounds(
    const Column& column, std::string_view condition) {
  const std::string time = core::Cat("CAST(", QuoteIdentifier(column.name), " AS TIMESTAMP)");
  MADAD_ASSIGN_OR_RETURN(const auto rows, connection_.Rows(core::Cat(
                                              "SELECT epoch_us(min(", time, ")), epoch_us(max(",
                                              time, ")) FROM ", Relation(), " WHERE ", condition)));
  std::pair<std::optional<Timestamp>, std::optional<Timestamp>> bounds;
  int64_t oldest = 0;
  int64_t newest = 0;
  if (absl::SimpleAtoi(rows[0][0], &oldest) && absl::SimpleAtoi(rows[0][1], &newest)) {
    bounds = {Timestamp{oldest}, Timestamp{newest}};
  }
  return bounds;
}

absl::StatusOr<int64_t> Loader::Number(std::string_view sql) {
  MADAD_ASSIGN_OR_RETURN(const auto rows, connection_.Rows(sql));
  int64_t number = 0;
  if (absl::SimpleAtoi(rows.at(0).at(0), &number)) return number;
  return core::Error(absl::StatusCode::kInternal,
                     core::Cat("the store answered '", rows[0][0], "' to: ", sql),
                     {"ENGINE_FAILED", {}, ""});
}

}  // namespace

LoadedTable LoadTable(const core::Source& source, const core::Table& table,
                      const std::string& schema, absl::Time now, Store& store) {
  LoadedTable loaded;
  absl::StatusOr<Store::Loan> connection = store.Borrow();
  if (!connection.ok()) {
    loaded.data.status = connection.status();
    return loaded;
  }
  Loader loader(source, table, schema, now, **connection);
  const absl::Status status = loader.Load(loaded.fingerprint);
  loaded.data = std::move(loader.data());
  loaded.data.status = status;
  return loaded;
}

}  // namespace madad::adapters::duckdb
