#include "orders/zone_rule.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace clv {
namespace {

namespace chrono = std::chrono;

[[noreturn]] void Refuse() {
  throw std::invalid_argument("a time zone's rule is of a form that is not known");
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

ZoneRule::ZoneRule(std::string_view text) : text_(text) {
  SkipName();
  standard_ = -Time();
  if (text_.empty()) return;
  SkipName();
  summer_ = text_.starts_with(',') ? standard_ + 3600 : -Time();
  has_summer_ = true;
  begins_ = Change();
  ends_ = Change();
}

void ZoneRule::Expect(char c) {
  if (!text_.starts_with(c)) Refuse();
  text_.remove_prefix(1);
}

void ZoneRule::SkipName() {
  const size_t end =
      text_.starts_with('<') ? text_.find('>') + 1 : text_.find_first_of("+-0123456789,");
  if (end == 0 || end > text_.size()) Refuse();
  text_.remove_prefix(end);
}

int64_t ZoneRule::Number() {
  if (text_.empty() || !IsDigit(text_.front())) Refuse();
  int64_t number = 0;
  for (; !text_.empty() && IsDigit(text_.front()); text_.remove_prefix(1)) {
    number = std::min<int64_t>(number * 10 + text_.front() - '0', 100'000);
  }
  return number;
}

// Hours, maybe with minutes and seconds; returns seconds.
int64_t ZoneRule::Time() {
  const bool negative = text_.starts_with('-');
  if (negative || text_.starts_with('+')) text_.remove_prefix(1);
  int64_t seconds = Number() * 3600;
  for (const int64_t unit : {60, 1}) {
    if (!text_.starts_with(':')) break;
    text_.remove_prefix(1);
    seconds += Number() * unit;
  }
  return negative ? -seconds : seconds;
}

ZoneRule::MonthDay ZoneRule::Change() {
  MonthDay change;
  Expect(',');
  Expect('M');
  change.month = Number();
  Expect('.');
  change.week = Number();
  Expect('.');
  change.weekday = Number();
  change.time = 7200;
  if (text_.starts_with('/')) {
    text_.remove_prefix(1);
    change.time = Time();
  }
  if (change.month < 1 || change.month > 12 || change.week < 1 || change.week > 5 ||
      change.weekday > 6) {
    Refuse();
  }
  return change;
}

int64_t ZoneRule::At(const MonthDay& change, int year) {
  const auto month = chrono::year(year) / chrono::month(static_cast<unsigned>(change.month));
  const chrono::weekday weekday(static_cast<unsigned>(change.weekday));
  const chrono::sys_days day =
      change.week == 5 ? chrono::sys_days(month / weekday[chrono::last])
                       : chrono::sys_days(month / weekday[static_cast<unsigned>(change.week)]);
  return day.time_since_epoch().count() * int64_t{86'400} + change.time;
}

}  // namespace clv
