// A plugin between its open() and its close().
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

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
                                                       LogSink log);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();

  // Returns a copy of the plugin's description. Errors: INVALID_ARGUMENT when it gives none.
  absl::StatusOr<std::string> Describe() const;

 private:
  Session(Library library, const std::string& id, LogSink log);

  absl::Status OpenPlugin();

  Library library_;  // first, so that all that came from it goes before it
  Host host_;
  const madad_plugin* plugin_ = nullptr;  // null until opened
};

}  // namespace madad::registry
