#include "adapters/duckdb/table_copy.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"

#include "adapters/duckdb/expr_printer.h"
#include "adapters/duckdb/hidden_column.h"
#include "adapters/duckdb/schema_lease.h"
#include "adapters/duckdb/table_columns.h"
#include "core/status.h"
#include "core/text.h"
#include "core/zone.h"

namespace madad::adapters::duckdb {
namespace {

using core::Type;

// A column of the copy: one of the table's own, or an expression's values.
struct Item {
  std::string name;  // in the copy
  bool is_text = false;
  const core::DerivedColumn* derived = nullptr;
  std::string enum_type;  // quoted; empty: as it is
};

// Builds one copy.
class Copier {
 public:
  Copier(const core::TableData& plain, const CopyLayout& layout, std::string schema,
         Connection& connection)
      : plain_(plain), layout_(layout), schema_(std::move(schema)), connection_(connection) {}

  absl::Status Copy(const core::Table& table);
  // Expression -> hidden column.
  std::map<std::string, std::string> Derived() const;

 private:
  void AddColumns(const core::Table& table);
  absl::Status AddDerived();
  absl::Status FindSeconds();
  absl::Status MakeEnums();
  absl::Status MakeEnum(Item& item);
  absl::Status MakeTable();
  absl::StatusOr<std::string> Print(const Item& item, ExprPrinter& printer) const;
  std::string From() const {
    return core::Cat(" FROM ", QuoteIdentifier(plain_.schema), ".",
                     QuoteIdentifier(plain_.relation), " AS r0");
  }
  std::string InSchema(std::string_view name) const {
    return core::Cat(QuoteIdentifier(schema_), ".", QuoteIdentifier(name));
  }

