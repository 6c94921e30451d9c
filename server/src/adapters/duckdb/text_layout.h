// How a delimited file is laid out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "adapters/duckdb/files.h"
#include "adapters/duckdb/record_reader.h"
#include "core/catalog.h"

namespace madad::adapters::duckdb {

struct TextLayout {
  Delimiters delimiters;
  // Names of the columns; one that occurs again is `name_1`, `name_2`.
  std::vector<std::string> header;
  // DuckDB can read it as it is: UTF-8 by what the catalog says.
  bool is_utf8 = true;
  // Some whole number of the first row has more digits than a double holds.
  bool has_wide_numbers = false;
};

// Returns a reader at the beginning of the file, behind the lines to skip.
// Errors: as OpenBeneath, DecodeText.
absl::StatusOr<RecordReader> OpenText(const core::Source& source, const core::Table& table,
                                      const FileInfo& file);

// Returns the layout of `file`, with the reader's next record being the first
// row. Without a delimiter in the catalog it is the one of `, ; tab |` under
// which the header has most of the table's columns.
// Errors: FAILED_PRECONDITION, FILE_INVALID (an empty file, a broken header)
// or COLUMN_NOT_IN_FILE (names every missing column, with the nearest).
absl::StatusOr<TextLayout> ReadLayout(const core::Table& table, const FileInfo& file,
                                      RecordReader& reader);

}  // namespace madad::adapters::duckdb
