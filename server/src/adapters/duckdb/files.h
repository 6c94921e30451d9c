// Files of a source.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

#include "adapters/duckdb/file_kind.h"
#include "core/catalog.h"

namespace madad::adapters::duckdb {

struct FileInfo {
  std::string path;  // absolute
  std::string name;  // beneath the source's root
  int64_t size = 0;
  int64_t modified_ns = 0;
  FileKind kind;
};

// Returns the files of `table` beneath its source's root, in order of path.
// Errors: NOT_FOUND (FILE_MISSING: says what was looked for, and what files are
// there), PERMISSION_DENIED (FILE_OUTSIDE_ROOT: an absolute path, `..`, or a
// symbolic link that leads out), INVALID_ARGUMENT (FILE_KIND_UNSUPPORTED, also
// when one glob finds files of different formats).
absl::StatusOr<std::vector<FileInfo>> FindFiles(const core::Source& source,
                                                const core::Table& table);

// An open file; closed when destroyed.
class OpenFile {
 public:
  OpenFile() = default;
  explicit OpenFile(int fd) : fd_(fd) {}
  OpenFile(OpenFile&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  OpenFile& operator=(OpenFile&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~OpenFile();

  int fd() const { return fd_; }
  // A path by which DuckDB reads this very file, whatever has become of its
  // name since it was opened.
  std::string DescriptorPath() const;

 private:
  int fd_ = -1;
};

// Opens `file` for reading, never following a link out of the source's root.
// Errors: as FindFiles.
absl::StatusOr<OpenFile> OpenBeneath(const core::Source& source, const core::Table& table,
                                     const std::string& name);

}  // namespace madad::adapters::duckdb
