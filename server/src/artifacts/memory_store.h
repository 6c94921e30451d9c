// Artifacts of a server that has no folder for them.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "artifacts/indexed_store.h"

namespace madad::artifacts {

// Keeps everything in memory: it is gone with the process.
class MemoryStore : public IndexedStore {
 protected:
  absl::StatusOr<ArtifactIndex> Load(const std::string& key) const override;
  absl::Status Save(const std::string& key, const ArtifactIndex& index) override;
  absl::Status SaveBytes(const core::ArtifactVersion& version, const std::string& bytes) override;
  absl::StatusOr<core::ArtifactBytes> ReadBytes(
      const core::ArtifactVersion& version) const override;
  absl::Status Check(const core::ArtifactVersion&) const override { return absl::OkStatus(); }
  void Forget(const std::string& digest) override;
  absl::StatusOr<std::shared_ptr<void>> Lock() const override { return std::shared_ptr<void>(); }

 private:
  mutable std::mutex mutex_;                          // guards the rest
  std::map<std::string, ArtifactIndex> indexes_;      // by key
  std::map<std::string, core::ArtifactBytes> bytes_;  // by digest
};

}  // namespace madad::artifacts
