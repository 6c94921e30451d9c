#include "adapters/duckdb/local_time.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "adapters/duckdb/dialect.h"
#include "adapters/duckdb/scalar_function.h"
#include "adapters/duckdb/usual_time.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

constexpr char kToUtc[] = "madad_utc";
constexpr char kUsualTime[] = "madad_usual_time";

core::Timestamp BeginOf(int year) {
  return {absl::ToUnixMicros(absl::FromCivil(absl::CivilYear(year), absl::UTCTimeZone()))};
}

// Finds offsets of times that mostly lie near the one before.
class OffsetFinder {
 public:
  explicit OffsetFinder(const std::vector<core::OffsetSpan>& spans)
      : spans_(spans), last_(spans.end() - 1) {}

  int64_t ToUtc(int64_t local) {
    int64_t utc = 0;
    // At the very end of what a timestamp holds there is no other clock.
    return __builtin_add_overflow(local, At(local), &utc) ? local : utc;
  }

 private:
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

  const std::vector<core::OffsetSpan>& spans_;
  std::vector<core::OffsetSpan>::const_iterator last_;
};

std::string_view TextOf(duckdb_string_t& text) {
  return {duckdb_string_t_data(&text), duckdb_string_t_length(text)};
}

template <typename T>
T* Values(duckdb_vector vector) {
  return static_cast<T*>(duckdb_vector_get_data(vector));
}

// Makes each row of `output` from the one of the first argument, or null.
template <typename T, typename Make>
void ForEachRow(duckdb_data_chunk input, duckdb_vector output, const Make& make) {
  duckdb_vector from = duckdb_data_chunk_get_vector(input, 0);
  const uint64_t* valid = duckdb_vector_get_validity(from);
  duckdb_vector_ensure_validity_writable(output);
  uint64_t* result_valid = duckdb_vector_get_validity(output);
  T* values = Values<T>(from);
  auto* results = Values<int64_t>(output);
  const idx_t rows = duckdb_data_chunk_get_size(input);
  for (idx_t row = 0; row < rows; ++row) {
    if (!IsValid(valid, row) || !make(values[row], results[row])) {
      duckdb_validity_set_row_invalid(result_valid, row);
    }
  }
}

}  // namespace

absl::Status LocalTimes::Register(duckdb_connection connection) {
  MADAD_RETURN_IF_ERROR(RegisterScalar(connection, kToUtc,
                                       {DUCKDB_TYPE_TIMESTAMP, DUCKDB_TYPE_VARCHAR},
                                       DUCKDB_TYPE_TIMESTAMP, this, Convert));
  return RegisterScalar(connection, kUsualTime, {DUCKDB_TYPE_VARCHAR, DUCKDB_TYPE_VARCHAR},
                        DUCKDB_TYPE_TIMESTAMP, this, Read);
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

// The zone of the second argument, the same in all rows.
LocalTimes::Offsets LocalTimes::ZoneOf(duckdb_function_info info, duckdb_data_chunk input) {
  static const auto& kUtc = *new Offsets(
      std::make_shared<const std::vector<core::OffsetSpan>>(1, core::OffsetSpan{{INT64_MAX}, 0}));
  auto* times = static_cast<LocalTimes*>(duckdb_scalar_function_get_extra_info(info));
  const std::string_view zone =
      TextOf(*Values<duckdb_string_t>(duckdb_data_chunk_get_vector(input, 1)));
  if (zone.empty()) return kUtc;
  Offsets offsets = times->Find(zone);
  if (offsets == nullptr) {
    duckdb_scalar_function_set_error(info, "no load has asked for this time zone");
    return nullptr;
  }
  return offsets->empty() ? kUtc : offsets;
}

void LocalTimes::Convert(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  if (duckdb_data_chunk_get_size(input) == 0) return;
  const Offsets offsets = ZoneOf(info, input);
  if (offsets == nullptr) return;
  OffsetFinder finder(*offsets);
  ForEachRow<int64_t>(input, output, [&](int64_t local, int64_t& utc) {
    utc = finder.ToUtc(local);
    return true;
  });
}

void LocalTimes::Read(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  if (duckdb_data_chunk_get_size(input) == 0) return;
  const Offsets offsets = ZoneOf(info, input);
  if (offsets == nullptr) return;
  OffsetFinder finder(*offsets);
  ForEachRow<duckdb_string_t>(input, output, [&](duckdb_string_t& text, int64_t& utc) {
    const std::optional<int64_t> local = ReadUsualTime(TextOf(text));
    if (local.has_value()) utc = finder.ToUtc(*local);
    return local.has_value();
  });
}

std::string PrintToUtc(const std::string& time, const std::string& zone) {
  return zone.empty() ? time : core::Cat(kToUtc, "(", time, ", ", QuoteText(zone), ")");
}

std::string PrintUsualTime(const std::string& text, const std::string& zone) {
  return core::Cat(kUsualTime, "(", text, ", ", QuoteText(zone), ")");
}

}  // namespace madad::adapters::duckdb
