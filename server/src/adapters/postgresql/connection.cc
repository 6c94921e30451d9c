#include "adapters/postgresql/connection.h"

#include <algorithm>
#include <utility>

#include <poll.h>

#include "absl/strings/ascii.h"
#include "absl/time/clock.h"

#include "adapters/postgresql/parameter.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::postgresql {
namespace {

// How long it is waited at most before a call's end is looked at.
constexpr int kSliceMillis = 5;
// How long a server may take to say that it has stopped.
constexpr absl::Duration kStopTime = absl::Milliseconds(500);
constexpr size_t kMostPrepared = 64;

// Waits until the socket can be read (or written); a slice at a time.
absl::Status Wait(int socket, short events, absl::Time end, const core::CallContext& call) {
  pollfd polled{.fd = socket, .events = events, .revents = 0};
  while (true) {
    MADAD_RETURN_IF_ERROR(call.Check());
    const int ready = poll(&polled, 1, kSliceMillis);
    if (ready != 0) return absl::OkStatus();  // errors show when it is used
    if (absl::Now() >= end) return absl::DeadlineExceededError("no answer in time");
  }
}

std::string Message(const char* text) {
  return std::string(absl::StripAsciiWhitespace(text == nullptr ? "no message" : text));
}

}  // namespace

absl::Status ServerError(const std::string& source, std::string_view sqlstate,
                         std::string_view message) {
  absl::StatusCode code = absl::StatusCode::kInternal;
  std::string reason = "SOURCE_FAILED";
  std::string remedy;
  const std::string_view group = sqlstate.substr(0, 2);
  if (group == "08" || group == "57" || sqlstate == "53300") {
    code = absl::StatusCode::kUnavailable;
    reason = "SOURCE_UNAVAILABLE";
  }
  if (sqlstate == "57014") {
    code = absl::StatusCode::kDeadlineExceeded;
    reason = "SOURCE_TIMEOUT";
    remedy = "; ask for less, or raise the source's statement_timeout";
  } else if (group == "28") {
    code = absl::StatusCode::kFailedPrecondition;
    reason = "SOURCE_LOGIN_REFUSED";
    remedy = "; check the user and the password that the source's dsn or password refers to";
  } else if (sqlstate == "42501") {
    code = absl::StatusCode::kFailedPrecondition;
    reason = "SOURCE_PERMISSION_MISSING";
    remedy = "; grant SELECT on it to the source's user";
  } else if (sqlstate == "42P01" || sqlstate == "3F000") {
    code = absl::StatusCode::kFailedPrecondition;
    reason = "RELATION_MISSING";
  } else if (sqlstate == "42703" || sqlstate == "42883" || sqlstate == "42804") {
    code = absl::StatusCode::kFailedPrecondition;
    reason = "RELATION_CHANGED";
    remedy = "; if a column was renamed or its type changed, mend the table in the catalog and run "
             "`madad sources refresh`";
  } else if (sqlstate == "22003") {
    code = absl::StatusCode::kOutOfRange;
    reason = "FIGURE_OUT_OF_RANGE";
  } else if (group == "22") {
    code = absl::StatusCode::kInvalidArgument;
    reason = "VALUE_INVALID";
  } else if (group == "53" || group == "54") {
    code = absl::StatusCode::kResourceExhausted;
    reason = "SOURCE_OVERLOADED";
  }
  return core::Error(code, core::Cat("source '", source, "' (PostgreSQL): ", message, remedy),
                     {reason, {{"source", source}, {"sqlstate", std::string(sqlstate)}}, ""});
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const ConnectionOptions& options,
                                                             const core::CallContext& call) {
  // The dsn is expanded first, so that what follows takes precedence.
  std::vector<const char*> keys = {"dbname"};
  std::vector<const char*> values = {options.dsn.c_str()};
  const auto add = [&](const char* key, const char* value) {
    keys.push_back(key);
    values.push_back(value);
  };
  if (!options.password.empty()) add("password", options.password.c_str());
  add("client_encoding", "UTF8");
  add("fallback_application_name", "madad");
  // A server that is gone without a word is noticed.
  add("keepalives_idle", "10");
  add("keepalives_interval", "5");
  add("keepalives_count", "3");
  add("tcp_user_timeout", "15000");
  add(nullptr, nullptr);
  PGconn* raw = PQconnectStartParams(keys.data(), values.data(), 1);
  if (raw == nullptr) return absl::ResourceExhaustedError("no memory for a connection");
  std::unique_ptr<Connection> connection(new Connection(options, raw));
  MADAD_RETURN_IF_ERROR(connection->Connect(call));
  const std::string settings = core::Cat(
      "SET default_transaction_read_only = on; SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; "
      "SET statement_timeout = ",
      absl::ToInt64Milliseconds(options.statement_timeout));
  // A setting of several statements takes no parameters.
  if (PQsendQuery(raw, settings.c_str()) == 0) return connection->Lost();
  connection->is_running_ = true;
  while (true) {
    MADAD_ASSIGN_OR_RETURN(const Result result, connection->NextResult(call));
    if (result == nullptr) return connection;
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) return connection->Refused(result.get());
  }
}

