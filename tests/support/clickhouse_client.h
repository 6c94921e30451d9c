// Statements to a test's ClickHouse server that Madad has no part in.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace madad::testing {

// Speaks to the server that clickhouse.sh started.
class ClickHouseClient {
 public:
  explicit ClickHouseClient(int port, std::string user = "madad")
      : port_(port), user_(std::move(user)) {}
  // Runs `sql` and returns what the server answers.
  // Errors: INTERNAL with the server's words; UNAVAILABLE.
  absl::StatusOr<std::string> Run(const std::string& sql) const;

 private:
  int port_;
  std::string user_;
};

}  // namespace madad::testing
