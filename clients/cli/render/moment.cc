#include "cli/render/moment.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"

namespace madad::cli {
namespace {

constexpr int64_t kMicrosPerDay = int64_t{86'400} * 1'000'000;
constexpr int64_t kFirstDay = -719'162;  // 0001-01-01
constexpr int64_t kLastDay = 2'932'896;  // 9999-12-31

struct Part {
  uint64_t micros;
  const char* name;
};
constexpr std::array<Part, 6> kParts = {{{86'400'000'000, "d"},
                                         {3'600'000'000, "h"},
                                         {60'000'000, "m"},
                                         {1'000'000, "s"},
                                         {1'000, "ms"},
                                         {1, "us"}}};

std::string LargestParts(uint64_t micros) {
  for (size_t i = 0; i < kParts.size(); ++i) {
    if (micros < kParts[i].micros) continue;
    std::string text = absl::StrCat(micros / kParts[i].micros, kParts[i].name);
    if (i + 1 == kParts.size()) return text;
    const uint64_t next = micros % kParts[i].micros / kParts[i + 1].micros;
    return next == 0 ? text : absl::StrCat(text, " ", next, kParts[i + 1].name);
  }
  return "0s";
}

}  // namespace

bool IsCalendarDay(int64_t days) { return days >= kFirstDay && days <= kLastDay; }

bool IsCalendarInstant(int64_t micros) {
  return micros >= kFirstDay * kMicrosPerDay && micros < (kLastDay + 1) * kMicrosPerDay;
}

std::string DateText(int64_t days) {
  const absl::CivilDay day = absl::CivilDay(1970, 1, 1) + days;
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

std::string InstantText(absl::Time instant) {
  return absl::FormatTime("%E4Y-%m-%dT%H:%M:%E*SZ", instant, absl::UTCTimeZone());
}

std::string DurationText(int64_t micros) {
  // Negating in unsigned arithmetic also holds for the smallest value.
  if (micros < 0) return "-" + LargestParts(0 - static_cast<uint64_t>(micros));
  return LargestParts(static_cast<uint64_t>(micros));
}

}  // namespace madad::cli
