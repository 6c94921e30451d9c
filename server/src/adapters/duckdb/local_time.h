// Local times to UTC, whatever their range, as a function of DuckDB's SQL.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <duckdb.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "core/zone.h"

namespace madad::adapters::duckdb {

// The zones that loads have asked for, and two functions of SQL that turn their
// times to UTC: `madad_utc(local, zone)` a TIMESTAMP, `madad_usual_time(text,
// zone)` a text of the usual form, of any other null. Offsets are what
// `core::LocalToUtc` says from 1900 through 2100; times outside have the
// nearest one.
// Thread: any.
class LocalTimes {
 public:
  LocalTimes() = default;
  LocalTimes(const LocalTimes&) = delete;
  LocalTimes& operator=(const LocalTimes&) = delete;

  // Makes the functions known to the connection's database; once for each.
  // Lifetime: this outlives the database.
  absl::Status Register(duckdb_connection connection);

  // Makes the zone known to the functions. Returns false when its clock is
  // always UTC's.
  // Errors: INVALID_ARGUMENT, reason TIMEZONE_UNKNOWN.
  absl::StatusOr<bool> Add(const std::string& zone);

 private:
  using Offsets = std::shared_ptr<const std::vector<core::OffsetSpan>>;

  static void Convert(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output);
  static void Read(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output);
  static Offsets ZoneOf(duckdb_function_info info, duckdb_data_chunk input);
  Offsets Find(std::string_view zone);

  std::mutex mutex_;
  std::map<std::string, Offsets, std::less<>> zones_;
};

// Returns SQL for `time` (a TIMESTAMP) of the zone's clock in UTC; an empty
// zone: as it is.
std::string PrintToUtc(const std::string& time, const std::string& zone);

// Returns SQL for the UTC time of `text` (a VARCHAR) when it is written in the
// usual form (`ReadUsualTime`) by the zone's clock, else null.
std::string PrintUsualTime(const std::string& text, const std::string& zone);

}  // namespace madad::adapters::duckdb
