#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "adapters/duckdb/files.h"
#include "core/status.h"
#include "core/text.h"
#include <linux/openat2.h>

namespace madad::adapters::duckdb {
namespace {

namespace fs = std::filesystem;

// O_NONBLOCK: a pipe must not hold the server up; it has no effect on files.
constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;

// Whether the file that is open as `fd` lies beneath the folder.
bool IsBeneath(int fd, const fs::path& root) {
  std::error_code error;
  const fs::path real = fs::read_symlink(core::Cat("/proc/self/fd/", fd), error);
  const fs::path folder = fs::canonical(root, error);
  if (error) return false;
  return std::mismatch(folder.begin(), folder.end(), real.begin(), real.end()).first ==
         folder.end();
}

// Opens `name` beneath the folder; -1 with errno, EXDEV for a link that leads out.
int OpenIn(const std::string& root, const std::string& name) {
  const OpenFile folder(open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (folder.fd() < 0) return -1;
  open_how how{};
  how.flags = kFlags;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  const long fd = syscall(SYS_openat2, folder.fd(), name.c_str(), &how, sizeof how);
  if (fd >= 0 || (errno != ENOSYS && errno != EPERM)) return static_cast<int>(fd);
  // A kernel or sandbox without openat2: look where the opened file is.
  OpenFile file(openat(folder.fd(), name.c_str(), kFlags));
  if (file.fd() >= 0 && !IsBeneath(file.fd(), root)) {
    errno = EXDEV;
    return -1;
  }
  return dup(file.fd());
}

}  // namespace

OpenFile::~OpenFile() {
  if (fd_ >= 0) close(fd_);
}

std::string OpenFile::DescriptorPath() const { return core::Cat("/proc/self/fd/", fd_); }

absl::StatusOr<OpenFile> OpenBeneath(const core::Source& source, const core::Table& table,
                                     const std::string& name) {
  OpenFile file(OpenIn(source.root, name));
  const int problem = file.fd() < 0 ? errno : 0;
  struct stat info {};
  if (problem == 0 && fstat(file.fd(), &info) == 0 && S_ISREG(info.st_mode)) return file;
  const bool outside = problem == EXDEV || problem == ELOOP;
  const std::string what =
      outside        ? core::Cat("leads out of the source's root ", source.root,
                                 " (a symbolic link in it must be relative and stay inside)")
      : problem != 0 ? core::Cat("cannot be opened: ", std::strerror(problem))
                     : std::string("is not a regular file");
  return core::Error(outside ? absl::StatusCode::kPermissionDenied : absl::StatusCode::kNotFound,
                     core::Cat("table '", table.name, "': ", name, " ", what),
                     {outside ? "FILE_OUTSIDE_ROOT" : "FILE_MISSING",
                      {{"table", table.name}, {"files", table.files}, {"file", name}},
                      ""});
}

}  // namespace madad::adapters::duckdb
