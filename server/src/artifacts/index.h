// Which versions there are, and which of them serves.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "core/model/artifacts.h"

namespace madad::artifacts {

// A version, and whether it has ever served.
struct IndexEntry {
  core::ArtifactVersion version;
  bool has_served = false;
};

// The versions of one instance, newest first. The state and status of a version
// are not part of it: `View` works them out.
struct ArtifactIndex {
  int64_t next = 1;     // the number of the next version
  int64_t serving = 0;  // the one that should serve; 0: none
  bool pinned = false;
  std::vector<IndexEntry> entries;
};

// Adds `version` under the next number, which it returns. It serves when it
// replaces and no other is pinned.
int64_t AddVersion(core::ArtifactVersion version, ArtifactIndex& index);

// Lets `number` serve, 0: the newest that replaces; see core::ArtifactStore.
// Errors: NOT_FOUND (VERSION_UNKNOWN) naming those there are.
absl::Status ActivateVersion(int64_t number, ArtifactIndex& index);

// Forgets the oldest versions that do not serve, so that at most `most` are left,
// and returns the digests that nothing in the index names any more.
std::vector<std::string> ForgetOldest(size_t most, ArtifactIndex& index);

// Returns why the bytes of a version cannot be used; OK when they can.
using CheckVersion = std::function<absl::Status(const core::ArtifactVersion& version)>;

// Returns the versions with what each is now.
core::ArtifactVersions View(const ArtifactIndex& index, const CheckVersion& check);

}  // namespace madad::artifacts
