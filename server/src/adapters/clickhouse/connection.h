// One connection to a ClickHouse server.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "adapters/clickhouse/endpoint.h"
#include "adapters/clickhouse/http.h"
#include "adapters/clickhouse/version.h"
#include "core/adapter.h"
#include "core/query.h"

namespace madad::adapters::clickhouse {

struct ConnectionOptions {
  std::string source;    // the catalog's name for it, for messages
  std::string dsn;       // as ParseEndpoint reads it
  std::string password;  // empty: the dsn's
  absl::Duration connect_timeout = absl::Seconds(5);
  absl::Duration statement_timeout = absl::Minutes(5);
};

// Read-only (setting readonly = 2). Nothing blocks beyond the end of its call:
// what is running in the server is killed there by its query id.
//
// The server keeps an answer until it is whole (wait_end_of_query): an error
// that comes late is an error then, and no bytes among the rows.
// Thread: one at a time.
class Connection {
 public:
  // Errors: UNAVAILABLE (SOURCE_UNAVAILABLE), FAILED_PRECONDITION
  // (SOURCE_LOGIN_REFUSED, SOURCE_PERMISSION_MISSING), INVALID_ARGUMENT for the
  // dsn, CANCELLED, DEADLINE_EXCEEDED.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const ConnectionOptions& options,
                                                          const core::CallContext& call);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Whether another statement can be run.
  bool IsUsable() const { return is_usable_ && !http_.is_running(); }

  // Runs a statement to its end and returns its rows, as text.
  using Rows = std::vector<std::vector<std::string>>;
  absl::StatusOr<Rows> Run(const std::string& sql, const core::CallContext& call);

  // Starts a statement whose rows come as RowBinary; it has begun to answer then.
  absl::Status Start(const core::SqlStatement& statement, const core::CallContext& call);
  // Waits for more of the rows; false when there is no more.
  absl::StatusOr<bool> Fill(const core::CallContext& call);
  // What has come of the rows and was not taken.
  std::string_view data() const { return http_.data(); }
  void Take(size_t bytes) { http_.Take(bytes); }

  // Ends what is running, if anything is, in the server too.
  void Stop();

  const Version& version() const { return version_; }

 private:
  Connection(ConnectionOptions options, Endpoint endpoint);

  absl::Status Greet(const core::CallContext& call);
  absl::Status Send(const std::string& sql, std::map<std::string, std::string> parameters,
                    const core::CallContext& call);
  absl::Status WaitForAnswer(const core::CallContext& call);
  absl::StatusOr<bool> Wait(const core::CallContext& call);
  std::map<std::string, std::string> Settings() const;
  void Kill();

  const ConnectionOptions options_;
  const Endpoint endpoint_;
  HttpClient http_;
  Version version_;
  std::string query_id_;
  bool is_usable_ = true;
};

}  // namespace madad::adapters::clickhouse
