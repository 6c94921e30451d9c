// One connection to a MySQL or MariaDB server.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <mysql.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "adapters/mysql/address.h"
#include "adapters/mysql/parameter.h"
#include "core/adapter.h"
#include "core/query.h"

namespace madad::adapters::mysql {

struct ConnectionOptions {
  std::string source;    // the catalog's name for it, for messages
  std::string dsn;       // as `ParseDsn` reads it
  std::string password;  // empty: the dsn's
  absl::Duration connect_timeout = absl::Seconds(5);
  absl::Duration statement_timeout = absl::Minutes(5);
};

struct StatementDeleter {
  void operator()(MYSQL_STMT* statement) const { mysql_stmt_close(statement); }
};
using Statement = std::unique_ptr<MYSQL_STMT, StatementDeleter>;

// Read-only, in UTC, text as utf8mb4 by code point. Nothing blocks beyond the end
// of its call: what is running in the server is killed from another connection,
// and a connection that cannot be saved is closed.
// Thread: one at a time.
class Connection {
 public:
  // Errors: INVALID_ARGUMENT (DSN_INVALID), UNAVAILABLE (SOURCE_UNAVAILABLE),
  // FAILED_PRECONDITION (SOURCE_LOGIN_REFUSED), CANCELLED, DEADLINE_EXCEEDED.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const ConnectionOptions& options,
                                                          const core::CallContext& call);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Whether another statement can be run.
  bool IsUsable() const { return !is_lost_ && !is_running_; }

  // Runs a statement to its end and returns its rows as text.
  using Row = std::vector<std::optional<std::string>>;
  absl::StatusOr<std::vector<Row>> Query(const std::string& sql, const core::CallContext& call);

  // Returns what `sql` would return, without running it.
  struct Field {
    std::string name;
    std::string type;  // in the server's words: "decimal(12,2)"
    bool lacks_zone = false;
  };
  absl::StatusOr<std::vector<Field>> Describe(const std::string& sql,
                                              const core::CallContext& call);

  // Starts a statement whose rows are fetched one at a time, in binary. It is
  // prepared once for each text.
  // Lifetime: what is returned is valid until the next statement.
  absl::StatusOr<MYSQL_STMT*> Start(const core::SqlStatement& statement,
                                    const core::CallContext& call);
  // Fetches the next row of the started statement into what is bound; false at the end.
  absl::StatusOr<bool> Fetch(const core::CallContext& call);

  // Ends what is running, if anything is, so that the connection can be used again.
  void Stop();

  // "10.11.19", as the server says.
  std::string ServerVersion() const;
  bool is_mariadb() const { return is_mariadb_; }

 private:
  Connection(ConnectionOptions options, Address address, MYSQL* mysql)
      : options_(std::move(options)), address_(std::move(address)), mysql_(mysql) {}

  void SetOptions();
  absl::Status Connect(const core::CallContext& call);
  absl::Status Settle(const core::CallContext& call);
  absl::StatusOr<MYSQL_STMT*> Prepared(const std::string& sql, const core::CallContext& call);
  // Goes on with an operation of the library until it is done, or the call is over.
  template <typename Begin, typename Continue>
  absl::Status Drive(Begin begin, Continue go_on, const core::CallContext& call);
  absl::Status Refused();
  absl::Status Refused(MYSQL_STMT* statement);
  absl::Status Said(unsigned number, const char* message);
  void Kill();

  const ConnectionOptions options_;
  const Address address_;
  MYSQL* mysql_;
  bool is_mariadb_ = true;
  bool is_running_ = false;
  bool is_lost_ = false;
  // An operation that its call did not see the end of: what it waits for, and
  // how it goes on.
  int waits_ = 0;
  std::function<int(int)> go_on_;
  // What operations return; here, for one may outlive its call.
  MYSQL* connected_ = nullptr;
  MYSQL_RES* result_ = nullptr;
  int failed_ = 0;
  my_bool flag_ = 0;
  std::string text_;  // of the statement that is sent
  Parameters parameters_;
  std::map<std::string, Statement> prepared_;  // by SQL
  Statement single_;                           // one more than are kept
  MYSQL_STMT* running_ = nullptr;
};

}  // namespace madad::adapters::mysql
