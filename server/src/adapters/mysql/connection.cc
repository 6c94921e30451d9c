#include "adapters/mysql/connection.h"

#include <algorithm>
#include <utility>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include "absl/time/clock.h"

#include "adapters/mysql/errors.h"
#include "adapters/mysql/fields.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::mysql {
namespace {

// How long it is waited at most before a call's end is looked at.
constexpr int kSliceMillis = 5;
// How long a server may take to say that it has stopped.
constexpr absl::Duration kStopTime = absl::Milliseconds(500);
constexpr size_t kMostPrepared = 64;

// How many bytes of a text decide its place among others; the server's 1024 would
// take longer ones that begin alike for equal.
constexpr int kSortedBytes = 65'536;
constexpr int kSortBuffer = 4 << 20;

constexpr unsigned kInterrupted = 1317;
constexpr unsigned kGone = 2013;

// Waits for what the library waits for; a slice at a time. Returns what there is.
absl::StatusOr<int> Wait(MYSQL* mysql, int waits, const core::CallContext& call) {
  pollfd polled{.fd = mysql_get_socket(mysql), .events = 0, .revents = 0};
  if ((waits & MYSQL_WAIT_READ) != 0) polled.events |= POLLIN;
  if ((waits & MYSQL_WAIT_WRITE) != 0) polled.events |= POLLOUT;
  if ((waits & MYSQL_WAIT_EXCEPT) != 0) polled.events |= POLLPRI;
  const bool limited = (waits & MYSQL_WAIT_TIMEOUT) != 0;
  const absl::Time end = limited
                             ? absl::Now() + absl::Milliseconds(mysql_get_timeout_value_ms(mysql))
                             : absl::InfiniteFuture();
  while (true) {
    MADAD_RETURN_IF_ERROR(call.Check());
    if (poll(&polled, 1, kSliceMillis) > 0) break;
    if (absl::Now() >= end) return MYSQL_WAIT_TIMEOUT;
  }
  int ready = 0;
  // Errors show when it is used.
  if ((polled.revents & (POLLIN | POLLHUP | POLLERR | POLLNVAL)) != 0)
    ready |= waits & MYSQL_WAIT_READ;
  if ((polled.revents & (POLLOUT | POLLHUP | POLLERR | POLLNVAL)) != 0)
    ready |= waits & MYSQL_WAIT_WRITE;
  if ((polled.revents & POLLPRI) != 0) ready |= MYSQL_WAIT_EXCEPT;
  return ready == 0 ? waits & ~MYSQL_WAIT_TIMEOUT : ready;
}

// A server that is gone without a word is noticed.
void KeepAlive(int socket) {
  const auto set = [&](int level, int name, int value) {
    setsockopt(socket, level, name, &value, sizeof value);
  };
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, 10);
  set(IPPROTO_TCP, TCP_KEEPINTVL, 5);
  set(IPPROTO_TCP, TCP_KEEPCNT, 3);
  set(IPPROTO_TCP, TCP_USER_TIMEOUT, 15'000);
}

const char* OrNull(const std::string& text) { return text.empty() ? nullptr : text.c_str(); }

}  // namespace

