#include "adapters/clickhouse/connection.h"

#include <algorithm>
#include <random>
#include <utility>

#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"

#include "adapters/clickhouse/server_error.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::clickhouse {
namespace {

// How long a server may take to be told to stop.
constexpr absl::Duration kKillTime = absl::Milliseconds(300);

std::string NewQueryId() {
  std::random_device random;
  std::string id = "madad-";
  for (int i = 0; i < 4; ++i) absl::StrAppendFormat(&id, "%08x", random());
  return id;
}

// A parameter is written as a field of tab-separated text.
std::string ParameterText(const core::Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return core::ToText(value);
  return absl::StrReplaceAll(*text, {{"\\", "\\\\"},
                                     {"\t", "\\t"},
                                     {"\n", "\\n"},
                                     {"\r", "\\r"},
                                     {absl::string_view("\0", 1), "\\0"}});
}

Endpoint WithPassword(Endpoint endpoint, const std::string& password) {
  if (!password.empty()) endpoint.password = password;
  return endpoint;
}

std::string Unescaped(const std::string& field) {
  return absl::StrReplaceAll(field, {{"\\\\", "\\"}, {"\\t", "\t"}, {"\\n", "\n"}, {"\\'", "'"}});
}

}  // namespace

Connection::Connection(ConnectionOptions options, Endpoint endpoint)
    : options_(std::move(options)),
      endpoint_(WithPassword(std::move(endpoint), options_.password)),
      http_(endpoint_, options_.connect_timeout) {}

Connection::~Connection() { Stop(); }

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const ConnectionOptions& options,
                                                             const core::CallContext& call) {
  MADAD_ASSIGN_OR_RETURN(Endpoint endpoint, ParseEndpoint(options.source, options.dsn));
  std::unique_ptr<Connection> connection(new Connection(options, std::move(endpoint)));
  // A server that accepts and says nothing is none either.
  core::CallContext greeting = call;
  greeting.deadline = std::min(call.deadline, absl::Now() + options.connect_timeout);
  const absl::Status greeted = connection->Greet(greeting);
  if (greeted.ok()) return connection;
  MADAD_RETURN_IF_ERROR(call.Check());
  if (greeting.Check().ok()) return greeted;
  return Unreachable(options.source,
                     core::Cat("no answer within ", absl::FormatDuration(options.connect_timeout)));
}

absl::Status Connection::Greet(const core::CallContext& call) {
  MADAD_RETURN_IF_ERROR(
      Send("SELECT version(), value FROM system.settings WHERE name = 'readonly' FORMAT "
           "TabSeparated",
           {}, call));
  while (true) {
    MADAD_ASSIGN_OR_RETURN(const bool more, Wait(call));
    if (!more) break;
  }
  const std::vector<std::string> answer =
      absl::StrSplit(absl::StripSuffix(core::Piece(data()), "\n"), '\t');
  version_ = ParseVersion(answer[0]);
  if (version_.major == 0) {
    return Unreachable(options_.source, "what answers there is no ClickHouse server");
  }
  if (answer.size() > 1 && answer[1] == "1") {
    return ServerError(options_.source, 0,
                       "Code: 164, DB::Exception: the user's profile has readonly = 1");
  }
  return absl::OkStatus();
}

std::map<std::string, std::string> Connection::Settings() const {
  std::map<std::string, std::string> settings = endpoint_.settings;
  const int64_t seconds =
      absl::ToInt64Seconds(absl::Ceil(options_.statement_timeout, absl::Seconds(1)));
  settings["readonly"] = "2";
  settings["max_execution_time"] = core::Cat(std::max<int64_t>(seconds, 1));
  settings["wait_end_of_query"] = "1";
  settings["buffer_size"] = "1048576";
  // On the same machine it costs more than it saves.
  settings.emplace("enable_http_compression", endpoint_.is_loopback ? "0" : "1");
  settings.emplace("http_zlib_compression_level", "1");
  // Rows without a partner are null, as everywhere.
  settings["join_use_nulls"] = "1";
  // A relation that is joined may be spread over shards too.
  settings["distributed_product_mode"] = "global";
  settings["decimal_check_overflow"] = "1";
  // Long lists and many figures.
  settings["max_query_size"] = "16777216";
  settings["max_ast_depth"] = "10000";
  settings["max_ast_elements"] = "1000000";
  settings["max_expanded_ast_elements"] = "1000000";
  if (version_.IsModern()) settings["cancel_http_readonly_queries_on_client_close"] = "1";
  return settings;
}

absl::Status Connection::Send(const std::string& sql, std::map<std::string, std::string> parameters,
                              const core::CallContext& call) {
  query_id_ = NewQueryId();
  parameters["query_id"] = query_id_;
  if (!endpoint_.database.empty()) parameters["database"] = endpoint_.database;
  http_.Start(parameters, sql);
  return WaitForAnswer(call);
}

// Until there is something of it, or nothing will be.
absl::Status Connection::WaitForAnswer(const core::CallContext& call) {
  while (true) {
    MADAD_ASSIGN_OR_RETURN(const bool more, Wait(call));
    if (http_.status() == 200) return absl::OkStatus();
    if (!more) break;
  }
  return ServerError(options_.source, http_.status(), http_.data());
}

absl::StatusOr<bool> Connection::Wait(const core::CallContext& call) {
  const absl::StatusOr<bool> more = http_.Fill(call);
  if (more.ok()) return more;
  if (!absl::IsUnavailable(more.status())) {
    Stop();
    return more.status();
  }
  is_usable_ = false;
  return Unreachable(options_.source, std::string(more.status().message()));
}

absl::StatusOr<bool> Connection::Fill(const core::CallContext& call) { return Wait(call); }

absl::StatusOr<Connection::Rows> Connection::Run(const std::string& sql,
                                                 const core::CallContext& call) {
  MADAD_RETURN_IF_ERROR(Send(sql, Settings(), call));
  while (true) {
    MADAD_ASSIGN_OR_RETURN(const bool more, Wait(call));
    if (!more) break;
  }
  Rows rows;
  for (const absl::string_view line :
       absl::StrSplit(core::Piece(data()), '\n', absl::SkipEmpty())) {
    std::vector<std::string> row = absl::StrSplit(line, '\t');
    for (std::string& field : row) field = Unescaped(field);
    rows.push_back(std::move(row));
  }
  return rows;
}

absl::Status Connection::Start(const core::SqlStatement& statement, const core::CallContext& call) {
  std::map<std::string, std::string> parameters = Settings();
  for (size_t i = 0; i < statement.parameters.size(); ++i) {
    parameters[core::Cat("param_p", i)] = ParameterText(statement.parameters[i]);
  }
  return Send(core::Cat(statement.sql, "\nFORMAT RowBinary"), std::move(parameters), call);
}

void Connection::Stop() {
  if (!http_.is_running()) return;
  // The server would otherwise work to the end for nobody.
  Kill();
  http_.Stop();
  is_usable_ = false;
}

void Connection::Kill() {
  HttpClient killer(endpoint_, kKillTime);
  // The id is ours: letters and digits.
  killer.Start({}, core::Cat("KILL QUERY WHERE query_id = '", query_id_, "' ASYNC"));
  const core::CallContext call{.deadline = absl::Now() + kKillTime};
  while (true) {
    const absl::StatusOr<bool> more = killer.Fill(call);
    if (!more.ok() || !*more) return;
  }
}

}  // namespace madad::adapters::clickhouse
