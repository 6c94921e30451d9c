#include "rpc/listen.h"

#include <string_view>

#include "core/status.h"
#include "core/text.h"

namespace madad::rpc {
namespace {

bool IsLocal(std::string_view host) {
  return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

}  // namespace

bool IsUnixSocket(const std::string& listen) { return listen.starts_with("unix:"); }

absl::Status CheckListen(const std::string& listen, bool allow_plaintext) {
  if (IsUnixSocket(listen)) return absl::OkStatus();
  const size_t colon = listen.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == listen.size()) {
    return core::Error(absl::StatusCode::kInvalidArgument,
                       core::Cat("--listen is '", listen, "', expected host:port or unix:PATH"),
                       {"LISTEN_INVALID", {{"listen", listen}}, ""});
  }
  if (IsLocal(std::string_view(listen).substr(0, colon)) || allow_plaintext) {
    return absl::OkStatus();
  }
  return core::Error(absl::StatusCode::kFailedPrecondition,
                     core::Cat("'", listen,
                               "' can be reached from other machines and this server "
                               "does not encrypt; listen on 127.0.0.1 behind a proxy that does, "
                               "or add --allow-plaintext-on-network"),
                     {"PLAINTEXT_REFUSED", {{"listen", listen}}, ""});
}

std::string RealAddress(const std::string& listen, int port) {
  if (IsUnixSocket(listen)) return listen;
  return core::Cat(listen.substr(0, listen.rfind(':')), ":", port);
}

}  // namespace madad::rpc
