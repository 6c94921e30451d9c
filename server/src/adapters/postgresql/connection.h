// One connection to a PostgreSQL server.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <libpq-fe.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "core/adapter.h"
#include "core/query.h"

namespace madad::adapters::postgresql {

struct ResultDeleter {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ResultDeleter>;

struct ConnectionOptions {
  std::string source;  // the catalog's name for it, for messages
  std::string dsn;     // a libpq connection string; what it leaves out libpq takes from the
                       // environment and the service file
  std::string password;  // empty: the dsn's
  absl::Duration connect_timeout = absl::Seconds(5);
  absl::Duration statement_timeout = absl::Minutes(5);
};

// Read-only, in UTC. Nothing blocks beyond the end of its call: what is running
// in the server is cancelled, and a connection that cannot be saved is closed.
// Thread: one at a time.
class Connection {
 public:
  // Errors: UNAVAILABLE (SOURCE_UNAVAILABLE), FAILED_PRECONDITION
  // (SOURCE_LOGIN_REFUSED), CANCELLED, DEADLINE_EXCEEDED.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const ConnectionOptions& options,
                                                          const core::CallContext& call);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Whether another statement can be run.
  bool IsUsable() const;

  // Runs a statement to its end and returns its only result; values as text.
  absl::StatusOr<Result> Run(const std::string& sql, const std::vector<std::string>& parameters,
                             const core::CallContext& call);

  // Starts a statement whose rows are fetched one at a time, in binary. It is
  // prepared once for each text.
  absl::Status Start(const core::SqlStatement& statement, const core::CallContext& call);
  // Returns the next result of a started statement: one row, or none at the
  // end (null).
  absl::StatusOr<Result> Next(const core::CallContext& call);

  // Starts COPY of a statement without parameters.
  absl::Status StartCopy(const std::string& sql, const core::CallContext& call);
  // Returns the next of the copy's messages; null at the end.
  using CopyData = std::unique_ptr<char, void (*)(char*)>;
  absl::StatusOr<CopyData> NextCopy(int& size, const core::CallContext& call);

  // Ends what is running, if anything is, so that the connection can be used again.
  void Stop();

  // "15.18", as the server says.
  std::string ServerVersion() const;

 private:
  Connection(ConnectionOptions options, PGconn* connection)
      : options_(std::move(options)), connection_(connection) {}

  absl::Status Connect(const core::CallContext& call);
  absl::Status Flush(const core::CallContext& call);
  absl::Status WaitForInput(const core::CallContext& call);
  absl::StatusOr<Result> NextResult(const core::CallContext& call);
  absl::Status Lost() const;
  absl::Status Refused(const PGresult* result);

  ConnectionOptions options_;
  PGconn* connection_;
  bool is_running_ = false;
  std::map<std::string, std::string> prepared_;  // SQL -> name
};

// What the server said, for the source `source`, with a code that tells what to do.
absl::Status ServerError(const std::string& source, std::string_view sqlstate,
                         std::string_view message);

}  // namespace madad::adapters::postgresql
