#include "funnel/instants.h"

#include <chrono>
#include <stdexcept>
#include <string>

namespace conversion::funnel {
namespace {

// Reads a text from left to right; what does not fit makes it fail for good.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : left_(text) {}

  // A number of exactly `digits` digits, at most `most`.
  int64_t Number(size_t digits, int64_t most) {
    int64_t value = 0;
    for (size_t i = 0; i < digits; ++i) {
      if (i >= left_.size() || left_[i] < '0' || left_[i] > '9') return Fail();
      value = value * 10 + (left_[i] - '0');
    }
    left_.remove_prefix(digits);
    return value <= most ? value : Fail();
  }
  bool Take(char c) {
    if (!left_.starts_with(c)) return false;
    left_.remove_prefix(1);
    return true;
  }
  void Expect(char c) {
    if (!Take(c)) Fail();
  }
  // Digits after a point, as microseconds; finer ones are dropped.
  int64_t Fraction() {
    int64_t micros = 0;
    int64_t unit = 100'000;
    size_t digits = 0;
    for (; digits < left_.size() && left_[digits] >= '0' && left_[digits] <= '9'; ++digits) {
      micros += (left_[digits] - '0') * unit;
      unit /= 10;
    }
    left_.remove_prefix(digits);
    return digits > 0 ? micros : Fail();
  }
  bool failed() const { return failed_; }
  bool at_end() const { return left_.empty(); }

 private:
  int64_t Fail() {
    failed_ = true;
    return 0;
  }

  std::string_view left_;
  bool failed_ = false;
};

int64_t ScanOffset(Scanner& scanner) {
  if (scanner.Take('Z')) return 0;
  const bool east = scanner.Take('+');
  if (!east) scanner.Expect('-');
  const int64_t hours = scanner.Number(2, 23);
  scanner.Expect(':');
  const int64_t seconds = hours * 3600 + scanner.Number(2, 59) * 60;
  return east ? seconds : -seconds;
}

}  // namespace

int64_t ParseInstant(std::string_view text) {
  Scanner scanner(text);
  const std::chrono::year year(static_cast<int>(scanner.Number(4, 9999)));
  scanner.Expect('-');
  const std::chrono::month month(static_cast<unsigned>(scanner.Number(2, 12)));
  scanner.Expect('-');
  const std::chrono::day day(static_cast<unsigned>(scanner.Number(2, 31)));
  const std::chrono::year_month_day date(year, month, day);
  int64_t seconds = 0;
  int64_t micros = 0;
  if (scanner.Take('T')) {
    seconds = scanner.Number(2, 23) * 3600;
    scanner.Expect(':');
    seconds += scanner.Number(2, 59) * 60;
    scanner.Expect(':');
    seconds += scanner.Number(2, 59);
    if (scanner.Take('.')) micros = scanner.Fraction();
    seconds -= ScanOffset(scanner);
  }
  if (scanner.failed() || !scanner.at_end() || !date.ok()) {
    throw std::invalid_argument("'" + std::string(text.substr(0, 40)) +
                                "' is no instant; write 2024-01-31T00:00:00Z or 2024-01-31");
  }
  const int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return (days * 86'400 + seconds) * 1'000'000 + micros;
}

}  // namespace conversion::funnel
