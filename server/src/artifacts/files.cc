#include "artifacts/files.h"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/status.h"
#include "core/text.h"

namespace madad::artifacts {
namespace {

// An open file, closed when it goes.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }

 private:
  const int fd_;
};

absl::Status Failed(const char* what, const std::filesystem::path& path, int error) {
  const absl::StatusCode code = error == ENOENT ? absl::StatusCode::kNotFound
                                : error == ENOSPC || error == EDQUOT
                                    ? absl::StatusCode::kResourceExhausted
                                    : absl::StatusCode::kUnavailable;
  return core::Error(code, core::Cat("cannot ", what, " ", path.string(), ": ", strerror(error)),
                     {"STATE_FILE_FAILED", {{"file", path.string()}}, ""});
}

int64_t Nanos(const timespec& time) { return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec; }

bool WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

absl::Status WriteNew(const std::filesystem::path& path, std::string_view bytes) {
  const Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640));
  if (!file.is_open()) return Failed("make", path, errno);
  if (!WriteAll(file.get(), bytes) || fsync(file.get()) != 0) return Failed("write", path, errno);
  return absl::OkStatus();
}

// A name that no other of this process's or of another's has.
std::filesystem::path TemporaryBeside(const std::filesystem::path& path) {
  static std::atomic<uint64_t> count = 0;
  return path.parent_path() /
         core::Cat(kUnfinished, getpid(), "-", ++count, "-", path.filename().string());
}

}  // namespace

absl::StatusOr<FileIdentity> IdentityOf(const std::filesystem::path& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) return Failed("find", path, errno);
  return FileIdentity{found.st_dev, found.st_ino, found.st_size, Nanos(found.st_mtim),
                      Nanos(found.st_ctim)};
}

absl::StatusOr<std::string> ReadWhole(const std::filesystem::path& path, size_t most) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return Failed("open", path, errno);
  std::string bytes;
  char buffer[size_t{64} << 10];
  while (bytes.size() <= most) {
    const ssize_t read_now = read(file.get(), buffer, sizeof buffer);
    if (read_now < 0 && errno == EINTR) continue;
    if (read_now < 0) return Failed("read", path, errno);
    if (read_now == 0) break;
    bytes.append(buffer, static_cast<size_t>(read_now));
  }
  return bytes;
}

absl::Status WriteWhole(const std::filesystem::path& path, std::string_view bytes) {
  const std::filesystem::path temporary = TemporaryBeside(path);
  absl::Status status = WriteNew(temporary, bytes);
  if (status.ok() && rename(temporary.c_str(), path.c_str()) != 0) {
    status = Failed("replace", path, errno);
  }
  if (!status.ok()) {
    unlink(temporary.c_str());
    return status;
  }
  // The name is on the disk when its folder is.
  const Descriptor folder(open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open() || fsync(folder.get()) != 0) {
    return Failed("bring to the disk", path.parent_path(), errno);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<void>> LockFile(const std::filesystem::path& path) {
  auto file = std::make_shared<Descriptor>(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640));
  if (!file->is_open()) return Failed("open", path, errno);
  while (flock(file->get(), LOCK_EX) != 0) {
    if (errno != EINTR) return Failed("lock", path, errno);
  }
  return std::shared_ptr<void>(std::move(file));
}

}  // namespace madad::artifacts
