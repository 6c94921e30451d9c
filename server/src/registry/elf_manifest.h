// What a plugin's file says of itself before it is loaded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace madad::registry {

struct Manifest {
  uint32_t abi_major = 0;
  uint32_t abi_minor = 0;
  uint32_t abi_minor_needed = 0;
  uint32_t flags = 0;
  std::string id;
  std::string version;
  std::string sdk_version;  // empty when the plugin was written without the SDK
};

// Returns the manifest of the plugin whose file has these bytes, after checking that this server
// can load it: its architecture, its ABI version, and the presence of the entry symbol.
// Errors: INVALID_ARGUMENT for a file that is no plugin, FAILED_PRECONDITION for one that does not
// fit this server.
absl::StatusOr<Manifest> ReadManifest(std::string_view bytes);

}  // namespace madad::registry