  const core::TableData& plain_;
  const CopyLayout& layout_;
  std::string schema_;
  Connection& connection_;
  std::vector<Item> items_;
};

absl::Status Copier::Copy(const core::Table& table) {
  AddColumns(table);
  MADAD_RETURN_IF_ERROR(AddDerived());
  MADAD_RETURN_IF_ERROR(FindSeconds());
  MADAD_RETURN_IF_ERROR(MakeEnums());
  return MakeTable();
}

void Copier::AddColumns(const core::Table& table) {
  for (const core::Column* column : OwnColumns(table)) {
    items_.push_back({.name = column->name, .is_text = column->type == Type::kString});
  }
}

absl::Status Copier::AddDerived() {
  for (const core::DerivedColumn& derived : layout_.derived) {
    const Item item{.name = HiddenName(items_.size(), /*in_seconds=*/false),
                    .is_text = derived.expr->type == Type::kString && !derived.bucket,
                    .derived = &derived};
    core::SqlStatement probe;
    ExprPrinter printer(probe.parameters);
    MADAD_ASSIGN_OR_RETURN(const std::string sql, Print(item, printer));
    probe.sql = core::Cat("SELECT ", sql, From(), " LIMIT 0");
    const absl::Status status = connection_.Run(probe, CallScope::Current()).status();
    MADAD_RETURN_IF_ERROR(CallScope::Current().Check());
    if (status.ok()) items_.push_back(item);
  }
  return absl::OkStatus();
}

// How far beyond the table's own times one that is computed from them may lie
// and still get its bucket by its own offset.
constexpr int64_t kYearMicros = 366LL * 86'400 * 1'000'000;

absl::StatusOr<std::string> Copier::Print(const Item& item, ExprPrinter& printer) const {
  if (item.derived == nullptr) return core::Cat("r0.", QuoteIdentifier(item.name));
  const core::DerivedColumn& derived = *item.derived;
  std::string sql = printer.Print(*derived.expr);
  if (!derived.bucket) return sql;
  core::Bucket bucket = *derived.bucket;
  if (derived.expr->type == Type::kTimestamp && plain_.oldest_time && plain_.newest_time) {
    MADAD_ASSIGN_OR_RETURN(const absl::TimeZone zone, core::FindZone(bucket.zone));
    bucket.offsets = core::UtcToLocal(zone, {plain_.oldest_time->micros - kYearMicros},
                                      {plain_.newest_time->micros + kYearMicros});
  }
  return PrintBucket(sql, bucket);
}

// Which durations are whole seconds that 32 bits hold.
absl::Status Copier::FindSeconds() {
  core::SqlStatement look;
  ExprPrinter printer(look.parameters);
  std::vector<Item*> durations;
  std::vector<std::string> columns;
  for (Item& item : items_) {
    if (item.derived == nullptr || item.derived->bucket) continue;
    if (item.derived->expr->type != Type::kDuration) continue;
    MADAD_ASSIGN_OR_RETURN(const std::string sql, Print(item, printer));
    durations.push_back(&item);
    columns.push_back(core::Cat("bool_and(", sql, " % 1000000 = 0 AND ", sql,
                                " BETWEEN -2147483647000000 AND 2147483647000000)"));
  }
  if (durations.empty()) return absl::OkStatus();
  look.sql = core::Cat("SELECT ", absl::StrJoin(columns, ", "), From());
  MADAD_ASSIGN_OR_RETURN(const auto rows, connection_.Rows(look));
  for (size_t i = 0; i < durations.size(); ++i) {
    if (rows[0][i] != "true") continue;
    durations[i]->name = HiddenName(static_cast<size_t>(durations[i] - items_.data()), true);
  }
  return absl::OkStatus();
}

absl::Status Copier::MakeEnums() {
  std::vector<Item*> texts;
  for (Item& item : items_) {
    if (item.is_text) texts.push_back(&item);
  }
  if (texts.empty()) return absl::OkStatus();
  core::SqlStatement count;
  ExprPrinter printer(count.parameters);
  std::vector<std::string> columns;
  for (const Item* item : texts) {
    MADAD_ASSIGN_OR_RETURN(const std::string sql, Print(*item, printer));
    columns.push_back(core::Cat("approx_count_distinct(", sql, ")"));
  }
  count.sql = core::Cat("SELECT ", absl::StrJoin(columns, ", "), From());
  MADAD_ASSIGN_OR_RETURN(const auto counts, connection_.Rows(count));
  for (size_t i = 0; i < texts.size(); ++i) {
    int64_t values = 0;
    if (!absl::SimpleAtoi(counts[0][i], &values) || values == 0) continue;
    if (values > layout_.max_values || values > plain_.rows / layout_.rows_per_value) continue;
    MADAD_RETURN_IF_ERROR(MakeEnum(*texts[i]));
  }
  return absl::OkStatus();
}

// Text is ordered by its bytes, which for UTF-8 is the order of code points.
absl::Status Copier::MakeEnum(Item& item) {
  core::SqlStatement create;
  ExprPrinter printer(create.parameters);
  MADAD_ASSIGN_OR_RETURN(const std::string sql, Print(item, printer));
  const std::string type = InSchema(item.name);
  create.sql = core::Cat("CREATE TYPE ", type, " AS ENUM (SELECT DISTINCT ", sql, From(), " WHERE ",
                         sql, " IS NOT NULL ORDER BY 1)");
  MADAD_RETURN_IF_ERROR(connection_.Run(create, CallScope::Current()).status());
  item.enum_type = type;
  return absl::OkStatus();
}

absl::Status Copier::MakeTable() {
  core::SqlStatement create;
  ExprPrinter printer(create.parameters);
  std::vector<std::string> columns;
  for (const Item& item : items_) {
    MADAD_ASSIGN_OR_RETURN(std::string sql, Print(item, printer));
    if (!item.enum_type.empty()) sql = core::Cat("CAST(", sql, " AS ", item.enum_type, ")");
    if (IsInSeconds(item.name)) sql = core::Cat("CAST(", sql, " // 1000000 AS INTEGER)");
    columns.push_back(core::Cat(sql, " AS ", QuoteIdentifier(item.name)));
  }
  create.sql = core::Cat("CREATE TABLE ", InSchema(plain_.relation), " AS SELECT ",
                         absl::StrJoin(columns, ", "), From());
  if (!layout_.order_by.empty()) {
    core::Append(&create.sql, " ORDER BY r0.", QuoteIdentifier(layout_.order_by), " NULLS LAST");
  }
  return connection_.Run(create, CallScope::Current()).status();
}

std::map<std::string, std::string> Copier::Derived() const {
  std::map<std::string, std::string> derived;
  for (const Item& item : items_) {
    if (item.derived != nullptr) derived[item.derived->text] = item.name;
  }
  return derived;
}

absl::StatusOr<core::TableData> TryCopy(const core::TableData& plain, const core::Table& table,
                                        const CopyLayout& layout,
                                        const std::shared_ptr<Store>& store) {
  MADAD_ASSIGN_OR_RETURN(const std::shared_ptr<const SchemaLease> lease,
                         SchemaLease::Create(store, table.name));
  MADAD_ASSIGN_OR_RETURN(Store::Loan connection, store->Borrow());
  Copier copier(plain, layout, lease->schema(), *connection);
  MADAD_RETURN_IF_ERROR(copier.Copy(table));
  core::TableData copy = plain;
  copy.schema = lease->schema();
  copy.lease = lease;
  copy.derived = copier.Derived();
  copy.optimized = true;
  return copy;
}

// Whether a layout with less in it could succeed.
bool MayBeTheExpressions(const absl::Status& status) {
  return status.code() == absl::StatusCode::kInvalidArgument ||
         status.code() == absl::StatusCode::kOutOfRange ||
         status.code() == absl::StatusCode::kInternal;
}

}  // namespace

std::string MainTimeColumn(const core::Table& table,
                           const std::vector<core::MetricDefinition>& metrics) {
  std::map<std::string, int> uses;
  for (const core::Column* column : OwnColumns(table)) {
    const bool is_time = column->type == Type::kTimestamp || column->type == Type::kDate;
    if (is_time && !column->planned) uses[column->name] = 0;
  }
  for (const core::MetricDefinition& metric : metrics) {
    if (metric.from != table.name) continue;
    const auto used = uses.find(metric.at.empty() ? metric.entry : metric.at);
    if (used != uses.end()) ++used->second;
  }
  const auto most = std::max_element(
      uses.begin(), uses.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == uses.end() ? "" : most->first;
}

absl::StatusOr<core::TableData> CopyForQueries(const core::TableData& plain,
                                               const core::Table& table, const CopyLayout& layout,
                                               const std::shared_ptr<Store>& store,
                                               const core::CallContext& call) {
  const CallScope scope(call);
  absl::StatusOr<core::TableData> copy = TryCopy(plain, table, layout, store);
  if (copy.ok() || layout.derived.empty() || !MayBeTheExpressions(copy.status())) return copy;
  // An expression that fails on some row fails where it is asked for, not here.
  CopyLayout columns_only = layout;
  columns_only.derived.clear();
  return TryCopy(plain, table, columns_only, store);
}

}  // namespace madad::adapters::duckdb
