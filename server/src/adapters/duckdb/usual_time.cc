#include "adapters/duckdb/usual_time.h"

#include <chrono>

namespace madad::adapters::duckdb {
namespace {

constexpr std::string_view kForm = "0000-00-00 00:00:00";

// The number of two digits; above 99 when they are none.
unsigned TwoDigits(const char* text) {
  const unsigned tens = static_cast<unsigned char>(text[0]) - unsigned{'0'};
  const unsigned ones = static_cast<unsigned char>(text[1]) - unsigned{'0'};
  return tens > 9 || ones > 9 ? 100 : 10 * tens + ones;
}

bool HasSeparators(std::string_view text) {
  return text[4] == '-' && text[7] == '-' && (text[10] == ' ' || text[10] == 'T') &&
         text[13] == ':' && text[16] == ':';
}

}  // namespace

std::optional<int64_t> ReadUsualTime(std::string_view text) {
  if (text.size() != kForm.size() || !HasSeparators(text)) return std::nullopt;
  const unsigned century = TwoDigits(&text[0]);
  const unsigned year = TwoDigits(&text[2]);
  const unsigned hour = TwoDigits(&text[11]);
  const unsigned minute = TwoDigits(&text[14]);
  const unsigned second = TwoDigits(&text[17]);
  if (century > 99 || year > 99 || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(100 * century + year)),
                                         std::chrono::month(TwoDigits(&text[5])),
                                         std::chrono::day(TwoDigits(&text[8])));
  if (!date.ok() || date.year() == std::chrono::year(0)) return std::nullopt;
  const int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1'000'000;
}

}  // namespace madad::adapters::duckdb
