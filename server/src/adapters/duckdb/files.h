// Files of a source.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "core/catalog.h"

namespace madad::adapters::duckdb {

struct FileInfo {
  std::string path;  // absolute, without symbolic links
  int64_t size = 0;
  int64_t modified_ns = 0;
};

// Returns the files of `table` beneath its source's root, in order of path.
// Errors: NOT_FOUND (FILE_MISSING: says what was looked for, and what files are
// there), PERMISSION_DENIED (FILE_OUTSIDE_ROOT: an absolute path, `..`, or a
// symbolic link that leads out), INVALID_ARGUMENT (FILE_KIND_UNSUPPORTED).
absl::StatusOr<std::vector<FileInfo>> FindFiles(const core::Source& source,
                                                const core::Table& table);

}  // namespace madad::adapters::duckdb
