// SQL that makes a column's values from their text.
#pragma once

#include <string>

#include "core/catalog.h"

namespace madad::adapters::duckdb {

// How one column comes from what a file has.
struct ColumnSql {
  // The value as it is in the file, null where the file says so.
  std::string found;
  // Over `found`: the value in the column's type (a timestamp: a local time),
  // null when it has none.
  std::string value;
  // A timestamp: the UTC time of a text that carries an offset, or null; empty
  // where none can.
  std::string instant;
};

// Returns how `column` comes from `raw`, a VARCHAR expression; `found` is
// called `name` in the others.
//
// Errors in a text are null values: for int64 what is no whole number, for
// double what is not finite, for decimal what has too many digits before the
// point (more decimals are rounded), for dates and times what is not their
// `format`, or not ISO 8601 when they have none.
ColumnSql FromText(const core::Column& column, const core::TextFormat& format,
                   const std::string& raw, const std::string& name);

// Returns how `column` comes from `raw`, an expression of DuckDB's type
// `type`.
ColumnSql FromTyped(const core::Column& column, const std::string& raw, const std::string& type,
                    const std::string& name);

// Returns the DuckDB type that the column is stored as.
std::string StoredType(const core::Column& column);

// True when the text is not what DuckDB's own reader takes: it has a format,
// texts for null, values to replace, or numbers written with separators.
bool NeedsText(const core::Column& column, const core::TextFormat& format);

// Returns what a text of this column must be: "a whole number".
std::string Expectation(const core::Column& column);

}  // namespace madad::adapters::duckdb
