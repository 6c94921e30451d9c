// Files that are written whole or not at all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include <sys/types.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace madad::artifacts {

// How the name of a file begins that is being written.
inline constexpr std::string_view kUnfinished = ".tmp-";

// What tells a file from another that had its name before.
struct FileIdentity {
  dev_t device = 0;
  ino_t inode = 0;
  int64_t size = -1;
  int64_t modified_ns = 0;
  int64_t changed_ns = 0;
  bool operator==(const FileIdentity&) const = default;
};

// Errors: NOT_FOUND when there is no such file; UNAVAILABLE.
absl::StatusOr<FileIdentity> IdentityOf(const std::filesystem::path& path);

// Returns all that is in a file of at most `most` bytes, and no more than one byte
// beyond them. Errors: as above.
absl::StatusOr<std::string> ReadWhole(const std::filesystem::path& path, size_t most);

// Puts `bytes` at `path`: into a temporary file beside it, which is brought to the
// disk and then takes its name.
// Errors: UNAVAILABLE, RESOURCE_EXHAUSTED (no room), naming the file; `path` is then
// as it was.
absl::Status WriteWhole(const std::filesystem::path& path, std::string_view bytes);

// Waits for the lock file at `path`, which is held as long as what is returned.
// Errors: UNAVAILABLE.
absl::StatusOr<std::shared_ptr<void>> LockFile(const std::filesystem::path& path);

}  // namespace madad::artifacts
