#include "artifacts/memory_store.h"

#include <algorithm>

namespace madad::artifacts {

absl::StatusOr<ArtifactIndex> MemoryStore::Load(const std::string& key) const {
  const std::lock_guard lock(mutex_);
  const auto index = indexes_.find(key);
  return index == indexes_.end() ? ArtifactIndex() : index->second;
}

absl::Status MemoryStore::Save(const std::string& key, const ArtifactIndex& index) {
  const std::lock_guard lock(mutex_);
  indexes_[key] = index;
  return absl::OkStatus();
}

absl::Status MemoryStore::SaveBytes(const core::ArtifactVersion& version,
                                    const std::string& bytes) {
  const std::lock_guard lock(mutex_);
  bytes_[version.digest] = std::make_shared<const std::string>(bytes);
  return absl::OkStatus();
}

absl::StatusOr<core::ArtifactBytes> MemoryStore::ReadBytes(
    const core::ArtifactVersion& version) const {
  const std::lock_guard lock(mutex_);
  const auto bytes = bytes_.find(version.digest);
  if (bytes != bytes_.end()) return bytes->second;
  return absl::DataLossError("the version was forgotten meanwhile");
}

void MemoryStore::Forget(const std::string& digest) {
  const std::lock_guard lock(mutex_);
  const bool is_used = std::any_of(indexes_.begin(), indexes_.end(), [&](const auto& index) {
    return std::any_of(index.second.entries.begin(), index.second.entries.end(),
                       [&](const IndexEntry& entry) { return entry.version.digest == digest; });
  });
  if (!is_used) bytes_.erase(digest);
}

}  // namespace madad::artifacts
