#include "cli/score/parse_value.h"

#include <cmath>
#include <cstdint>
#include <limits>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace madad::cli {
namespace {

constexpr absl::CivilDay kEpoch(1970, 1, 1);

bool ParseBool(const std::string& text, int64_t* value) {
  *value = absl::EqualsIgnoreCase(text, "true") || text == "1" ? 1 : 0;
  return *value == 1 || absl::EqualsIgnoreCase(text, "false") || text == "0";
}

// Digits with an optional sign and point, as a whole number of 10^-scale.
bool ParseDecimal(const std::string& text, int scale, int64_t* value) {
  const size_t point = text.find('.');
  std::string digits = text.substr(0, point);
  std::string decimals = point == text.npos ? "" : text.substr(point + 1);
  // Zeros beyond the scale say nothing.
  while (decimals.size() > static_cast<size_t>(scale) && decimals.back() == '0') {
    decimals.pop_back();
  }
  if (decimals.size() > static_cast<size_t>(scale)) return false;
  if (decimals.find_first_not_of("0123456789") != decimals.npos) return false;
  const bool has_digit = digits.find_first_of("0123456789") != digits.npos || !decimals.empty();
  decimals.resize(static_cast<size_t>(scale), '0');
  return has_digit && absl::SimpleAtoi(absl::StrCat(digits, decimals), value);
}

bool ParseDay(const std::string& text, int64_t* value) {
  absl::CivilDay day;
  if (text.size() != 10 || !absl::ParseCivilTime(text, &day)) return false;
  *value = day - kEpoch;
  return true;
}

bool ParseInstant(std::string text, int64_t* value) {
  int64_t day = 0;
  if (ParseDay(text, &day)) {
    *value = day * int64_t{86'400'000'000};
    return true;
  }
  if (text.size() > 10 && text[10] == ' ') text[10] = 'T';
  absl::Time time;
  std::string error;
  // %Ez reads Z and an offset; without either it is UTC.
  const bool is_read = absl::ParseTime("%Y-%m-%dT%H:%M:%E*S%Ez", text, &time, &error) ||
                       absl::ParseTime("%Y-%m-%dT%H:%M:%E*S", text, &time, &error) ||
                       absl::ParseTime("%Y-%m-%dT%H:%M", text, &time, &error);
  if (is_read) *value = absl::ToUnixMicros(time);
  return is_read;
}

const char* Expected(v1::Type type) {
  switch (type) {
    case v1::TYPE_BOOL:
      return "true or false";
    case v1::TYPE_INT64:
      return "a whole number";
    case v1::TYPE_DOUBLE:
      return "a number";
    case v1::TYPE_DATE:
      return "a day, YYYY-MM-DD";
    case v1::TYPE_TIMESTAMP:
      return "an instant, such as 2024-01-31T10:00:00Z";
    case v1::TYPE_DURATION:
      return "a whole number of microseconds";
    default:
      return "a value";
  }
}

bool ParseWhole(const std::string& text, const v1::Column& column, int64_t* value) {
  switch (column.type()) {
    case v1::TYPE_BOOL:
      return ParseBool(text, value);
    case v1::TYPE_DECIMAL:
      return ParseDecimal(text, column.scale(), value);
    case v1::TYPE_DATE:
      return ParseDay(text, value);
    case v1::TYPE_TIMESTAMP:
      return ParseInstant(text, value);
    default:
      return absl::SimpleAtoi(text, value);
  }
}

std::string Wrong(const std::string& text, const v1::Column& column) {
  const std::string expected =
      column.type() == v1::TYPE_DECIMAL
          ? absl::StrCat("a number of at most ", column.scale(), " digits after the point")
          : Expected(column.type());
  return absl::StrCat("`", column.name(), "` is `", text, "`, expected ", expected);
}

}  // namespace

std::string AppendText(const std::string& text, v1::Column* column) {
  if (column->type() == v1::TYPE_STRING) {
    column->add_string_values(text);
    return "";
  }
  if (column->type() == v1::TYPE_DOUBLE) {
    double number = 0;
    const bool is_number = absl::SimpleAtod(text, &number) && std::isfinite(number);
    column->add_double_values(number);
    return is_number ? "" : Wrong(text, *column);
  }
  int64_t whole = 0;
  const bool is_whole = ParseWhole(text, *column, &whole);
  column->add_int64_values(whole);
  return is_whole ? "" : Wrong(text, *column);
}

void AppendNull(v1::Column* column) {
  if (column->type() == v1::TYPE_STRING) {
    column->add_string_values("");
  } else if (column->type() == v1::TYPE_DOUBLE) {
    column->add_double_values(0);
  } else {
    column->add_int64_values(0);
  }
}

}  // namespace madad::cli
