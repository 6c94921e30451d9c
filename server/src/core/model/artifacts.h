// What models have learned: versions of artifacts, kept for each instance.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "core/model.h"

namespace madad::core {

enum class ArtifactState : uint8_t {
  kServing,     // makes the instance's tables
  kKeptBack,    // has never served: it was judged no better, or another is pinned
  kSuperseded,  // has served
};

// One artifact of an instance, and what is known of it.
struct ArtifactVersion {
  int64_t number = 0;    // within the instance, from 1, never used again
  std::string digest;    // SHA-256 of the bytes, in hexadecimal
  int64_t size = 0;      // bytes
  std::string report;    // JSON object: what the training says of its quality
  bool replaces = true;  // what the training says: it is to serve
  std::string reason;    // why, or why not
  absl::Time trained_at = absl::InfinitePast();
  std::string snapshot;  // that it was trained on
  // Equal for equal data, parameters and version of the plugin.
  std::string trained_from;
  std::string model;           // plugin.name
  std::string plugin_version;  // that trained it
  std::string parameters;      // JSON object, defaults filled in
  ArtifactState state = ArtifactState::kKeptBack;
  // Not OK: its bytes cannot be used (DATA_LOSS, ARTIFACT_DAMAGED), and why.
  absl::Status status;
};

// The versions of an instance, newest first.
struct ArtifactVersions {
  std::vector<ArtifactVersion> all;
  // An older version was activated: what is trained later is kept back.
  bool pinned = false;
  // Not OK: the version that should serve is damaged, and why; the newest sound one
  // that served before it does, where there is one.
  absl::Status damage;

  // Returns the one that serves; null when none does.
  const ArtifactVersion* serving() const {
    for (const ArtifactVersion& version : all) {
      if (version.state == ArtifactState::kServing) return &version;
    }
    return nullptr;
  }
};

// An artifact with its bytes.
struct Artifact {
  ArtifactVersion version;
  ArtifactBytes bytes;
};

// Keeps artifacts by their digest, and the versions of each instance by its name.
// Thread: any, at the same time.
class ArtifactStore {
 public:
  virtual ~ArtifactStore() = default;

  // Returns what is known of `instance`'s versions; none when nothing was trained.
  // Errors: DATA_LOSS (ARTIFACT_INDEX_DAMAGED) naming the file, UNAVAILABLE.
  virtual absl::StatusOr<ArtifactVersions> List(const std::string& instance) const = 0;

  // Returns the artifact that serves. When its bytes are damaged, the newest
  // that served before it and is sound goes on serving.
  // Errors: NOT_FOUND (ARTIFACT_NONE) when none serves; those of `List`;
  // DATA_LOSS (ARTIFACT_DAMAGED) when none that served is sound.
  virtual absl::StatusOr<Artifact> Serving(const std::string& instance) = 0;

  // Keeps `bytes` as a new version, which serves when it replaces and no version
  // is pinned. `version` says what is known but its number, digest, size and
  // state; returns it with them. Whole or not at all: what serves goes on when it
  // fails. The oldest versions that do not serve are forgotten past a number.
  // Errors: those of `List`; UNAVAILABLE or RESOURCE_EXHAUSTED (no room).
  virtual absl::StatusOr<ArtifactVersion> Put(const std::string& instance, ArtifactVersion version,
                                              const std::string& bytes) = 0;

  // Lets version `number` serve, and pins it unless it is the newest. 0: the
  // newest that was judged fit to serve, and nothing is pinned any more.
  // Returns the version that serves.
  // Errors: NOT_FOUND (VERSION_UNKNOWN) naming those there are; DATA_LOSS
  // (ARTIFACT_DAMAGED); those of `Put`.
  virtual absl::StatusOr<ArtifactVersion> Activate(const std::string& instance, int64_t number) = 0;
};

}  // namespace madad::core
