// Where a server listens.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace madad::rpc {

// True for unix:PATH.
bool IsUnixSocket(const std::string& listen);

// Errors: INVALID_ARGUMENT (LISTEN_INVALID), FAILED_PRECONDITION
// (PLAINTEXT_REFUSED) for an address that other machines can reach unless
// `allow_plaintext` says that this is wanted.
absl::Status CheckListen(const std::string& listen, bool allow_plaintext);

// Returns the address with the port that the system chose.
std::string RealAddress(const std::string& listen, int port);

}  // namespace madad::rpc
