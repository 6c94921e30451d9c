#include "artifacts/file_store.h"

#include <algorithm>
#include <system_error>

#include "artifacts/index_json.h"
#include "core/status.h"
#include "core/text.h"
#include "digest/sha256.h"

namespace madad::artifacts {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostIndexBytes = size_t{64} << 20;
constexpr char kBytesFolder[] = "artifacts";
constexpr char kIndexFolder[] = "models";

absl::Status Unusable(const fs::path& folder, std::string_view why) {
  return core::Error(absl::StatusCode::kFailedPrecondition,
                     core::Cat("the state folder ", folder.string(), " cannot be used: ", why,
                               "; give --state-dir a folder that the server may write"),
                     {"STATE_DIR_UNUSABLE", {{"folder", folder.string()}}, ""});
}

absl::Status Damaged(const char* reason, const fs::path& file, std::string_view problem) {
  return core::Error(absl::StatusCode::kDataLoss,
                     core::Cat("the file ", file.string(), " ", problem),
                     {reason, {{"file", file.string()}}, ""});
}

absl::Status DamagedArtifact(const fs::path& file, std::string_view problem) {
  return Damaged("ARTIFACT_DAMAGED", file, problem);
}

// Why `bytes`, which are all of the file or too many, are not those of `version`.
absl::Status CheckBytes(const core::ArtifactVersion& version, const fs::path& file,
                        const std::string& bytes) {
  if (bytes.size() != static_cast<size_t>(version.size)) {
    const bool is_short = bytes.size() < static_cast<size_t>(version.size);
    return DamagedArtifact(
        file, is_short ? core::Cat("has ", bytes.size(), " of the ", version.size,
                                   " bytes of version ", version.number, ": it was cut short")
                       : core::Cat("has more than the ", version.size, " bytes of version ",
                                   version.number));
  }
  MADAD_ASSIGN_OR_RETURN(const std::string digest, digest::Sha256(bytes));
  if (digest == version.digest) return absl::OkStatus();
  return DamagedArtifact(
      file, core::Cat("is not what version ", version.number, " was: its SHA-256 is ", digest));
}

bool IsSafeName(std::string_view key) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  };
  return !key.empty() && key.front() != '.' && key.size() < 200 &&
         std::all_of(key.begin(), key.end(), is_plain);
}

// What a process that ended in the middle left. Nobody writes meanwhile.
void RemoveUnfinished(const fs::path& folder) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().filename().string().starts_with(kUnfinished)) fs::remove(entry, error);
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<FileStore>> FileStore::Open(const fs::path& folder) {
  std::error_code error;
  const fs::path whole = fs::absolute(folder, error);
  for (const char* part : {kBytesFolder, kIndexFolder}) {
    fs::create_directories(whole / part, error);
    if (error) return Unusable(whole, error.message());
  }
  std::unique_ptr<FileStore> store(new FileStore(whole));
  const auto lock = store->Lock();
  if (!lock.ok()) return Unusable(whole, core::Cat(std::string(lock.status().message())));
  for (const char* part : {kBytesFolder, kIndexFolder}) RemoveUnfinished(whole / part);
  return store;
}

fs::path FileStore::IndexPath(const std::string& key) const {
  return folder_ / kIndexFolder / (key + ".json");
}

fs::path FileStore::BytesPath(std::string_view digest) const {
  return folder_ / kBytesFolder / digest;
}

absl::StatusOr<std::shared_ptr<void>> FileStore::Lock() const { return LockFile(folder_ / "lock"); }

absl::StatusOr<ArtifactIndex> FileStore::Load(const std::string& key) const {
  if (!IsSafeName(key)) {
    return absl::InvalidArgumentError(core::Cat("'", key, "' cannot be the name of a file"));
  }
  const fs::path path = IndexPath(key);
  const absl::StatusOr<FileIdentity> identity = IdentityOf(path);
  if (absl::IsNotFound(identity.status())) return ArtifactIndex();
  MADAD_RETURN_IF_ERROR(identity.status());
  {
    const std::lock_guard lock(mutex_);
    const auto known = indexes_.find(key);
    if (known != indexes_.end() && known->second.first == *identity) return known->second.second;
  }
  MADAD_ASSIGN_OR_RETURN(const std::string text, ReadWhole(path, kMostIndexBytes));
  absl::StatusOr<ArtifactIndex> index = IndexOf(key, text);
  if (!index.ok()) {
    return Damaged("ARTIFACT_INDEX_DAMAGED", path,
                   core::Cat("is no index of versions: ", std::string(index.status().message()),
                             "; move it away to begin anew"));
  }
  const std::lock_guard lock(mutex_);
  indexes_[key] = {*identity, *index};
  return index;
}

absl::Status FileStore::Save(const std::string& key, const ArtifactIndex& index) {
  return WriteWhole(IndexPath(key), ToJson(key, index));
}

absl::Status FileStore::SaveBytes(const core::ArtifactVersion& version, const std::string& bytes) {
  if (Check(version).ok()) return absl::OkStatus();
  return WriteWhole(BytesPath(version.digest), bytes);
}

absl::StatusOr<core::ArtifactBytes> FileStore::ReadBytes(
    const core::ArtifactVersion& version) const {
  const fs::path path = BytesPath(version.digest);
  absl::StatusOr<std::string> bytes = ReadWhole(path, static_cast<size_t>(version.size));
  if (absl::IsNotFound(bytes.status())) return DamagedArtifact(path, "is not there");
  MADAD_RETURN_IF_ERROR(bytes.status());
  MADAD_RETURN_IF_ERROR(CheckBytes(version, path, *bytes));
  return std::make_shared<const std::string>(*std::move(bytes));
}

absl::Status FileStore::Check(const core::ArtifactVersion& version) const {
  const fs::path path = BytesPath(version.digest);
  const absl::StatusOr<FileIdentity> identity = IdentityOf(path);
  if (absl::IsNotFound(identity.status())) return DamagedArtifact(path, "is not there");
  MADAD_RETURN_IF_ERROR(identity.status());
  {
    const std::lock_guard lock(mutex_);
    const auto known = checked_.find(version.digest);
    if (known != checked_.end() && known->second.first == *identity) return known->second.second;
  }
  const absl::Status found = ReadBytes(version).status();
  const std::lock_guard lock(mutex_);
  checked_[version.digest] = {*identity, found};
  return found;
}

bool FileStore::IsNamed(const std::string& digest) const {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_ / kIndexFolder, error)) {
    const absl::StatusOr<ArtifactIndex> index = Load(entry.path().stem());
    // What cannot be read may well name it.
    if (!index.ok()) return true;
    for (const IndexEntry& one : index->entries) {
      if (one.version.digest == digest) return true;
    }
  }
  return static_cast<bool>(error);
}

void FileStore::Forget(const std::string& digest) {
  if (IsNamed(digest)) return;
  std::error_code error;
  fs::remove(BytesPath(digest), error);
  const std::lock_guard lock(mutex_);
  checked_.erase(digest);
}

}  // namespace madad::artifacts
