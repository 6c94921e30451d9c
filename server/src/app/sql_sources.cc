#include "app/sql_sources.h"

#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "absl/strings/ascii.h"

#include "adapters/clickhouse/source.h"
#include "adapters/duckdb/file_source.h"
#include "adapters/mysql/source.h"
#include "adapters/postgresql/source.h"
#include "adapters/sqlite/source.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::app {
namespace {

absl::Status Missing(const std::string& source, const std::string& what) {
  return core::Error(absl::StatusCode::kFailedPrecondition,
                     core::Cat("source '", source, "': ", what),
                     {"SECRET_MISSING", {{"source", source}}, ""});
}

// What an environment variable or a file holds; empty when neither is named.
absl::StatusOr<std::string> Secret(const std::string& source, const std::string& variable,
                                   const std::string& file) {
  if (!variable.empty()) {
    const char* value = std::getenv(variable.c_str());
    if (value != nullptr) return std::string(value);
    return Missing(source, core::Cat("the environment has no variable ", variable,
                                     ", which the catalog names; set it before the server starts"));
  }
  if (file.empty()) return std::string();
  std::ifstream stream(file);
  if (!stream) {
    return Missing(source, core::Cat("the file ", file,
                                     ", which the catalog names, cannot be read; check that it is "
                                     "there and that the server's user may read it"));
  }
  std::ostringstream text;
  text << stream.rdbuf();
  return std::string(absl::StripAsciiWhitespace(text.str()));
}

// A source of an engine that is reached by a dsn and a password.
template <typename Options, typename Engine>
absl::StatusOr<std::shared_ptr<core::SqlSource>> MakeServer(const core::Source& source) {
  const core::SqlAccess& sql = source.sql;
  Options options;
  options.source = source.name;
  MADAD_ASSIGN_OR_RETURN(options.dsn, Secret(source.name, sql.dsn_env, sql.dsn_file));
  if (options.dsn.empty()) options.dsn = sql.dsn;
  MADAD_ASSIGN_OR_RETURN(options.password, Secret(source.name, sql.password_env, sql.password_file));
  options.connect_timeout = absl::Microseconds(sql.connect_timeout_micros);
  options.statement_timeout = absl::Microseconds(sql.statement_timeout_micros);
  return std::make_shared<Engine>(std::move(options), static_cast<size_t>(sql.pool));
}

std::shared_ptr<core::SqlSource> MakeSqlite(const core::Source& source) {
  adapters::sqlite::ConnectionOptions options;
  options.source = source.name;
  options.file = source.root;
  options.connect_timeout = absl::Microseconds(source.sql.connect_timeout_micros);
  options.statement_timeout = absl::Microseconds(source.sql.statement_timeout_micros);
  return std::make_shared<adapters::sqlite::SqliteSource>(std::move(options),
                                                          static_cast<size_t>(source.sql.pool));
}

std::shared_ptr<core::SqlSource> MakeDuckDb(const core::Source& source) {
  adapters::duckdb::FileOptions options;
  options.source = source.name;
  options.file = source.root;
  options.statement_timeout = absl::Microseconds(source.sql.statement_timeout_micros);
  return std::make_shared<adapters::duckdb::FileSource>(std::move(options),
                                                        static_cast<size_t>(source.sql.pool));
}

}  // namespace

absl::StatusOr<adapters::duckdb::SqlSources> MakeSqlSources(const core::Catalog& catalog) {
  adapters::duckdb::SqlSources sources;
  for (const auto& [name, source] : catalog.sources) {
    if (source.kind == "clickhouse") {
      namespace engine = adapters::clickhouse;
      MADAD_ASSIGN_OR_RETURN(
          sources[name], (MakeServer<engine::ConnectionOptions, engine::ClickHouseSource>(source)));
    } else if (source.kind == "postgresql") {
      namespace engine = adapters::postgresql;
      MADAD_ASSIGN_OR_RETURN(sources[name],
                             (MakeServer<engine::ConnectionOptions, engine::PostgresSource>(source)));
    } else if (source.kind == "mysql") {
      namespace engine = adapters::mysql;
      MADAD_ASSIGN_OR_RETURN(sources[name],
                             (MakeServer<engine::ConnectionOptions, engine::MySqlSource>(source)));
    } else if (source.kind == "sqlite") {
      sources[name] = MakeSqlite(source);
    } else if (source.kind == "duckdb") {
      sources[name] = MakeDuckDb(source);
    }
  }
  return sources;
}

}  // namespace madad::app