Connection::~Connection() {
  Stop();
  PQfinish(connection_);
}

absl::Status Connection::Connect(const core::CallContext& call) {
  const absl::Time end = absl::Now() + options_.connect_timeout;
  short events = POLLOUT;
  while (true) {
    if (PQstatus(connection_) == CONNECTION_BAD) return Lost();
    const absl::Status waited = Wait(PQsocket(connection_), events, end, call);
    if (!waited.ok()) {
      MADAD_RETURN_IF_ERROR(call.Check());
      return core::Error(absl::StatusCode::kUnavailable,
                         core::Cat("source '", options_.source, "' (PostgreSQL): no answer within ",
                                   absl::FormatDuration(options_.connect_timeout),
                                   "; check that the server is up and reachable"),
                         {"SOURCE_UNAVAILABLE", {{"source", options_.source}}, ""});
    }
    switch (PQconnectPoll(connection_)) {
      case PGRES_POLLING_OK:
        PQsetnonblocking(connection_, 1);
        return absl::OkStatus();
      case PGRES_POLLING_READING:
        events = POLLIN;
        break;
      case PGRES_POLLING_WRITING:
        events = POLLOUT;
        break;
      default:
        return Lost();
    }
  }
}

// The connection is gone, or never came to be.
absl::Status Connection::Lost() const {
  const std::string message = Message(PQerrorMessage(connection_));
  // libpq gives no SQLSTATE for a failed login.
  const bool refused = message.find("authentication failed") != std::string::npos ||
                       message.find("no password supplied") != std::string::npos ||
                       message.find("pg_hba.conf") != std::string::npos ||
                       message.find("role \"") != std::string::npos;
  return ServerError(options_.source, refused ? "28000" : "08006", message);
}

absl::Status Connection::Refused(const PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  if (state == nullptr) return Lost();
  std::string message = Message(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
  if (const char* hint = PQresultErrorField(result, PG_DIAG_MESSAGE_HINT); hint != nullptr) {
    core::Append(&message, " (", Message(hint), ")");
  }
  return ServerError(options_.source, state, message);
}

bool Connection::IsUsable() const {
  return PQstatus(connection_) == CONNECTION_OK && !is_running_ &&
         PQtransactionStatus(connection_) != PQTRANS_UNKNOWN;
}

std::string Connection::ServerVersion() const {
  const char* version = PQparameterStatus(connection_, "server_version");
  const std::string text = version == nullptr ? "" : version;
  return text.substr(0, text.find(' '));
}

absl::Status Connection::Flush(const core::CallContext& call) {
  while (true) {
    const int left = PQflush(connection_);
    if (left == 0) return absl::OkStatus();
    if (left < 0) return Lost();
    // What the server sends meanwhile is taken, so that neither waits for the other.
    MADAD_RETURN_IF_ERROR(
        Wait(PQsocket(connection_), POLLIN | POLLOUT, absl::InfiniteFuture(), call));
    if (PQconsumeInput(connection_) == 0) return Lost();
  }
}

absl::Status Connection::WaitForInput(const core::CallContext& call) {
  MADAD_RETURN_IF_ERROR(Wait(PQsocket(connection_), POLLIN, absl::InfiniteFuture(), call));
  return PQconsumeInput(connection_) == 0 ? Lost() : absl::OkStatus();
}

absl::StatusOr<Result> Connection::NextResult(const core::CallContext& call) {
  while (PQisBusy(connection_) != 0) MADAD_RETURN_IF_ERROR(WaitForInput(call));
  Result result(PQgetResult(connection_));
  if (result == nullptr) is_running_ = false;
  return result;
}

absl::StatusOr<Result> Connection::Run(const std::string& sql,
                                       const std::vector<std::string>& parameters,
                                       const core::CallContext& call) {
  std::vector<const char*> values;
  for (const std::string& parameter : parameters) values.push_back(parameter.c_str());
  if (PQsendQueryParams(connection_, sql.c_str(), static_cast<int>(values.size()), nullptr,
                        values.data(), nullptr, nullptr, 0) == 0) {
    return Lost();
  }
  is_running_ = true;
  MADAD_RETURN_IF_ERROR(Flush(call));
  Result last;
  while (true) {
    MADAD_ASSIGN_OR_RETURN(Result result, NextResult(call));
    if (result == nullptr) break;
    last = std::move(result);
  }
  const ExecStatusType status = PQresultStatus(last.get());
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return last;
  return Refused(last.get());
}

absl::Status Connection::Start(const core::SqlStatement& statement, const core::CallContext& call) {
  std::vector<std::string> texts;
  std::vector<const char*> values;
  texts.reserve(statement.parameters.size());
  for (const core::Value& value : statement.parameters) {
    MADAD_ASSIGN_OR_RETURN(std::string text, ParameterText(value));
    texts.push_back(std::move(text));
    values.push_back(texts.back().c_str());
  }
  const auto known = prepared_.find(statement.sql);
  if (known == prepared_.end() && prepared_.size() < kMostPrepared) {
    std::string name = core::Cat("madad", prepared_.size());
    if (PQsendPrepare(connection_, name.c_str(), statement.sql.c_str(), 0, nullptr) == 0) {
      return Lost();
    }
    is_running_ = true;
    MADAD_RETURN_IF_ERROR(Flush(call));
    absl::Status refused;
    while (true) {
      MADAD_ASSIGN_OR_RETURN(const Result result, NextResult(call));
      if (result == nullptr) break;
      if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) refused = Refused(result.get());
    }
    MADAD_RETURN_IF_ERROR(refused);
    prepared_[statement.sql] = std::move(name);
  }
  const auto prepared = prepared_.find(statement.sql);
  const int count = static_cast<int>(values.size());
  const int sent =
      prepared == prepared_.end()
          ? PQsendQueryParams(connection_, statement.sql.c_str(), count, nullptr, values.data(),
                              nullptr, nullptr, 1)
          : PQsendQueryPrepared(connection_, prepared->second.c_str(), count, values.data(),
                                nullptr, nullptr, 1);
  if (sent == 0) return Lost();
  is_running_ = true;
  PQsetSingleRowMode(connection_);
  return Flush(call);
}

