// A plugin's bytes: read once, and loaded from a private copy that nobody can change.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace madad::registry {

// Returns the content of a regular file.
// Errors: NOT_FOUND when there is none, FAILED_PRECONDITION for a symbolic link, folder, pipe or
// device, PERMISSION_DENIED, RESOURCE_EXHAUSTED above 256 MiB.
absl::StatusOr<std::string> ReadPluginFile(const std::filesystem::path& path);

// A file in memory with the given bytes, sealed against change: whatever happens to the file it
// came from, the code that runs is the code that was checked. Gone when closed.
class SealedCopy {
 public:
  // `name` is what process listings show. Errors: RESOURCE_EXHAUSTED, INTERNAL.
  static absl::StatusOr<SealedCopy> Make(const std::string& name, std::string_view bytes);

  SealedCopy(SealedCopy&& other) noexcept;
  SealedCopy& operator=(SealedCopy&&) = delete;
  ~SealedCopy();

  // Returns the path to load, unique as long as this lives.
  std::filesystem::path path() const;

  // Keeps the file, and so its path, until the process ends.
  void Leak() { descriptor_ = -1; }

 private:
  explicit SealedCopy(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

}  // namespace madad::registry
