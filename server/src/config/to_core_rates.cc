// Exchange rates.
#include "absl/strings/str_cat.h"

#include "config/read_word.h"
#include "config/to_core_parts.h"

namespace madad::config {
namespace {

constexpr int64_t kMicrosPerDay = 86'400'000'000;

}  // namespace

core::Rates RatesToCore(const v1::Rates& rates, ProblemLog& log) {
  core::Rates result{.table = rates.table(), .to = rates.to()};
  result.at_as_of = ReadWord<bool>(rates.date(), {{"event_date", false}, {"as_of", true}}, false,
                                   "unknown rate date", "rates.date", log);
  if (rates.max_age().empty()) return result;
  const std::optional<core::Duration> age = ReadDuration(rates.max_age(), "rates.max_age", log);
  if (!age) return result;
  if (age->months == 0 && age->micros % kMicrosPerDay == 0 &&
      age->micros <= 3'660 * kMicrosPerDay) {
    result.max_age_days = static_cast<int32_t>(age->micros / kMicrosPerDay);
  } else {
    log.Add("rates.max_age", absl::StrCat(core::Quoted(rates.max_age()),
                                          " is no number of days; expected one such as 7d"));
  }
  return result;
}

}  // namespace madad::config
