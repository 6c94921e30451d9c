// The gRPC server: services, health, reflection, listening.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "rpc/answers/answers.h"
#include "rpc/backend.h"

namespace madad::rpc {

// Clients may send keepalive pings this often, also without calls; those that
// ping more are cut off.
inline constexpr absl::Duration kKeepaliveMinimum = absl::Seconds(20);

struct ServerOptions {
  // host:port ([::1]:port for IPv6; port 0: any free one), or unix:PATH.
  std::string listen = "127.0.0.1:7400";
  // Serve without encryption on an address other machines can reach.
  bool allow_plaintext_on_network = false;
  Answers::Options answers;
};

// A server that is listening.
class Server {
 public:
  // Errors: INVALID_ARGUMENT (LISTEN_INVALID), FAILED_PRECONDITION
  // (PLAINTEXT_REFUSED), UNAVAILABLE (LISTEN_FAILED: the address is taken).
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options,
                                                       Backend backend);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // host:port with the real port, or unix:PATH.
  const std::string& address() const;

  // How queries were answered so far.
  AnswersReport Report() const;

  // Reports NOT_SERVING, lets calls finish for `drain` and then fails them with
  // UNAVAILABLE (SERVER_DRAINING).
  void Shutdown(absl::Duration drain);

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace madad::rpc
