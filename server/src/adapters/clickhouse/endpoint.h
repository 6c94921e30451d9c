// Where a ClickHouse server listens.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"

namespace madad::adapters::clickhouse {

struct Endpoint {
  std::string url;  // scheme, host and port
  std::string user = "default";
  std::string password;
  std::string database;
  bool is_loopback = false;                     // the host is this machine, by its name or address
  std::string ca_file;                          // empty: the system's authorities
  std::map<std::string, std::string> settings;  // ClickHouse's, for every statement
};

// Reads `http[s]://[user[:password]@]host[:port][/database][?setting=value&...]`,
// with 8123 (TLS: 8443) for the port. `ca_file` among the settings names the
// certificates to trust.
// Errors: INVALID_ARGUMENT, without what could be a password.
absl::StatusOr<Endpoint> ParseEndpoint(const std::string& source, const std::string& dsn);

}  // namespace madad::adapters::clickhouse