absl::StatusOr<Result> Connection::Next(const core::CallContext& call) {
  MADAD_ASSIGN_OR_RETURN(Result result, NextResult(call));
  if (result == nullptr) return result;
  const ExecStatusType status = PQresultStatus(result.get());
  if (status == PGRES_SINGLE_TUPLE || status == PGRES_TUPLES_OK) return result;
  absl::Status refused = Refused(result.get());
  Stop();
  return refused;
}

absl::Status Connection::StartCopy(const std::string& sql, const core::CallContext& call) {
  const std::string copy = core::Cat("COPY (", sql, ") TO STDOUT (FORMAT binary)");
  if (PQsendQuery(connection_, copy.c_str()) == 0) return Lost();
  is_running_ = true;
  MADAD_RETURN_IF_ERROR(Flush(call));
  MADAD_ASSIGN_OR_RETURN(const Result result, NextResult(call));
  if (PQresultStatus(result.get()) == PGRES_COPY_OUT) return absl::OkStatus();
  absl::Status refused = Refused(result.get());
  Stop();
  return refused;
}

absl::StatusOr<Connection::CopyData> Connection::NextCopy(int& size,
                                                          const core::CallContext& call) {
  const auto release = [](char* data) { PQfreemem(data); };
  while (true) {
    char* data = nullptr;
    size = PQgetCopyData(connection_, &data, 1);
    if (size > 0) return CopyData(data, release);
    if (size == 0) {
      MADAD_RETURN_IF_ERROR(WaitForInput(call));
      continue;
    }
    if (size == -2) return Lost();
    while (true) {
      MADAD_ASSIGN_OR_RETURN(const Result result, NextResult(call));
      if (result == nullptr) return CopyData(nullptr, release);
      if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) continue;
      absl::Status refused = Refused(result.get());
      Stop();
      return refused;
    }
  }
}

void Connection::Stop() {
  if (!is_running_ || PQstatus(connection_) != CONNECTION_OK) return;
  // Asked only of a server that may still be working: one at the end of its
  // rows would take the cancellation for the next statement's.
  if (PQtransactionStatus(connection_) == PQTRANS_ACTIVE) {
    if (PGcancel* cancel = PQgetCancel(connection_); cancel != nullptr) {
      char error[256];
      PQcancel(cancel, error, sizeof error);
      PQfreeCancel(cancel);
    }
  }
  const core::CallContext call{.deadline = absl::Now() + kStopTime};
  while (true) {
    const absl::StatusOr<Result> result = NextResult(call);
    if (!result.ok() || *result == nullptr) return;  // still running: not usable any more
    if (PQresultStatus(result->get()) == PGRES_COPY_OUT) {
      char* data = nullptr;
      while (true) {
        const int size = PQgetCopyData(connection_, &data, 1);
        if (size > 0) {
          PQfreemem(data);
        } else if (size < 0 || !WaitForInput(call).ok()) {
          break;
        }
      }
    }
  }
}

}  // namespace madad::adapters::postgresql
