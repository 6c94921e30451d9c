// Artifacts in files.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "artifacts/files.h"
#include "artifacts/indexed_store.h"

namespace madad::artifacts {

// Keeps artifacts under a folder, which servers may share:
//
//   artifacts/<SHA-256>  the bytes, never changed once they are there
//   models/<key>.json    the versions of an instance
//   lock                 held while either is written
//
// Both are written to a temporary file first, brought to the disk and renamed, so
// that a reader sees one whole version or the other. What is read is checked
// against its length and digest; a file is read again only when it has changed.
class FileStore : public IndexedStore {
 public:
  // Makes the folder where it is not there, and removes what was left half written.
  // Errors: FAILED_PRECONDITION (STATE_DIR_UNUSABLE) naming the folder.
  static absl::StatusOr<std::unique_ptr<FileStore>> Open(const std::filesystem::path& folder);

 protected:
  absl::StatusOr<ArtifactIndex> Load(const std::string& key) const override;
  absl::Status Save(const std::string& key, const ArtifactIndex& index) override;
  absl::Status SaveBytes(const core::ArtifactVersion& version, const std::string& bytes) override;
  absl::StatusOr<core::ArtifactBytes> ReadBytes(
      const core::ArtifactVersion& version) const override;
  absl::Status Check(const core::ArtifactVersion& version) const override;
  void Forget(const std::string& digest) override;
  absl::StatusOr<std::shared_ptr<void>> Lock() const override;

 private:
  explicit FileStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

  std::filesystem::path IndexPath(const std::string& key) const;
  std::filesystem::path BytesPath(std::string_view digest) const;
  bool IsNamed(const std::string& digest) const;

  const std::filesystem::path folder_;
  mutable std::mutex mutex_;  // guards the rest
  // What was found in a file, as long as it is the same file.
  mutable std::map<std::string, std::pair<FileIdentity, ArtifactIndex>> indexes_;  // by key
  mutable std::map<std::string, std::pair<FileIdentity, absl::Status>> checked_;   // by digest
};

}  // namespace madad::artifacts
