// Fingerprints of bytes.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace madad::digest {

// Returns the SHA-256 of `bytes` as 64 hexadecimal digits.
// Errors: INTERNAL when the library that computes it does not.
absl::StatusOr<std::string> Sha256(std::string_view bytes);

}  // namespace madad::digest
