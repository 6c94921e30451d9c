#include "adapters/duckdb/store.h"

#include <utility>

#include "absl/strings/str_join.h"

#include "adapters/duckdb/arrow_export.h"
#include "adapters/duckdb/business_time.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

// Owns a configuration.
struct Config {
  duckdb_config config = nullptr;
  Config() { duckdb_create_config(&config); }
  Config(const Config&) = delete;
  Config& operator=(const Config&) = delete;
  ~Config() { duckdb_destroy_config(&config); }

  absl::Status Set(const char* name, const std::string& value) {
    if (duckdb_set_config(config, name, value.c_str()) == DuckDBSuccess) return absl::OkStatus();
    return core::Error(absl::StatusCode::kInvalidArgument,
                       core::Cat("the store refuses ", name, " = '", value, "'"),
                       {"STORE_OPTION_INVALID", {{"option", name}, {"value", value}}, ""});
  }
};

absl::Status Configure(const StoreOptions& options, Config& config) {
  if (options.threads > 0) {
    MADAD_RETURN_IF_ERROR(config.Set("threads", core::Cat(options.threads)));
  }
  if (!options.memory_limit.empty()) {
    MADAD_RETURN_IF_ERROR(config.Set("memory_limit", options.memory_limit));
  }
  // Nothing is fetched at run time, and text compares by code point.
  MADAD_RETURN_IF_ERROR(config.Set("autoinstall_known_extensions", "false"));
  MADAD_RETURN_IF_ERROR(config.Set("autoload_known_extensions", "false"));
  // A file is read once for each of its versions, by descriptor, so one path is
  // many files in turn; a cache would cost memory and could mix them up.
  MADAD_RETURN_IF_ERROR(config.Set("enable_external_file_cache", "false"));
  // What a dropped version held goes back to the system without waiting for
  // the next statement: between refreshes there may be none for long.
  MADAD_RETURN_IF_ERROR(config.Set("allocator_background_threads", "true"));
  // Groups of up to 2^16 combinations are counted in an array instead of a hash
  // table: months by source of 5 million rows in 30 instead of 77 ms.
  MADAD_RETURN_IF_ERROR(config.Set("perfect_ht_threshold", "16"));
  return config.Set("default_null_order", "nulls_last");
}

// Shuts the file system but for the folders, for good.
absl::Status Lock(const StoreOptions& options, Connection& connection) {
  // Through a descriptor only what a load has opened is read.
  std::vector<std::string> folders = {QuoteText("/proc/self/fd/")};
  for (const std::string& folder : options.readable_folders) folders.push_back(QuoteText(folder));
  MADAD_RETURN_IF_ERROR(connection.Execute(
      core::Cat("SET allowed_directories = [", absl::StrJoin(folders, ", "), "]")));
  MADAD_RETURN_IF_ERROR(connection.Execute("SET enable_external_access = false"));
  return connection.Execute("SET lock_configuration = true");
}

}  // namespace

absl::StatusOr<std::shared_ptr<Store>> Store::Open(const StoreOptions& options) {
  Config config;
  MADAD_RETURN_IF_ERROR(Configure(options, config));
  std::shared_ptr<Store> store(new Store());
  char* error = nullptr;
  if (duckdb_open_ext(nullptr, &store->database_, config.config, &error) != DuckDBSuccess) {
    const std::string text = error == nullptr ? "no message" : error;
    duckdb_free(error);
    return core::Error(absl::StatusCode::kUnavailable,
                       core::Cat("the embedded store did not open: ", text),
                       {"STORE_UNAVAILABLE", {}, ""});
  }
  MADAD_ASSIGN_OR_RETURN(Loan connection, store->Borrow());
  MADAD_RETURN_IF_ERROR(store->record_scans_.Register(connection->handle()));
  MADAD_RETURN_IF_ERROR(store->key_notes_.Register(connection->handle()));
  MADAD_RETURN_IF_ERROR(store->local_times_.Register(connection->handle()));
  MADAD_RETURN_IF_ERROR(RegisterBusinessTime(connection->handle()));
  MADAD_RETURN_IF_ERROR(Lock(options, *connection));
  return store;
}

Store::~Store() {
  idle_.clear();
  duckdb_close(&database_);
}

std::string Store::Name() const { return core::Cat("duckdb ", duckdb_library_version()); }

absl::StatusOr<core::ArrowStream> Store::Execute(const core::SqlStatement& statement,
                                                 const core::CallContext& call) {
  MADAD_ASSIGN_OR_RETURN(Loan connection, Borrow());
  MADAD_ASSIGN_OR_RETURN(QueryResult result, connection->Run(statement, call));
  return ExportArrow(std::move(result));
}

absl::StatusOr<Store::Loan> Store::Borrow() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      Loan loan(*this, std::move(idle_.back()));
      idle_.pop_back();
      return loan;
    }
  }
  MADAD_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection,
                         Connection::Open(database_, deadlines_));
  return Loan(*this, std::move(connection));
}

Store::Loan::~Loan() {
  if (connection_ == nullptr) return;
  const std::lock_guard lock(store_.mutex_);
  store_.idle_.push_back(std::move(connection_));
}

}  // namespace madad::adapters::duckdb
