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

#include "core/value.h"

namespace madad::core {

// Which day a week begins on.
enum class WeekStart : uint8_t { kMonday, kSunday, kSaturday };

// Where data lives.
struct Source {
  std::string name;
  std::string kind;      // "files"
  std::string root;      // absolute folder
  std::string timezone;  // IANA zone of timestamps that carry none
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
  std::string files;
  std::string entity;
  std::string key;
  std::string currency;
  std::string delimiter;
  std::string quote;
  std::map<std::string, Column> columns;
  std::map<std::string, Join> joins;
};

// A named attribute to group and filter by.
struct Dimension {
  std::string name;
  std::map<std::string, std::string> paths;   // table -> `column` or `join.column`
  std::map<std::string, std::string> labels;  // language -> label
};

struct Calendar {
  std::string timezone = "UTC";
  WeekStart week_start = WeekStart::kMonday;
};

struct Catalog {
  std::map<std::string, Source> sources;
  std::map<std::string, Table> tables;
  std::map<std::string, Dimension> dimensions;
  Calendar calendar;
};

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

// Returns where `table` has `dimension`: the path the catalog writes, else its
// own column of that name, else through the only join whose table has one.
// Errors: NOT_FOUND (DIMENSION_UNKNOWN: no such dimension or column at all;
// DIMENSION_NOT_ON_TABLE: names the dimensions that the table has),
// FAILED_PRECONDITION (DIMENSION_AMBIGUOUS: lists the paths).
absl::StatusOr<std::string> DimensionPath(const Catalog& catalog, const Table& table,
                                          std::string_view dimension);

// Returns the dimensions `table` can be grouped by: catalog dimensions that
// lead somewhere from it.
std::vector<std::string> DimensionsOf(const Catalog& catalog, const Table& table);

}  // namespace madad::core
