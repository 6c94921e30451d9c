// An artifact store over wherever indexes and bytes are kept.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "artifacts/index.h"
#include "core/model/artifacts.h"

namespace madad::artifacts {

// How many versions of an instance are kept, the one that serves among them.
inline constexpr size_t kMostVersions = 20;

// What the stores have in common. Of the functions below that they fill in, those
// that write are called by one thread at a time, the others by any: who reads does
// not wait for who writes.
class IndexedStore : public core::ArtifactStore {
 public:
  absl::StatusOr<core::ArtifactVersions> List(const std::string& key) const override;
  absl::StatusOr<core::Artifact> Serving(const std::string& key) override;
  absl::StatusOr<core::ArtifactVersion> Put(const std::string& key, core::ArtifactVersion version,
                                            const std::string& bytes) override;
  absl::StatusOr<core::ArtifactVersion> Activate(const std::string& key, int64_t number) override;

 protected:
  // Returns the index of `key`, an empty one when there is none.
  virtual absl::StatusOr<ArtifactIndex> Load(const std::string& key) const = 0;
  virtual absl::Status Save(const std::string& key, const ArtifactIndex& index) = 0;
  virtual absl::Status SaveBytes(const core::ArtifactVersion& version,
                                 const std::string& bytes) = 0;
  // Errors: DATA_LOSS (ARTIFACT_DAMAGED).
  virtual absl::StatusOr<core::ArtifactBytes> ReadBytes(
      const core::ArtifactVersion& version) const = 0;
  // The same without the bytes, as cheap as can be.
  virtual absl::Status Check(const core::ArtifactVersion& version) const = 0;
  // Forgets the bytes of a digest that an index no longer names; another's may.
  virtual void Forget(const std::string& digest) = 0;
  // Keeps other processes from changing what is kept, as long as it lives.
  virtual absl::StatusOr<std::shared_ptr<void>> Lock() const = 0;

 private:
  core::ArtifactVersions ViewOf(const ArtifactIndex& index) const;

  std::mutex writing_;
};

}  // namespace madad::artifacts
