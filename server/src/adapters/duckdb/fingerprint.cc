#include "adapters/duckdb/fingerprint.h"

#include <algorithm>

#include <sys/stat.h>

#include "adapters/duckdb/files.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

int64_t Nanoseconds(const timespec& time) { return time.tv_sec * 1'000'000'000LL + time.tv_nsec; }

}  // namespace

Fingerprint FingerprintOf(const core::Source& source, const core::Table& table) {
  const auto files = FindFiles(source, table);
  if (!files.ok()) return {std::string(files.status().message())};
  Fingerprint fingerprint;
  for (const FileInfo& file : *files) {
    struct stat info {};
    // A file that goes between the two looks makes a version without it.
    if (stat(file.path.c_str(), &info) != 0) continue;
    core::Append(&fingerprint.text, file.path, ",", info.st_dev, ",", info.st_ino, ",",
                 info.st_size, ",", Nanoseconds(info.st_mtim), ",", Nanoseconds(info.st_ctim),
                 "\n");
    fingerprint.newest = std::max({fingerprint.newest, absl::TimeFromTimespec(info.st_mtim),
                                   absl::TimeFromTimespec(info.st_ctim)});
  }
  return fingerprint;
}

}  // namespace madad::adapters::duckdb
