// A plugin between its open() and its close().
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "madad/abi/ext/artifact.h"
#include "madad/abi/ext/shape.h"
#include "madad/abi/plugin.h"
#include "registry/elf_manifest.h"
#include "registry/host.h"
#include "registry/library.h"

namespace madad::registry {

// Owns the library and the host it talks to; closes the plugin, then unloads.
class Session {
 public:
  // Checks the entry and opens the plugin.
  // Errors: INVALID_ARGUMENT for an entry that is not as the ABI has it; the plugin's own code and
  // message when open() fails.
  static absl::StatusOr<std::unique_ptr<Session>> Open(Library library, const Manifest& manifest,
                                                       const Options& options);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();

  // Returns a copy of the plugin's description. Errors: INVALID_ARGUMENT when it gives none.
  absl::StatusOr<std::string> Describe() const;

  // Looks for what a plugin with models has; once, before functions() and shape() are used.
  // Errors: INVALID_ARGUMENT when something is missing.
  absl::Status CheckModels();

  // Lifetime: the session's.
  const madad_plugin& functions() const { return *plugin_; }
  const madad_shape& shape() const { return *shape_; }
  // Null when none of its models learns.
  const madad_artifact* artifact() const { return artifact_; }
  const Host& host() const { return host_; }

 private:
  Session(Library library, const std::string& id, const Options& options);

  absl::Status OpenPlugin();

  Library library_;  // first, so that all that came from it goes before it
  Host host_;
  const madad_plugin* plugin_ = nullptr;  // null until opened
  const madad_shape* shape_ = nullptr;    // null when it has no models
  const madad_artifact* artifact_ = nullptr;
};

}  // namespace madad::registry
