#include "core/plan/during.h"

#include <string>

#include "absl/strings/numbers.h"

#include "core/names.h"
#include "core/plan/civil.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

absl::Status Invalid(std::string_view text) {
  return Error(absl::StatusCode::kInvalidArgument,
               Cat("during is ", Quoted(text), ", expected a year (2024), quarter (2024-Q3), ",
                   "month (2024-07), day (2024-07-15), fiscal year (FY2024) or quarter ",
                   "(FY2024-Q3), or last-30d"),
               {"DURING_INVALID", {{"during", std::string(text)}}, "during"});
}

// Takes `digits` digits off the front of `text`.
std::optional<int> TakeNumber(std::string_view& text, size_t digits) {
  int number = 0;
  const std::string_view taken = text.substr(0, digits);
  const bool all =
      taken.size() == digits && taken.find_first_not_of("0123456789") == std::string_view::npos;
  if (!all || !absl::SimpleAtoi(Piece(taken), &number)) return std::nullopt;
  text.remove_prefix(digits);
  return number;
}

CivilRange Months(absl::CivilMonth first, int count) {
  return {MidnightOf(DateOf(absl::CivilDay(first))),
          MidnightOf(DateOf(absl::CivilDay(first + count)))};
}

absl::StatusOr<CivilRange> Last(std::string_view text, std::string_view length,
                                const TimeAxis& axis, std::optional<Timestamp> as_of) {
  const absl::StatusOr<Duration> duration = ParseDuration(length);
  const bool whole_days = duration.ok() && duration->micros >= 0 && duration->months >= 0 &&
                          duration->micros % kMicrosPerDay == 0 && *duration != Duration{};
  if (!whole_days) return Invalid(text);
  if (!as_of) {
    return Error(absl::StatusCode::kFailedPrecondition,
                 Cat("during is '", text, "', which ends at as_of, but no table that is read has ",
                     "an event time; write the range with from and to, or set as_of"),
                 {"AS_OF_UNKNOWN", {{"during", std::string(text)}}, "during"});
  }
  const Timestamp end = MidnightOf({DateOf(axis.ToCivil(*as_of)).days + 1});
  const Timestamp begin = AddMonths(end, -duration->months);
  return CivilRange{Timestamp{begin.micros - duration->micros}, end};
}

}  // namespace

absl::StatusOr<CivilRange> ParseDuring(std::string_view text, const TimeAxis& axis,
                                       std::optional<Timestamp> as_of) {
  if (text.starts_with("last-")) return Last(text, text.substr(5), axis, as_of);
  std::string_view rest = text;
  const bool fiscal = rest.starts_with("FY");
  if (fiscal) rest.remove_prefix(2);
  const std::optional<int> year = TakeNumber(rest, 4);
  if (!year || *year == 0) return Invalid(text);
  const absl::CivilMonth start(*year, fiscal ? axis.fiscal_start : 1);
  if (rest.empty()) return Months(start, 12);
  if (rest.size() == 3 && rest.starts_with("-Q") && rest[2] >= '1' && rest[2] <= '4') {
    return Months(start + 3 * (rest[2] - '1'), 3);
  }
  if (fiscal || !rest.starts_with('-')) return Invalid(text);
  rest.remove_prefix(1);
  const std::optional<int> month = TakeNumber(rest, 2);
  if (!month || *month < 1 || *month > 12) return Invalid(text);
  if (rest.empty()) return Months(absl::CivilMonth(*year, *month), 1);
  const absl::StatusOr<Date> day = ParseDate(text);
  if (!day.ok()) return Invalid(text);
  return CivilRange{MidnightOf(*day), MidnightOf({day->days + 1})};
}

}  // namespace madad::core
