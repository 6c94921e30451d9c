#include "adapters/duckdb/business_time.h"

#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/duckdb/scalar_function.h"
#include "core/business_hours.h"

namespace madad::adapters::duckdb {
namespace {

constexpr char kName[] = "madad_business_time";

// The clock of `text`. A thread meets the same hours again and again.
absl::StatusOr<const core::BusinessClock*> ClockOf(std::string_view text) {
  struct Last {
    std::string text;
    absl::StatusOr<core::BusinessClock> clock = absl::UnavailableError("none yet");
  };
  static thread_local Last last;
  if (last.text != text || !last.clock.ok()) {
    last.text = std::string(text);
    const auto hours = core::ParseBusinessHours(text);
    last.clock = hours.ok() ? core::BusinessClock::Create(*hours) : hours.status();
  }
  if (!last.clock.ok()) return last.clock.status();
  return &*last.clock;
}

void Compute(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const idx_t rows = duckdb_data_chunk_get_size(input);
  if (rows == 0) return;
  duckdb_vector from = duckdb_data_chunk_get_vector(input, 0);
  duckdb_vector to = duckdb_data_chunk_get_vector(input, 1);
  auto* hours =
      static_cast<duckdb_string_t*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(input, 2)));
  const auto clock = ClockOf({duckdb_string_t_data(&hours[0]), duckdb_string_t_length(hours[0])});
  if (!clock.ok()) {
    duckdb_scalar_function_set_error(info, std::string(clock.status().message()).c_str());
    return;
  }
  const auto* begins = static_cast<const int64_t*>(duckdb_vector_get_data(from));
  const auto* ends = static_cast<const int64_t*>(duckdb_vector_get_data(to));
  auto* result = static_cast<int64_t*>(duckdb_vector_get_data(output));
  uint64_t* from_valid = duckdb_vector_get_validity(from);
  uint64_t* to_valid = duckdb_vector_get_validity(to);
  duckdb_vector_ensure_validity_writable(output);
  uint64_t* valid = duckdb_vector_get_validity(output);
  for (idx_t row = 0; row < rows; ++row) {
    if (duckdb_validity_row_is_valid(from_valid, row) &&
        duckdb_validity_row_is_valid(to_valid, row)) {
      result[row] = (*clock)->Between({begins[row]}, {ends[row]});
    } else {
      duckdb_validity_set_row_invalid(valid, row);
    }
  }
}

}  // namespace

absl::Status RegisterBusinessTime(duckdb_connection connection) {
  return RegisterScalar(connection, kName,
                        {DUCKDB_TYPE_TIMESTAMP, DUCKDB_TYPE_TIMESTAMP, DUCKDB_TYPE_VARCHAR},
                        DUCKDB_TYPE_BIGINT, nullptr, Compute);
}

}  // namespace madad::adapters::duckdb
