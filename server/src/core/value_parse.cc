// Dates, instants and durations from text.
#include <optional>

#include "absl/numeric/int128.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

#include "core/status.h"
#include "core/utf8.h"
#include "core/value.h"

namespace madad::core {
namespace {

constexpr int64_t kMicrosPerSecond = 1'000'000;
constexpr int64_t kSecondsPerDay = 86'400;

absl::Status Malformed(std::string_view text, const std::string& what, const std::string& form) {
  const std::string shown = Clip(text, 60);
  return Error(absl::StatusCode::kInvalidArgument,
               absl::StrCat("'", shown, "' is not ", what, "; write ", form),
               {"VALUE_INVALID", {{"value", shown}, {"expected", form}}, ""});
}

// Reads fixed pieces of a text from its beginning.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool AtEnd() const { return rest_.empty(); }

  bool Skip(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // Exactly `count` digits whose value is at most `most`.
  std::optional<int> Number(size_t count, int most) {
    if (rest_.size() < count) return std::nullopt;
    int value = 0;
    for (size_t i = 0; i < count; ++i) {
      if (!absl::ascii_isdigit(static_cast<unsigned char>(rest_[i]))) return std::nullopt;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    if (value > most) return std::nullopt;
    return value;
  }

  // All digits that come next; perhaps none.
  std::string_view Digits() {
    size_t count = 0;
    while (count < rest_.size() && absl::ascii_isdigit(static_cast<unsigned char>(rest_[count]))) {
      ++count;
    }
    const std::string_view digits = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return digits;
  }

  std::string_view Rest() const { return rest_; }

 private:
  std::string_view rest_;
};

std::optional<absl::CivilDay> ReadDay(Reader& reader) {
  const std::optional<int> year = reader.Number(4, 9999);
  if (!year || *year == 0 || !reader.Skip('-')) return std::nullopt;
  const std::optional<int> month = reader.Number(2, 12);
  if (!month || !reader.Skip('-')) return std::nullopt;
  const std::optional<int> day = reader.Number(2, 31);
  if (!day) return std::nullopt;
  // A civil day rolls 30 February over to March; then its parts differ.
  const absl::CivilDay civil(*year, *month, *day);
  if (civil.month() != *month || civil.day() != *day) return std::nullopt;
  return civil;
}

// `.5` and up to six digits; nothing is zero.
std::optional<int64_t> ReadFraction(Reader& reader) {
  if (!reader.Skip('.')) return 0;
  const std::string_view digits = reader.Digits();
  if (digits.empty() || digits.size() > 6) return std::nullopt;
  int64_t micros = 0;
  for (size_t i = 0; i < 6; ++i) micros = micros * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return micros;
}

// HH:MM[:SS[.ffffff]] as microseconds of the day.
std::optional<int64_t> ReadTime(Reader& reader) {
  const std::optional<int> hour = reader.Number(2, 23);
  if (!hour || !reader.Skip(':')) return std::nullopt;
  const std::optional<int> minute = reader.Number(2, 59);
  if (!minute) return std::nullopt;
  int64_t micros = (int64_t{*hour} * 60 + *minute) * 60 * kMicrosPerSecond;
  if (!reader.Skip(':')) return micros;
  const std::optional<int> second = reader.Number(2, 59);
  if (!second) return std::nullopt;
  const std::optional<int64_t> fraction = ReadFraction(reader);
  if (!fraction) return std::nullopt;
  return micros + *second * kMicrosPerSecond + *fraction;
}

// `Z`, +hh:mm, -hh:mm or nothing, as microseconds east of UTC.
std::optional<int64_t> ReadOffset(Reader& reader) {
  if (reader.AtEnd() || reader.Skip('Z')) return 0;
  const bool east = reader.Skip('+');
  if (!east && !reader.Skip('-')) return std::nullopt;
  const std::optional<int> hours = reader.Number(2, 14);
  if (!hours || !reader.Skip(':')) return std::nullopt;
  const std::optional<int> minutes = reader.Number(2, 59);
  if (!minutes) return std::nullopt;
  const int64_t micros = (int64_t{*hours} * 60 + *minutes) * 60 * kMicrosPerSecond;
  return east ? micros : -micros;
}

int64_t DaysSince1970(absl::CivilDay day) { return day - absl::CivilDay(1970); }

std::optional<int64_t> ReadInstant(Reader& reader) {
  const std::optional<absl::CivilDay> day = ReadDay(reader);
  if (!day) return std::nullopt;
  int64_t micros = DaysSince1970(*day) * kSecondsPerDay * kMicrosPerSecond;
  if (reader.AtEnd()) return micros;
  if (!reader.Skip('T') && !reader.Skip(' ')) return std::nullopt;
  const std::optional<int64_t> time = ReadTime(reader);
  if (!time) return std::nullopt;
  const std::optional<int64_t> offset = ReadOffset(reader);
  if (!offset || !reader.AtEnd()) return std::nullopt;
  return micros + *time - *offset;
}

// Whether the instant's day in UTC can be written with four digits of a year.
bool InFourDigitYears(int64_t micros) {
  constexpr int64_t kDay = kSecondsPerDay * kMicrosPerSecond;
  return micros >= DaysSince1970(absl::CivilDay(1)) * kDay &&
         micros < DaysSince1970(absl::CivilDay(10000)) * kDay;
}

struct DurationUnit {
  std::string_view name;
  int64_t micros;
  int32_t months;
};

constexpr DurationUnit kDurationUnits[] = {
    {"us", 1, 0},
    {"ms", 1'000, 0},
    {"s", kMicrosPerSecond, 0},
    {"min", 60 * kMicrosPerSecond, 0},
    {"h", 3'600 * kMicrosPerSecond, 0},
    {"d", kSecondsPerDay* kMicrosPerSecond, 0},
    {"w", 7 * kSecondsPerDay* kMicrosPerSecond, 0},
    {"mo", 0, 1},
    {"y", 0, 12},
};

const DurationUnit* FindUnit(std::string_view name) {
  for (const DurationUnit& unit : kDurationUnits) {
    if (unit.name == name) return &unit;
  }
  return nullptr;
}

// whole.fraction times `unit`; nothing when that is not a whole number in
// [-most - 1, most].
std::optional<int64_t> Scale(bool negative, std::string_view whole, std::string_view fraction,
                             int64_t unit, int64_t most) {
  // 25 digits times a week in microseconds stay below 2^127.
  if (whole.size() + fraction.size() > 25) return std::nullopt;
  absl::int128 value = 0;
  for (const char c : whole) value = value * 10 + (c - '0');
  absl::int128 divisor = 1;
  for (const char c : fraction) {
    value = value * 10 + (c - '0');
    divisor *= 10;
  }
  value *= unit;
  if (value % divisor != 0) return std::nullopt;
  value = negative ? -(value / divisor) : value / divisor;
  if (value > most || value < -absl::int128(most) - 1) return std::nullopt;
  return static_cast<int64_t>(value);
}

std::optional<Duration> ReadDuration(Reader& reader) {
  const bool negative = reader.Skip('-');
  const std::string_view whole = reader.Digits();
  const bool point = reader.Skip('.');
  const std::string_view fraction = point ? reader.Digits() : std::string_view();
  const DurationUnit* unit = FindUnit(reader.Rest());
  if (whole.empty() || (point && fraction.empty()) || unit == nullptr) return std::nullopt;
  if (unit->months != 0) {
    const auto months = Scale(negative, whole, fraction, unit->months, INT32_MAX);
    if (!months) return std::nullopt;
    return Duration{0, static_cast<int32_t>(*months)};
  }
  const auto micros = Scale(negative, whole, fraction, unit->micros, INT64_MAX);
  if (!micros) return std::nullopt;
  return Duration{*micros, 0};
}

}  // namespace

absl::StatusOr<Date> ParseDate(std::string_view text) {
  Reader reader(text);
  const std::optional<absl::CivilDay> day = ReadDay(reader);
  if (!day || !reader.AtEnd()) return Malformed(text, "a date", "YYYY-MM-DD, a day that exists");
  return Date{static_cast<int32_t>(DaysSince1970(*day))};
}

absl::StatusOr<Timestamp> ParseTimestamp(std::string_view text) {
  Reader reader(text);
  const std::optional<int64_t> micros = ReadInstant(reader);
  if (!micros || !InFourDigitYears(*micros)) {
    return Malformed(text, "a timestamp",
                     "YYYY-MM-DD or YYYY-MM-DDTHH:MM[:SS[.ffffff]], then Z, +hh:mm or nothing");
  }
  return Timestamp{*micros};
}

absl::StatusOr<Duration> ParseDuration(std::string_view text) {
  Reader reader(text);
  const std::optional<Duration> duration = ReadDuration(reader);
  if (!duration) {
    return Malformed(text, "a duration",
                     "a number and us, ms, s, min, h, d, w, mo or y without a space, such as 30d");
  }
  return *duration;
}

}  // namespace madad::core
