// Which plugins this server can speak to.
#pragma once

#include <cstdint>

#include "absl/status/status.h"

namespace madad::registry {

// Returns OK when a plugin of this ABI version can be loaded here.
// Errors: FAILED_PRECONDITION, naming the plugin's version and the server's.
absl::Status CheckAbi(uint32_t major, uint32_t minor, uint32_t minor_needed);

}  // namespace madad::registry
