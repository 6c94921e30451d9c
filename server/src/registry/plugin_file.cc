#include "registry/plugin_file.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"

#include "registry/errors.h"

namespace madad::registry {
namespace {

constexpr off_t kMaxBytes = off_t{256} << 20;

absl::Status Unreadable(absl::StatusCode code, std::string_view problem) {
  return LoadError(code, kFileUnreadable, problem);
}

absl::Status FromErrno(const std::string& what, int error) {
  return LoadError(absl::ErrnoToStatusCode(error), kFileUnreadable,
                   absl::StrCat(what, ": ", std::strerror(error)));
}

absl::StatusOr<int> Open(const std::filesystem::path& path) {
  // Without O_NONBLOCK a pipe would wait for a writer.
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor >= 0) return descriptor;
  if (errno == ELOOP) {
    return Unreadable(absl::StatusCode::kFailedPrecondition,
                      "the file is a symbolic link; name the file itself");
  }
  return FromErrno("the file cannot be opened", errno);
}

absl::Status CheckFile(const struct stat& file) {
  if (!S_ISREG(file.st_mode)) {
    return Unreadable(absl::StatusCode::kFailedPrecondition,
                      "this is a folder, pipe or device, expected a regular file");
  }
  if (file.st_size > kMaxBytes) {
    return Unreadable(
        absl::StatusCode::kResourceExhausted,
        absl::StrCat("the file has ", file.st_size, " bytes, at most ", kMaxBytes, " are loaded"));
  }
  return absl::OkStatus();
}

absl::Status WriteAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR)
      return FromErrno("the private copy cannot be written", errno);
    if (written > 0) bytes.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

// Returns up to `size` bytes; fewer when the file became shorter meanwhile.
absl::StatusOr<std::string> ReadAll(int descriptor, size_t size) {
  std::string bytes(size, '\0');
  size_t filled = 0;
  while (filled < size) {
    const ssize_t got = read(descriptor, bytes.data() + filled, size - filled);
    if (got == 0) break;
    if (got < 0 && errno != EINTR) return FromErrno("the file cannot be read", errno);
    if (got > 0) filled += static_cast<size_t>(got);
  }
  bytes.resize(filled);
  return bytes;
}

}  // namespace

absl::StatusOr<std::string> ReadPluginFile(const std::filesystem::path& path) {
  MADAD_ASSIGN_OR_RETURN(const int descriptor, Open(path));
  const absl::Cleanup closer = [descriptor] { close(descriptor); };
  struct stat file;
  if (fstat(descriptor, &file) != 0) return FromErrno("the file cannot be examined", errno);
  MADAD_RETURN_IF_ERROR(CheckFile(file));
  return ReadAll(descriptor, static_cast<size_t>(file.st_size));
}

absl::StatusOr<SealedCopy> SealedCopy::Make(const std::string& name, std::string_view bytes) {
  const int descriptor = memfd_create(name.c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (descriptor < 0) return FromErrno("no private copy can be made", errno);
  SealedCopy copy(descriptor);
  MADAD_RETURN_IF_ERROR(WriteAll(descriptor, bytes));
  constexpr int kSeals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
  if (fcntl(descriptor, F_ADD_SEALS, kSeals) != 0) {
    return FromErrno("the private copy cannot be sealed", errno);
  }
  return copy;
}

SealedCopy::SealedCopy(SealedCopy&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

SealedCopy::~SealedCopy() {
  if (descriptor_ >= 0) close(descriptor_);
}

std::filesystem::path SealedCopy::path() const {
  return absl::StrCat("/proc/self/fd/", descriptor_);
}

}  // namespace madad::registry
