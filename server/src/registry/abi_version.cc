#include "registry/abi_version.h"

#include <string>

#include "absl/strings/str_cat.h"

#include "madad/abi/plugin.h"
#include "registry/errors.h"

namespace madad::registry {

absl::Status CheckAbi(uint32_t major, uint32_t minor, uint32_t minor_needed) {
  const std::string theirs = absl::StrCat(major, ".", minor);
  const std::string ours = absl::StrCat(MADAD_ABI_MAJOR, ".", MADAD_ABI_MINOR);
  if (major != MADAD_ABI_MAJOR) {
    return LoadError(absl::StatusCode::kFailedPrecondition, kAbiIncompatible,
                     absl::StrCat("the plugin is built for ABI ", theirs, ", this server speaks ",
                                  ours, "; use a plugin and a server of the same major version"),
                     {{"plugin_abi", theirs}, {"server_abi", ours}});
  }
  if (minor_needed > MADAD_ABI_MINOR) {
    const std::string needed = absl::StrCat(major, ".", minor_needed);
    return LoadError(absl::StatusCode::kFailedPrecondition, kAbiIncompatible,
                     absl::StrCat("the plugin is built for ABI ", theirs, " and needs ", needed,
                                  ", this server speaks ", ours, "; update the server"),
                     {{"plugin_abi", theirs}, {"needed_abi", needed}, {"server_abi", ours}});
  }
  return absl::OkStatus();
}

}  // namespace madad::registry
