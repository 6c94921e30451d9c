#include "adapters/duckdb/local_time.h"

#include <algorithm>
#include <utility>

#include "adapters/duckdb/dialect.h"
#include "adapters/duckdb/scalar_function.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

constexpr char kName[] = "madad_utc";

core::Timestamp BeginOf(int year) {
  return {absl::ToUnixMicros(absl::FromCivil(absl::CivilYear(year), absl::UTCTimeZone()))};
}

// Finds offsets of times that mostly lie near the one before.
class OffsetFinder {
 public:
  explicit OffsetFinder(const std::vector<core::OffsetSpan>& spans)
      : spans_(spans), last_(spans.end() - 1) {}

  int64_t At(int64_t local) {
    const bool is_here = local < last_->until.micros &&
                         (last_ == spans_.begin() || local >= (last_ - 1)->until.micros);
    if (!is_here) {
      const auto until = [](int64_t time, const core::OffsetSpan& span) {
        return time < span.until.micros;
      };
      last_ = std::upper_bound(spans_.begin(), spans_.end() - 1, local, until);
    }
    return last_->offset_micros;
  }

 private:
  const std::vector<core::OffsetSpan>& spans_;
  std::vector<core::OffsetSpan>::const_iterator last_;
};

std::string_view TextOf(duckdb_string_t& text) {
  return {duckdb_string_t_data(&text), duckdb_string_t_length(text)};
}

}  // namespace

absl::Status LocalTimes::Register(duckdb_connection connection) {
  return RegisterScalar(connection, kName, {DUCKDB_TYPE_TIMESTAMP, DUCKDB_TYPE_VARCHAR},
                        DUCKDB_TYPE_TIMESTAMP, this, Convert);
}

absl::StatusOr<bool> LocalTimes::Add(const std::string& zone) {
  if (const Offsets known = Find(zone); known != nullptr) return !known->empty();
  MADAD_ASSIGN_OR_RETURN(const absl::TimeZone found, core::FindZone(zone));
  auto offsets = std::make_shared<const std::vector<core::OffsetSpan>>(
      core::LocalToUtc(found, BeginOf(1900), BeginOf(2101)));
  const bool differs = !offsets->empty();
  const std::lock_guard lock(mutex_);
  zones_.emplace(zone, std::move(offsets));
  return differs;
}

LocalTimes::Offsets LocalTimes::Find(std::string_view zone) {
  const std::lock_guard lock(mutex_);
  const auto found = zones_.find(zone);
  return found == zones_.end() ? nullptr : found->second;
}

void LocalTimes::Convert(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  auto* times = static_cast<LocalTimes*>(duckdb_scalar_function_get_extra_info(info));
  const idx_t rows = duckdb_data_chunk_get_size(input);
  if (rows == 0) return;
  duckdb_vector local = duckdb_data_chunk_get_vector(input, 0);
  auto* zones =
      static_cast<duckdb_string_t*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(input, 1)));
  const Offsets offsets = times->Find(TextOf(zones[0]));
  if (offsets == nullptr) {
    duckdb_scalar_function_set_error(info, "madad_utc: no load has asked for this zone");
    return;
  }
  const auto* from = static_cast<const int64_t*>(duckdb_vector_get_data(local));
  auto* to = static_cast<int64_t*>(duckdb_vector_get_data(output));
  uint64_t* valid = duckdb_vector_get_validity(local);
  duckdb_vector_ensure_validity_writable(output);
  uint64_t* result_valid = duckdb_vector_get_validity(output);
  const std::vector<core::OffsetSpan> always = {{{0}, 0}};
  OffsetFinder finder(offsets->empty() ? always : *offsets);
  for (idx_t row = 0; row < rows; ++row) {
    if (duckdb_validity_row_is_valid(valid, row)) {
      // At the very end of what a timestamp holds there is no other clock.
      if (__builtin_add_overflow(from[row], finder.At(from[row]), &to[row])) to[row] = from[row];
    } else {
      duckdb_validity_set_row_invalid(result_valid, row);
    }
  }
}

std::string PrintToUtc(const std::string& time, const std::string& zone) {
  return zone.empty() ? time : core::Cat(kName, "(", time, ", ", QuoteText(zone), ")");
}

}  // namespace madad::adapters::duckdb
