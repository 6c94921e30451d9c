// Columns that may hold anything, read as the catalog declares them.
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/ascii.h"

#include "adapters/sql/batch.h"
#include "adapters/sqlite/functions.h"
#include "adapters/sqlite/spans.h"
#include "core/status.h"
#include "core/text.h"
#include "core/utf8.h"
#include "core/value.h"

namespace madad::adapters::sqlite {
namespace {

constexpr int64_t kMicrosPerDay = 86'400'000'000;
// From year 0 to 9999, as unix seconds.
constexpr int64_t kFirstSecond = -62'167'219'200;
constexpr int64_t kLastSecond = 253'402'300'799;
constexpr double kLastJulianDay = 5'373'484.5;
constexpr int64_t kJulianMillisOf1970 = 210'866'760'000'000;

std::string Shown(sqlite3_value* value) {
  switch (sqlite3_value_type(value)) {
    case SQLITE_BLOB:
      return core::Cat("a blob of ", sqlite3_value_bytes(value), " bytes");
    case SQLITE_TEXT:
      return core::Cat("'", core::Clip(TextOf(value), 60), "'");
    default:
      return std::string(TextOf(value));
  }
}

// `where` are the name of the column and the row's id.
void Refuse(sqlite3_context* context, sqlite3_value* value, sqlite3_value** where,
            std::string_view wanted) {
  const std::string column(TextOf(where[0]));
  std::string shown = Shown(value);
  std::string row = IsNull(where[1]) ? "" : core::Cat(" (rowid ", TextOf(where[1]), ")");
  Fail(context, core::Error(absl::StatusCode::kInvalidArgument,
                            core::Cat("column ", column, row, " holds ", shown, ", which is no ",
                                      wanted,
                                      "; mend the row, declare the column otherwise, or name such "
                                      "values in its `nulls`"),
                            {"VALUE_INVALID", {{"column", column}, {"value", shown}}, ""}));
}

// Written as SQLite itself would: no leading zeros, no plus.
std::optional<int64_t> WholeNumber(std::string_view text) {
  int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  const bool is_whole = read.ec == std::errc() && read.ptr == end && core::Cat(number) == text;
  return is_whole ? std::optional(number) : std::nullopt;
}

void ReadInt(sqlite3_context* context, int, sqlite3_value** values) {
  const int type = sqlite3_value_type(values[0]);
  if (type == SQLITE_INTEGER || type == SQLITE_NULL) {
    return sqlite3_result_value(context, values[0]);
  }
  if (type == SQLITE_TEXT) {
    if (const auto number = WholeNumber(TextOf(values[0]))) {
      return sqlite3_result_int64(context, *number);
    }
  }
  Refuse(context, values[0], values + 1, "int64");
}

void ReadDouble(sqlite3_context* context, int, sqlite3_value** values) {
  const int type = sqlite3_value_type(values[0]);
  if (type == SQLITE_FLOAT || type == SQLITE_NULL) return sqlite3_result_value(context, values[0]);
  if (type == SQLITE_INTEGER) {
    return sqlite3_result_double(context, static_cast<double>(sqlite3_value_int64(values[0])));
  }
  if (type == SQLITE_TEXT) {
    const std::string_view text = TextOf(values[0]);
    const char* const end = text.data() + text.size();
    double number = 0;
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec == std::errc() && read.ptr == end && std::isfinite(number)) {
      return sqlite3_result_double(context, number);
    }
  }
  Refuse(context, values[0], values + 1, "double");
}

// What a double says with as few digits as tell it from its neighbours, rounded.
std::optional<sql::Int128> Unscaled(double number, int scale) {
  char digits[512];
  const auto printed =
      std::to_chars(digits, digits + sizeof digits, number, std::chars_format::fixed);
  if (printed.ec != std::errc() || !std::isfinite(number)) return std::nullopt;
  std::string_view text(digits, static_cast<size_t>(printed.ptr - digits));
  const size_t point = text.find('.');
  char next = '0';
  if (point != std::string_view::npos) {
    const size_t first_cut = point + 1 + static_cast<size_t>(scale);
    if (first_cut < text.size()) next = text[first_cut];
    text = text.substr(0, first_cut);
    if (scale == 0) text = text.substr(0, point);
  }
  const auto cut = sql::ParseDecimal(text, scale);
  if (!cut.ok()) return std::nullopt;
  return next < '5' ? *cut : *cut + (number < 0 ? -1 : 1);
}

void ReadDecimal(sqlite3_context* context, int, sqlite3_value** values) {
  const int scale = sqlite3_value_int(values[1]);
  std::optional<sql::Int128> unscaled;
  switch (sqlite3_value_type(values[0])) {
    case SQLITE_NULL:
      return sqlite3_result_null(context);
    case SQLITE_INTEGER:
      unscaled = sql::Int128{sqlite3_value_int64(values[0])} * sql::PowerOfTen(scale);
      break;
    case SQLITE_FLOAT:
      unscaled = Unscaled(sqlite3_value_double(values[0]), scale);
      break;
    case SQLITE_TEXT: {
      const auto parsed = sql::ParseDecimal(TextOf(values[0]), scale);
      if (parsed.ok()) unscaled = *parsed;
      break;
    }
    default:
      break;
  }
  const bool fits = unscaled && *unscaled >= std::numeric_limits<int64_t>::min() &&
                    *unscaled <= std::numeric_limits<int64_t>::max();
  if (fits) return sqlite3_result_int64(context, static_cast<int64_t>(*unscaled));
  Refuse(context, values[0], values + 2, core::Cat("decimal(", scale, ")"));
}

std::optional<bool> Truth(std::string_view text) {
  const std::string lower = absl::AsciiStrToLower(core::Piece(text));
  if (lower == "true" || lower == "t" || lower == "yes" || lower == "y" || lower == "1") return true;
  if (lower == "false" || lower == "f" || lower == "no" || lower == "n" || lower == "0") {
    return false;
  }
  return std::nullopt;
}

void ReadBool(sqlite3_context* context, int, sqlite3_value** values) {
  const int type = sqlite3_value_type(values[0]);
  if (type == SQLITE_NULL) return sqlite3_result_null(context);
  std::optional<bool> truth;
  if (type == SQLITE_INTEGER || type == SQLITE_TEXT) truth = Truth(TextOf(values[0]));
  if (truth) return sqlite3_result_int(context, *truth ? 1 : 0);
  Refuse(context, values[0], values + 1, "bool (0 or 1, true or false, yes or no)");
}

void ReadText(sqlite3_context* context, int, sqlite3_value** values) {
  const int type = sqlite3_value_type(values[0]);
  if (type == SQLITE_BLOB) return Refuse(context, values[0], values + 1, "text");
  if (type == SQLITE_TEXT &&
      core::FindInvalidUtf8(TextOf(values[0])) != std::string_view::npos) {
    return Refuse(context, values[0], values + 1, "text in UTF-8");
  }
  if (type == SQLITE_TEXT || type == SQLITE_NULL) return sqlite3_result_value(context, values[0]);
  ReturnText(context, TextOf(values[0]));
}

bool HasZone(std::string_view text) {
  return text.size() > 10 && text.find_first_of("Zz+-", 10) != std::string_view::npos;
}

// Seconds and julian days are in UTC; so is a text that says its offset.
std::optional<int64_t> InstantOf(sqlite3_value* value, bool takes_julian,
                                 const std::vector<core::OffsetSpan>& spans) {
  switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER: {
      const int64_t seconds = sqlite3_value_int64(value);
      if (seconds < kFirstSecond || seconds > kLastSecond) return std::nullopt;
      return seconds * 1'000'000;
    }
    case SQLITE_FLOAT: {
      const double day = sqlite3_value_double(value);
      if (!takes_julian || !(day >= 0 && day < kLastJulianDay)) return std::nullopt;
      // To the millisecond, which is what a double of days holds.
      return (std::llround(day * 86'400'000.0) - kJulianMillisOf1970) * 1000;
    }
    case SQLITE_TEXT: {
      const std::string_view text = TextOf(value);
      const absl::StatusOr<core::Timestamp> time = core::ParseTimestamp(text);
      if (!time.ok()) return std::nullopt;
      return time->micros + (HasZone(text) ? 0 : OffsetAt(spans, time->micros));
    }
    default:
      return std::nullopt;
  }
}

void ReadTime(sqlite3_context* context, int, sqlite3_value** values) {
  if (IsNull(values[0])) return sqlite3_result_null(context);
  const bool is_date = sqlite3_value_int(values[1]) != 0;
  const std::optional<int64_t> time =
      InstantOf(values[0], sqlite3_value_int(values[2]) != 0, SpansOf(context, 3, values[3]));
  const bool fits = time && (!is_date || *time % kMicrosPerDay == 0);
  if (fits) return sqlite3_result_int64(context, *time);
  Refuse(context, values[0], values + 4,
         is_date ? "date (2024-01-31)"
                 : "timestamp (2024-01-31 10:00:00, or seconds since 1970; a column declared REAL "
                   "or computed holds julian days)");
}

}  // namespace

absl::Status RegisterReaders(sqlite3* db, FunctionState& state) {
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_read_bool", 3, ReadBool));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_read_int", 3, ReadInt));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_read_double", 3, ReadDouble));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_read_text", 3, ReadText));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_read_decimal", 4, ReadDecimal));
  return Register(db, state, "madad_read_time", 6, ReadTime);
}

}  // namespace madad::adapters::sqlite
