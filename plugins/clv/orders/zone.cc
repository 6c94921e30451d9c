#include "orders/zone.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include "orders/zone_rule.h"

namespace clv {
namespace {

namespace chrono = std::chrono;

constexpr int64_t kDaySeconds = 86'400;

// A name that leads nowhere but into the database.
bool IsZoneName(const std::string& name) {
  const auto is_plain = [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '+' || c == '-' || c == '/';
  };
  return !name.empty() && name.front() != '/' && std::all_of(name.begin(), name.end(), is_plain);
}

std::string ReadZone(const std::string& name) {
  const char* folder = std::getenv("TZDIR");
  const std::string path =
      std::string(folder == nullptr ? "/usr/share/zoneinfo" : folder) + "/" + name;
  std::string bytes;
  if (std::error_code error; IsZoneName(name) && std::filesystem::is_regular_file(path, error)) {
    std::ifstream file(path, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  if (bytes.size() >= 44 && bytes.starts_with("TZif")) return bytes;
  throw std::invalid_argument("there is no time zone '" + name +
                              "'; write a name such as UTC or Asia/Jerusalem");
}

// Big-endian numbers of a file, with its end checked.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

  int64_t Number(size_t size) {
    const std::string_view digits = Take(size);
    uint64_t value = (digits[0] & 0x80) != 0 ? ~uint64_t{0} : 0;
    for (const char digit : digits) value = (value << 8) | static_cast<unsigned char>(digit);
    return static_cast<int64_t>(value);
  }
  std::string_view Take(size_t size) {
    if (size > bytes_.size()) throw std::invalid_argument("a time zone's file ends too early");
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }
  std::string_view rest() const { return bytes_; }

 private:
  std::string_view bytes_;
};

// The counts of a block's header, in the file's order.
struct Counts {
  size_t utc, standard, leap, transitions, types, letters;

  explicit Counts(Bytes& bytes) {
    bytes.Take(20);  // magic, version, reserved
    for (size_t* count : {&utc, &standard, &leap, &transitions, &types, &letters}) {
      *count = static_cast<size_t>(bytes.Number(4));
    }
  }
  size_t SizeOf(size_t time_size) const {
    return transitions * (time_size + 1) + types * 6 + letters + leap * (time_size + 4) + standard +
           utc;
  }
};

}  // namespace

Zone::Zone(const std::string& name) {
  if (name == "UTC") return;
  Parse(ReadZone(name));
}

void Zone::Parse(std::string_view file) {
  Bytes bytes(file);
  size_t time_size = 4;
  Counts counts(bytes);
  if (file[4] >= '2') {  // the same again, with times of 64 bits
    bytes.Take(counts.SizeOf(4));
    counts = Counts(bytes);
    time_size = 8;
  }
  std::vector<int64_t> times;
  for (size_t i = 0; i < counts.transitions; ++i) times.push_back(bytes.Number(time_size));
  const std::string_view types = bytes.Take(counts.transitions);
  std::vector<int64_t> offsets;
  for (size_t i = 0; i < counts.types; ++i) {
    offsets.push_back(bytes.Number(4));
    bytes.Take(2);
  }
  if (offsets.empty()) throw std::invalid_argument("a time zone's file names no offset");
  spans_ = {{INT64_MIN, offsets[0]}};
  for (size_t i = 0; i < times.size(); ++i) {
    spans_.push_back({times[i], offsets.at(static_cast<unsigned char>(types[i]))});
  }
  if (time_size == 4) return;
  bytes.Take(counts.letters + counts.leap * 12 + counts.standard + counts.utc);
  std::string_view rule = bytes.rest();
  if (rule.size() > 2) AddRule(rule.substr(1, rule.size() - 2));
}

// After the last transition of the file, its rule holds; it is written out up to 2100.
void Zone::AddRule(std::string_view text) {
  const ZoneRule rule(text);
  const int64_t last = spans_.back().from;
  if (!rule.has_summer()) return;
  std::vector<Span> added;
  for (int year = 1970; year <= 2100; ++year) {
    added.push_back({rule.Begins(year), rule.summer()});
    added.push_back({rule.Ends(year), rule.standard()});
  }
  std::sort(added.begin(), added.end(),
            [](const Span& a, const Span& b) { return a.from < b.from; });
  for (const Span& span : added) {
    if (span.from > last) spans_.push_back(span);
  }
}

int32_t Zone::DayOf(int64_t micros) const {
  int64_t seconds = micros / 1'000'000 - (micros % 1'000'000 < 0 ? 1 : 0);
  const auto is_in = [&](size_t span) {
    return spans_[span].from <= seconds &&
           (span + 1 == spans_.size() || seconds < spans_[span + 1].from);
  };
  if (!is_in(last_)) {
    const auto after =
        std::upper_bound(spans_.begin(), spans_.end(), seconds,
                         [](int64_t at, const Span& span) { return at < span.from; });
    last_ = static_cast<size_t>(after - spans_.begin()) - 1;
  }
  seconds += spans_[last_].offset;
  return static_cast<int32_t>(seconds / kDaySeconds - (seconds % kDaySeconds < 0 ? 1 : 0));
}

int32_t ParseDay(const std::string& text) {
  int year = 0;
  unsigned month = 0, day = 0;
  int length = 0;
  const int read = std::sscanf(text.c_str(), "%4d-%2u-%2u%n", &year, &month, &day, &length);
  const chrono::year_month_day date{chrono::year(year), chrono::month(month), chrono::day(day)};
  if (read != 3 || static_cast<size_t>(length) != text.size() || text.size() != 10 || !date.ok()) {
    throw std::invalid_argument("'" + text + "' is no date; write one such as 2024-01-31");
  }
  return static_cast<int32_t>(chrono::sys_days(date).time_since_epoch().count());
}

std::string DayText(int32_t day) {
  const chrono::year_month_day date{chrono::sys_days(chrono::days(day))};
  char text[16];
  std::snprintf(text, sizeof(text), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

}  // namespace clv
