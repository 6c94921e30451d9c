#include "adapters/duckdb/files.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include <glob.h>
#include <sys/stat.h>

#include "absl/strings/str_join.h"

#include "core/status.h"
#include "core/suggest.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

namespace fs = std::filesystem;

absl::Status FileError(absl::StatusCode code, std::string_view reason, const core::Table& table,
                       std::string_view message) {
  return core::Error(code, core::Cat("table '", table.name, "': ", message),
                     {std::string(reason), {{"table", table.name}, {"files", table.files}}, ""});
}

bool IsRelativeAndInside(std::string_view pattern) {
  if (pattern.empty() || pattern.front() == '/') return false;
  const fs::path path(pattern);
  return std::find(path.begin(), path.end(), "..") == path.end();
}

// A folder's name with every character that glob() gives a meaning escaped.
std::string EscapeForGlob(const std::string& folder) {
  std::string escaped;
  for (const char c : folder) {
    if (std::string_view("*?[]\\").find(c) != std::string_view::npos) escaped.push_back('\\');
    escaped.push_back(c);
  }
  return escaped;
}

std::vector<std::string> Expand(const std::string& root, const std::string& pattern) {
  glob_t found{};
  const std::string full = core::Cat(EscapeForGlob(root), "/", pattern);
  std::vector<std::string> paths;
  if (glob(full.c_str(), 0, nullptr, &found) == 0) {
    paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  }
  globfree(&found);
  return paths;
}

// "; there are a.csv, b.csv" of the folder that the pattern looks in.
std::string WhatIsThere(const fs::path& root, const std::string& pattern) {
  std::vector<std::string> names;
  std::error_code error;
  const fs::path folder = root / fs::path(pattern).parent_path();
  for (fs::directory_iterator it(folder, error), end; it != end && names.size() < 100;
       it.increment(error)) {
    if (error) break;
    names.push_back(it->path().filename().string());
  }
  const std::string wanted = fs::path(pattern).filename().string();
  if (std::string nearest = core::DidYouMean(wanted, names); !nearest.empty()) return nearest;
  if (names.empty()) return "; that folder is empty or missing";
  std::sort(names.begin(), names.end());
  if (names.size() > 8) names.resize(8);
  return core::Cat("; there are ", absl::StrJoin(names, ", "));
}

absl::StatusOr<FileInfo> Inspect(const core::Source& source, const core::Table& table,
                                 const std::string& name) {
  MADAD_ASSIGN_OR_RETURN(const FileKind kind, KindOf(table, name));
  MADAD_ASSIGN_OR_RETURN(const OpenFile file, OpenBeneath(source, table, name));
  struct stat info {};
  fstat(file.fd(), &info);
  const int64_t modified = info.st_mtim.tv_sec * 1'000'000'000LL + info.st_mtim.tv_nsec;
  return FileInfo{(fs::path(source.root) / name).string(), name, info.st_size, modified, kind};
}

// One table has one kind of reader; only commas and tabs mix.
absl::Status CheckOneFormat(const core::Table& table, const std::vector<FileInfo>& files) {
  for (const FileInfo& file : files) {
    const core::FileFormat first = files.front().kind.format;
    if (file.kind.format == first) continue;
    if (IsDelimited(file.kind.format) && IsDelimited(first)) continue;
    return FileError(absl::StatusCode::kInvalidArgument, "FILE_KIND_UNSUPPORTED", table,
                     core::Cat(files.front().name, " and ", file.name,
                               " are of different formats; make a table for each"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<FileInfo>> FindFiles(const core::Source& source,
                                                const core::Table& table) {
  if (!IsRelativeAndInside(table.files)) {
    return FileError(absl::StatusCode::kPermissionDenied, "FILE_OUTSIDE_ROOT", table,
                     core::Cat("files '", table.files,
                               "' must be a path beneath the root of "
                               "source '",
                               source.name, "', without '..'"));
  }
  std::error_code error;
  const fs::path root = fs::canonical(source.root, error);
  const std::vector<std::string> paths =
      error ? std::vector<std::string>{} : Expand(root.string(), table.files);
  if (paths.empty()) {
    return FileError(absl::StatusCode::kNotFound, "FILE_MISSING", table,
                     core::Cat("no file matches '", table.files, "' beneath ", source.root,
                               WhatIsThere(source.root, table.files)));
  }
  std::vector<FileInfo> files;
  for (const std::string& path : paths) {
    const std::string name = path.substr(root.string().size() + 1);
    MADAD_ASSIGN_OR_RETURN(files.emplace_back(), Inspect(source, table, name));
  }
  MADAD_RETURN_IF_ERROR(CheckOneFormat(table, files));
  return files;
}

}  // namespace madad::adapters::duckdb
