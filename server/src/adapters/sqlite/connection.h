// One connection to a SQLite file.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sqlite3.h>
#include <sys/types.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "adapters/sql/deadline_watch.h"
#include "adapters/sql/interruption.h"
#include "adapters/sqlite/function.h"
#include "core/adapter.h"
#include "core/query.h"

namespace madad::adapters::sqlite {

struct ConnectionOptions {
  std::string source;  // the catalog's name for it, for messages
  std::string file;    // absolute
  // How long it is waited for another process that has locked the file.
  absl::Duration connect_timeout = absl::Seconds(5);
  absl::Duration statement_timeout = absl::Minutes(5);
};

// Reads only, trusts nothing that the file's schema says, and knows the
// functions of `RegisterFunctions`. Another process may write meanwhile.
// Thread: one at a time.
class Connection {
 public:
  // Lifetime: `deadlines` outlives the connection.
  // Errors: UNAVAILABLE (SOURCE_UNAVAILABLE: no file, or it stays locked),
  // FAILED_PRECONDITION (SOURCE_PERMISSION_MISSING, SOURCE_NOT_A_DATABASE).
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const ConnectionOptions& options,
                                                          sql::DeadlineWatch& deadlines,
                                                          const core::CallContext& call);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Whether another statement can be run.
  bool IsUsable() const;
  // OK while the file at the path is the one that was opened; UNAVAILABLE when
  // it was replaced or removed.
  absl::Status CheckFile() const;

  // A statement under way. It ends when destroyed, and within milliseconds of
  // the end of its call.
  // Lifetime: the connection outlives it; one at a time.
  class Running {
   public:
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running();
    // Moves to the next row; false after the last.
    // Errors: what SQLite or a function of ours says; CANCELLED, DEADLINE_EXCEEDED.
    absl::StatusOr<bool> Step();
    sqlite3_stmt* get() const { return statement_; }

   private:
    friend class Connection;
    Running(Connection& connection, core::CallContext call);

    Connection& connection_;
    core::CallContext call_;  // as it was given
    core::CallContext limited_;  // and no longer than the source's statement timeout
    sqlite3_stmt* statement_ = nullptr;
    std::optional<sql::Interruption> interruption_;
  };

  // Prepares `statement` and binds its parameters; nothing runs yet.
  absl::StatusOr<std::unique_ptr<Running>> Start(const core::SqlStatement& statement,
                                                 const core::CallContext& call);
  // Runs a statement to its end; every value as text, null as "".
  absl::StatusOr<std::vector<std::vector<std::string>>> Rows(const core::SqlStatement& statement,
                                                             const core::CallContext& call);

  sqlite3* handle() const { return handle_; }

 private:
  Connection(ConnectionOptions options, sql::DeadlineWatch& deadlines)
      : options_(std::move(options)), deadlines_(deadlines) {}

  absl::Status OpenFile();
  absl::Status Harden();
  absl::Status ErrorOf(int code) const;
  int WaitForLock(int tries) const;

  ConnectionOptions options_;
  sql::DeadlineWatch& deadlines_;
  sqlite3* handle_ = nullptr;
  FunctionState functions_;
  std::atomic<bool> is_ended_ = false;  // the call of what is running
  absl::Time locked_until_ = absl::InfinitePast();
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

}  // namespace madad::adapters::sqlite
