// How data is described: sources, tables, columns, joins, dimensions.
//
// Plain data, filled by `config` and checked by `ValidateCatalog`; immutable
// and shared between threads once a server has it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "core/business_hours.h"
#include "core/metric.h"
#include "core/model.h"
#include "core/value.h"

namespace madad::core {

// Which day a week begins on.
enum class WeekStart : uint8_t { kMonday, kSunday, kSaturday };

// Whether a SQL engine's tables are queried in place or copied into the store.
enum class Mode : uint8_t { kByDefault, kPushdown, kSnapshot };

// How a SQL engine is reached. Secrets are named, not held.
struct SqlAccess {
  std::string dsn;
  std::string dsn_env;
  std::string dsn_file;  // absolute
  std::string password_env;
  std::string password_file;  // absolute
  int32_t pool = 4;
  int64_t connect_timeout_micros = 5'000'000;
  int64_t statement_timeout_micros = 300'000'000;
  // How long answers over its tables in place are given again; the default: until the next look.
  int64_t cache_micros = std::numeric_limits<int64_t>::max();
};

// Where data lives.
struct Source {
  std::string name;
  std::string kind;      // "files", "postgresql"
  std::string root;      // absolute folder
  std::string timezone;  // IANA zone of timestamps that carry none
  // How often its files or tables are looked at for changes; 0: only on request.
  int64_t watch_micros = 10'000'000;
  Mode mode = Mode::kByDefault;
  SqlAccess sql;

  bool is_files() const { return kind == "files"; }
};

// How the fields of a text file are written.
struct TextFormat {
  std::string delimiter;            // one character; empty: found out from the file
  std::string quote;                // one character; empty: `"`
  std::string encoding;             // a name that iconv knows; empty: UTF-8, or UTF-16 by its mark
  std::string decimal_separator;    // empty: `.`
  std::string thousands_separator;  // empty: none
  int32_t skip = 0;                 // lines before the header
};

enum class FileFormat : uint8_t { kByName, kCsv, kTsv, kJson, kParquet };

// What becomes of a row that does not fit its declared columns.
enum class BadRows : uint8_t { kFail, kSkip, kRejectFile };

// Which of the rows with equal keys is kept.
enum class Keep : uint8_t { kFail, kFirst, kLatest };

struct Duplicates {
  Keep keep = Keep::kFail;
  std::string by;  // for kLatest: the column whose largest value wins
};

// A logical column.
struct Column {
  std::string name;
  std::string from;  // header in the file, or logical column of the joined table
  Type type = Type::kString;
  int32_t scale = 0;   // decimals of a decimal
  std::string format;  // strptime; empty: ISO 8601
  std::map<std::string, std::string> values;
  std::string via;  // join that the column is taken from; empty: the table itself
  std::vector<std::string> nulls;
  bool planned = false;
  int32_t position = 0;  // where its model puts it; 0 in a source's table
};

// A many-to-one join onto the key of `table`.
struct Join {
  std::string name;
  std::string table;
  std::string on;
};

// A logical table.
struct Table {
  std::string name;
  std::string source;
  std::string files;     // a path or glob beneath the source's root
  std::string query;     // or SQL: over the source's other tables, or an engine's own
  std::string relation;  // or a relation of a SQL engine, perhaps with its schema
  Mode mode = Mode::kByDefault;
  std::string watermark;  // larger in newer rows
  // Made by this instance of a model, instead of read from a source.
  std::string model;
  std::string entity;
  std::string key;
  std::string currency;
  FileFormat format = FileFormat::kByName;
  TextFormat text;
  BadRows bad_rows = BadRows::kFail;
  Duplicates duplicates;
  std::map<std::string, Column> columns;
  std::map<std::string, Join> joins;
};

// A named attribute to group and filter by.
struct Dimension {
  std::string name;
  // table -> `column`, `join.column` or an expression over them
  std::map<std::string, std::string> paths;
  std::map<std::string, std::string> labels;  // language -> label
  std::vector<std::string> order;             // values in the order in which they are shown
};

// A stage of an entity, and the time column of its table that says when it
// was entered.
struct Stage {
  std::string id;
  std::string at;
};

struct Calendar {
  std::string timezone = "UTC";
  WeekStart week_start = WeekStart::kMonday;
  int32_t fiscal_start = 1;  // month in which quarters and years begin
  std::optional<BusinessHours> business_hours;
};

// How amounts of several currencies become amounts of one.
struct Rates {
  std::string table;      // with the columns currency, day and rate: what a unit is worth in `to`
  std::string to;         // the currency in which sums are given
  bool at_as_of = false;  // at the rates of as_of, not of each amount's own day
  int32_t max_age_days = 7;  // a rate that is older does not count
};

struct Catalog {
  std::map<std::string, Source> sources;
  std::map<std::string, Table> tables;
  std::map<std::string, Dimension> dimensions;
  std::map<std::string, std::vector<Stage>> stages;  // by entity, first to last
  // By source: how far its data is known, instead of its newest event.
  std::map<std::string, Timestamp> as_of;
  std::vector<MetricDefinition> metrics;   // the catalog's own
  std::map<std::string, ModelUse> models;  // by name
  Calendar calendar;
  std::optional<Rates> rates;
};

// Whether `table` is queried where it lives, in a SQL engine.
bool IsInPlace(const Catalog& catalog, const Table& table);

// Something wrong with a catalog.
struct CatalogProblem {
  std::string path;     // tables.leads.columns.source
  std::string message;  // what was found, what was expected
};

// Returns everything wrong in `catalog` that can be seen without the data:
// names, references, join cycles, `via` columns that lead nowhere or in
// circles (types of `via` columns are resolved by `ResolveViaTypes`).
std::vector<CatalogProblem> ValidateCatalog(const Catalog& catalog);

// Sets type and scale of every `via` column to those of the column it leads to.
// Requires: ValidateCatalog found nothing.
void ResolveViaTypes(Catalog& catalog);

// Where a logical column of a table really is.
struct ColumnPath {
  std::vector<const Join*> joins;  // followed in order from the table
  const Column* column = nullptr;  // of the last joined table (never a `via`)
};

// Returns where `path` (`column` or `join.column`) of `table` leads, through
// `via` columns too.
// Errors: NOT_FOUND, reason COLUMN_UNKNOWN, with the nearest names.
absl::StatusOr<ColumnPath> FindColumn(const Catalog& catalog, const Table& table,
                                      std::string_view path);

// Returns the names of the table's own columns (none taken through a join) in
// the order in which they are shown: as its model makes them, else the key first
// and the others by name.
std::vector<std::string> ShownColumns(const Table& table);

// Returns where `table` has `dimension`: the column or expression the catalog
// writes, else its own column of that name, else through the only join whose
// table has one.
// Errors: NOT_FOUND (DIMENSION_UNKNOWN: no such dimension or column at all;
// DIMENSION_NOT_ON_TABLE: names the dimensions that the table has),
// FAILED_PRECONDITION (DIMENSION_AMBIGUOUS: lists the paths).
absl::StatusOr<std::string> DimensionPath(const Catalog& catalog, const Table& table,
                                          std::string_view dimension);

// Returns the dimensions `table` can be grouped by: catalog dimensions that
// lead somewhere from it.
std::vector<std::string> DimensionsOf(const Catalog& catalog, const Table& table);

}  // namespace madad::core