template <typename Begin, typename Continue>
absl::Status Connection::Drive(Begin begin, Continue go_on, const core::CallContext& call) {
  int waits = begin();
  while (waits != 0) {
    const absl::StatusOr<int> ready = Wait(mysql_, waits, call);
    if (!ready.ok()) {
      waits_ = waits;
      go_on_ = std::move(go_on);
      return ready.status();
    }
    waits = go_on(*ready);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const ConnectionOptions& options,
                                                             const core::CallContext& call) {
  absl::StatusOr<Address> address = ParseDsn(options.dsn);
  if (!address.ok()) {
    return core::Annotate(address.status(), core::Cat("source '", options.source, "': "));
  }
  if (!options.password.empty()) address->password = options.password;
  MYSQL* mysql = mysql_init(nullptr);
  if (mysql == nullptr) return absl::ResourceExhaustedError("no memory for a connection");
  std::unique_ptr<Connection> connection(new Connection(options, *std::move(address), mysql));
  connection->SetOptions();
  MADAD_RETURN_IF_ERROR(connection->Connect(call));
  MADAD_RETURN_IF_ERROR(connection->Settle(call));
  return connection;
}

Connection::~Connection() {
  Stop();
  // What is still under way must not be waited for.
  if (waits_ != 0) shutdown(mysql_get_socket(mysql_), SHUT_RD);
  mysql_free_result(result_);
  mysql_close(mysql_);
}

void Connection::SetOptions() {
  mysql_options(mysql_, MYSQL_OPT_NONBLOCK, nullptr);
  mysql_options(mysql_, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  // Texts that are longer than their cells are seen by their length.
  const my_bool no = 0;
  mysql_options(mysql_, MYSQL_REPORT_DATA_TRUNCATION, &no);
  // A server must not be able to ask for files.
  const unsigned off = 0;
  mysql_options(mysql_, MYSQL_OPT_LOCAL_INFILE, &off);
  const unsigned protocol = address_.socket.empty() ? MYSQL_PROTOCOL_TCP : MYSQL_PROTOCOL_SOCKET;
  mysql_options(mysql_, MYSQL_OPT_PROTOCOL, &protocol);
  mysql_options4(mysql_, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", "madad");
  if (address_.tls == Tls::kOff) return;
  // Its handshake is waited for by the library.
  const auto seconds =
      static_cast<unsigned>(std::max<int64_t>(1, absl::ToInt64Seconds(options_.connect_timeout)));
  mysql_options(mysql_, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
  const my_bool yes = 1;
  const my_bool verify = address_.tls == Tls::kVerifyIdentity ? 1 : 0;
  mysql_ssl_set(mysql_, OrNull(address_.key), OrNull(address_.cert), OrNull(address_.ca), nullptr,
                nullptr);
  mysql_options(mysql_, MYSQL_OPT_SSL_ENFORCE, &yes);
  mysql_options(mysql_, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
}

absl::Status Connection::Connect(const core::CallContext& call) {
  core::CallContext own = call;
  own.deadline = std::min(call.deadline, absl::Now() + options_.connect_timeout);
  const bool local = !address_.socket.empty();
  const absl::Status done = Drive(
      [&] {
        return mysql_real_connect_start(
            &connected_, mysql_, local ? nullptr : address_.host.c_str(), address_.user.c_str(),
            address_.password.c_str(), address_.database.c_str(), address_.port,
            OrNull(address_.socket), 0);
      },
      [this](int ready) { return mysql_real_connect_cont(&connected_, mysql_, ready); }, own);
  if (done.ok() && connected_ != nullptr) {
    // The library goes on without where the server has none.
    if (address_.tls != Tls::kOff && mysql_get_ssl_cipher(mysql_) == nullptr) {
      is_lost_ = true;
      return core::Error(absl::StatusCode::kFailedPrecondition,
                         core::Cat("source '", options_.source,
                                   "' (MySQL): the server offers no TLS, "
                                   "which the dsn requires; configure it there, or write "
                                   "ssl-mode=disabled where the network is trusted"),
                         {"SOURCE_TLS_MISSING", {{"source", options_.source}}, ""});
    }
    KeepAlive(mysql_get_socket(mysql_));
    // The library suspends in TLS only where the socket itself does not block.
    if (address_.tls != Tls::kOff) {
      const int socket = mysql_get_socket(mysql_);
      fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK);
    }
    is_mariadb_ = mariadb_connection(mysql_) != 0;
    return absl::OkStatus();
  }
  is_lost_ = true;
  if (done.ok()) return Refused();
  MADAD_RETURN_IF_ERROR(call.Check());
  return core::Error(absl::StatusCode::kUnavailable,
                     core::Cat("source '", options_.source, "' (MySQL): no answer within ",
                               absl::FormatDuration(options_.connect_timeout),
                               "; check that the server is up and reachable"),
                     {"SOURCE_UNAVAILABLE", {{"source", options_.source}}, ""});
}

// What the dialect relies on, whatever the server's configuration says.
absl::Status Connection::Settle(const core::CallContext& call) {
  const int64_t limit = absl::ToInt64Milliseconds(options_.statement_timeout);
  const std::string timeout =
      is_mariadb_ ? core::Cat("max_statement_time = ", limit / 1000, ".", limit % 1000 / 100)
                  : core::Cat("max_execution_time = ", limit);
  const std::string collation = is_mariadb_ ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
  MADAD_RETURN_IF_ERROR(
      Query(
          core::Cat("SET NAMES utf8mb4 COLLATE ", collation,
                    ", time_zone = '+00:00', autocommit = 1, sql_select_limit = DEFAULT, sql_mode "
                    "= 'STRICT_ALL_TABLES,NO_UNSIGNED_SUBTRACTION', max_sort_length = ",
                    kSortedBytes, ", sort_buffer_size = ", kSortBuffer, ", ", timeout),
          call)
          .status());
  return Query("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY", call).status();
}

absl::Status Connection::Said(unsigned number, const char* message) {
  absl::Status status = ServerError(options_.source, number, message);
  if (absl::IsUnavailable(status) && number != kInterrupted) is_lost_ = true;
  return status;
}

absl::Status Connection::Refused() { return Said(mysql_errno(mysql_), mysql_error(mysql_)); }

absl::Status Connection::Refused(MYSQL_STMT* statement) {
  is_running_ = false;
  // Not every error reaches the statement.
  if (mysql_stmt_errno(statement) == 0) return Refused();
  return Said(mysql_stmt_errno(statement), mysql_stmt_error(statement));
}

std::string Connection::ServerVersion() const {
  const char* version = mysql_get_server_info(mysql_);
  const std::string text = version == nullptr ? "" : version;
  return text.substr(0, text.find('-'));
}

absl::StatusOr<std::vector<Connection::Row>> Connection::Query(const std::string& sql,
                                                               const core::CallContext& call) {
  text_ = sql;
  running_ = nullptr;
  is_running_ = true;
  failed_ = 0;
  MADAD_RETURN_IF_ERROR(
      Drive([&] { return mysql_real_query_start(&failed_, mysql_, text_.data(), text_.size()); },
            [this](int ready) { return mysql_real_query_cont(&failed_, mysql_, ready); }, call));
  if (failed_ == 0 && mysql_field_count(mysql_) > 0) {
    MADAD_RETURN_IF_ERROR(Drive(
        [&] { return mysql_store_result_start(&result_, mysql_); },
        [this](int ready) { return mysql_store_result_cont(&result_, mysql_, ready); }, call));
    if (result_ == nullptr) failed_ = 1;
  }
  is_running_ = false;
  if (failed_ != 0) return Refused();
  std::vector<Row> rows;
  MYSQL_RES* result = std::exchange(result_, nullptr);
  if (result == nullptr) return rows;
  while (MYSQL_ROW values = mysql_fetch_row(result)) {
    const unsigned long* lengths = mysql_fetch_lengths(result);
    Row& row = rows.emplace_back();
    for (unsigned i = 0; i < mysql_num_fields(result); ++i) {
      values[i] == nullptr ? row.emplace_back()
                           : row.emplace_back(std::string(values[i], lengths[i]));
    }
  }
  mysql_free_result(result);
  return rows;
}

absl::StatusOr<MYSQL_STMT*> Connection::Prepared(const std::string& sql,
                                                 const core::CallContext& call) {
  const auto known = prepared_.find(sql);
  if (known != prepared_.end()) return known->second.get();
  single_.reset(mysql_stmt_init(mysql_));
  MYSQL_STMT* statement = single_.get();
  if (statement == nullptr) return absl::ResourceExhaustedError("no memory for a statement");
  text_ = sql;
  running_ = nullptr;
  is_running_ = true;
  failed_ = 0;
  MADAD_RETURN_IF_ERROR(Drive(
      [&] { return mysql_stmt_prepare_start(&failed_, statement, text_.data(), text_.size()); },
      [this, statement](int ready) { return mysql_stmt_prepare_cont(&failed_, statement, ready); },
      call));
  if (failed_ != 0) return Refused(statement);
  is_running_ = false;
  if (prepared_.size() < kMostPrepared) prepared_[sql] = std::move(single_);
  return statement;
}

absl::StatusOr<std::vector<Connection::Field>> Connection::Describe(const std::string& sql,
                                                                    const core::CallContext& call) {
  MADAD_ASSIGN_OR_RETURN(MYSQL_STMT * statement, Prepared(sql, call));
  std::vector<Field> fields;
  MYSQL_RES* result = mysql_stmt_result_metadata(statement);
  if (result != nullptr) {
    for (unsigned i = 0; i < mysql_num_fields(result); ++i) {
      const MYSQL_FIELD* field = mysql_fetch_field_direct(result, i);
      const bool lacks_zone = field->type == MYSQL_TYPE_DATE || field->type == MYSQL_TYPE_DATETIME;
      fields.push_back({std::string(field->name, field->name_length), TypeOf(*field), lacks_zone});
    }
    mysql_free_result(result);
  }
  prepared_.erase(sql);  // it is asked once
  return fields;
}

absl::StatusOr<MYSQL_STMT*> Connection::Start(const core::SqlStatement& statement,
                                              const core::CallContext& call) {
  MADAD_RETURN_IF_ERROR(parameters_.Set(statement.parameters));
  MADAD_ASSIGN_OR_RETURN(MYSQL_STMT * prepared, Prepared(statement.sql, call));
  if (mysql_stmt_param_count(prepared) != parameters_.size()) {
    return ServerError(options_.source, 1210,
                       "the query has a `?` of its own, which is a placeholder to the server");
  }
  if (parameters_.size() > 0 && mysql_stmt_bind_param(prepared, parameters_.binds()) != 0) {
    return Refused(prepared);
  }
  is_running_ = true;
  running_ = prepared;
  failed_ = 0;
  MADAD_RETURN_IF_ERROR(Drive(
      [&] { return mysql_stmt_execute_start(&failed_, prepared); },
      [this, prepared](int ready) { return mysql_stmt_execute_cont(&failed_, prepared, ready); },
      call));
  if (failed_ != 0) return Refused(prepared);
  return prepared;
}

absl::StatusOr<bool> Connection::Fetch(const core::CallContext& call) {
  MYSQL_STMT* statement = running_;
  failed_ = 0;
  MADAD_RETURN_IF_ERROR(Drive(
      [&] { return mysql_stmt_fetch_start(&failed_, statement); },
      [this, statement](int ready) { return mysql_stmt_fetch_cont(&failed_, statement, ready); },
      call));
  if (failed_ == 0) return true;
  if (failed_ != MYSQL_NO_DATA) return Refused(statement);
  is_running_ = false;
  running_ = nullptr;
  mysql_stmt_free_result(statement);
  return false;
}

// KILL QUERY, from a connection of its own.
void Connection::Kill() {
  const core::CallContext call{.deadline = absl::Now() + kStopTime};
  MYSQL* mysql = mysql_init(nullptr);
  if (mysql == nullptr) return;
  Connection killer(options_, address_, mysql);
  killer.SetOptions();
  if (!killer.Connect(call).ok()) return;
  killer.Query(core::Cat("KILL QUERY ", mysql_thread_id(mysql_)), call).status().IgnoreError();
  killer.is_running_ = false;  // it is not worth a kill of its own
}

void Connection::Stop() {
  if (!is_running_ || is_lost_) return;
  Kill();
  is_lost_ = true;  // until it has answered
  const core::CallContext call{.deadline = absl::Now() + kStopTime};
  while (waits_ != 0) {
    const absl::StatusOr<int> ready = Wait(mysql_, waits_, call);
    if (!ready.ok()) return;
    waits_ = go_on_(*ready);
  }
  go_on_ = nullptr;
  mysql_free_result(std::exchange(result_, nullptr));
  if (running_ != nullptr) {
    MYSQL_STMT* statement = running_;
    const absl::Status freed =
        Drive([&] { return mysql_stmt_free_result_start(&flag_, statement); },
              [this, statement](int ready) {
                return mysql_stmt_free_result_cont(&flag_, statement, ready);
              },
              call);
    if (!freed.ok()) return;
  }
  running_ = nullptr;
  is_running_ = false;
  is_lost_ = false;
  // A kill that came after the statement's end would be the next one's.
  for (int i = 0; i < 2 && !is_lost_; ++i) {
    if (Query("DO 0", call).ok()) return;
  }
  is_lost_ = is_lost_ || is_running_ || mysql_errno(mysql_) >= kGone;
}

}  // namespace madad::adapters::mysql
