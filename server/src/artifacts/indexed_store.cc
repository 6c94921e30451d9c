#include "artifacts/indexed_store.h"

#include <memory>
#include <utility>

#include "core/status.h"
#include "core/text.h"
#include "digest/sha256.h"

namespace madad::artifacts {
namespace {

// The version of `number`, which is there.
const core::ArtifactVersion& At(int64_t number, const core::ArtifactVersions& versions) {
  for (const core::ArtifactVersion& version : versions.all) {
    if (version.number == number) return version;
  }
  return versions.all.front();
}

}  // namespace

core::ArtifactVersions IndexedStore::ViewOf(const ArtifactIndex& index) const {
  return View(index, [this](const core::ArtifactVersion& version) { return Check(version); });
}

absl::StatusOr<core::ArtifactVersions> IndexedStore::List(const std::string& key) const {
  MADAD_ASSIGN_OR_RETURN(const ArtifactIndex index, Load(key));
  return ViewOf(index);
}

absl::StatusOr<core::Artifact> IndexedStore::Serving(const std::string& key) {
  MADAD_ASSIGN_OR_RETURN(const ArtifactIndex index, Load(key));
  const core::ArtifactVersions versions = ViewOf(index);
  const core::ArtifactVersion* serving = versions.serving();
  if (serving == nullptr) {
    MADAD_RETURN_IF_ERROR(versions.damage);
    return core::Error(absl::StatusCode::kNotFound,
                       core::Cat("'", key, "' has no version that serves; it has not been trained"),
                       {"ARTIFACT_NONE", {{"key", key}}, ""});
  }
  core::Artifact artifact{.version = *serving};
  MADAD_ASSIGN_OR_RETURN(artifact.bytes, ReadBytes(*serving));
  return artifact;
}

absl::StatusOr<core::ArtifactVersion> IndexedStore::Put(const std::string& key,
                                                        core::ArtifactVersion version,
                                                        const std::string& bytes) {
  const std::lock_guard lock(writing_);
  MADAD_ASSIGN_OR_RETURN(const std::shared_ptr<void> others, Lock());
  MADAD_ASSIGN_OR_RETURN(version.digest, digest::Sha256(bytes));
  version.size = static_cast<int64_t>(bytes.size());
  MADAD_ASSIGN_OR_RETURN(ArtifactIndex index, Load(key));
  // The bytes first: what an index names is there.
  MADAD_RETURN_IF_ERROR(SaveBytes(version, bytes));
  const int64_t number = AddVersion(std::move(version), index);
  const std::vector<std::string> forgotten = ForgetOldest(kMostVersions, index);
  MADAD_RETURN_IF_ERROR(Save(key, index));
  for (const std::string& one : forgotten) Forget(one);
  return At(number, ViewOf(index));
}

absl::StatusOr<core::ArtifactVersion> IndexedStore::Activate(const std::string& key,
                                                             int64_t number) {
  const std::lock_guard lock(writing_);
  MADAD_ASSIGN_OR_RETURN(const std::shared_ptr<void> others, Lock());
  MADAD_ASSIGN_OR_RETURN(ArtifactIndex index, Load(key));
  MADAD_RETURN_IF_ERROR(ActivateVersion(number, index));
  const core::ArtifactVersions versions = ViewOf(index);
  MADAD_RETURN_IF_ERROR(At(index.serving, versions).status);
  MADAD_RETURN_IF_ERROR(Save(key, index));
  return At(index.serving, versions);
}

}  // namespace madad::artifacts
