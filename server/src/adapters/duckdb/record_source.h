// Rows of text files, checked one by one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "adapters/duckdb/files.h"
#include "core/catalog.h"

namespace madad::adapters::duckdb {

// One row as text. Its fields are valid until the next row is read.
struct SourceRow {
  std::vector<std::optional<std::string_view>> fields;  // nothing: null
  int32_t file = 0;                                     // index into the files read
  int64_t line = 0;                                     // where it begins, from 1
  std::string bad_column;                               // header of the field at fault, if one is
  std::string bad_reason;                               // why the row cannot be read; empty: it can
};

// Rows of files, in their order.
class RecordSource {
 public:
  virtual ~RecordSource() = default;
  virtual size_t column_count() const = 0;
  // Reads the next row; false at the end.
  // Errors: FILE_INVALID and the like, for what is no matter of one row.
  virtual absl::StatusOr<bool> Next(SourceRow& row) = 0;
};

// Returns the rows of delimited files: the fields of the table's own columns,
// in their order; an empty field is null.
// Lifetime: `source`, `table` and `files` outlive it.
std::unique_ptr<RecordSource> ReadDelimited(const core::Source& source, const core::Table& table,
                                            const std::vector<FileInfo>& files);

// Returns the lines of files with one JSON object a line, as one column; empty
// lines are left out. `seen[i]` is set when some line has the i-th own column's
// name in quotes.
// Lifetime: as above, and `seen`.
std::unique_ptr<RecordSource> ReadLines(const core::Source& source, const core::Table& table,
                                        const std::vector<FileInfo>& files,
                                        std::vector<bool>& seen);

}  // namespace madad::adapters::duckdb
