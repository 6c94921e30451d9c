#include "adapters/duckdb/local_time.h"

#include <span>

#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

std::string PrintOffset(const std::string& time, std::span<const core::OffsetSpan> spans) {
  if (spans.size() == 1) return core::Cat(spans.front().offset_micros);
  const size_t half = spans.size() / 2;
  return core::Cat("CASE WHEN ", time, " < make_timestamp(", spans[half - 1].until.micros,
                   ") THEN ", PrintOffset(time, spans.first(half)), " ELSE ",
                   PrintOffset(time, spans.subspan(half)), " END");
}

}  // namespace

std::vector<core::OffsetSpan> OffsetsOfAllTimes(const absl::TimeZone& zone) {
  const auto year = [](int number) {
    return core::Timestamp{
        absl::ToUnixMicros(absl::FromCivil(absl::CivilYear(number), absl::UTCTimeZone()))};
  };
  return core::LocalToUtc(zone, year(1900), year(2101));
}

std::string PrintToUtc(const std::string& time, const std::vector<core::OffsetSpan>& offsets) {
  if (offsets.empty()) return time;
  return core::Cat("make_timestamp(epoch_us(", time, ") + ", PrintOffset(time, offsets), ")");
}

}  // namespace madad::adapters::duckdb
