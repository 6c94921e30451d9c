// Where a MySQL or MariaDB server is, as a catalog writes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace madad::adapters::mysql {

enum class Tls : uint8_t { kOff, kRequired, kVerifyIdentity };

struct Address {
  std::string host = "127.0.0.1";
  unsigned port = 3306;
  std::string user;
  std::string password;
  std::string database;
  std::string socket;  // a Unix socket, instead of host and port
  Tls tls = Tls::kOff;
  std::string ca;  // files, PEM
  std::string cert;
  std::string key;
};

// Returns the address that a URL names:
// mysql://user[:password]@host[:port]/database[?key=value&...], in which %xx is
// a byte. Keys: ssl-mode (disabled, required, verify_identity), ssl-ca, ssl-cert,
// ssl-key, socket. `mariadb://` is the same.
// Errors: INVALID_ARGUMENT (DSN_INVALID); the message does not show the URL, for
// there may be a password in it.
absl::StatusOr<Address> ParseDsn(std::string_view dsn);

}  // namespace madad::adapters::mysql
