#include "core/plan/range.h"

#include <algorithm>
#include <string>

#include "core/names.h"
#include "core/plan/civil.h"
#include "core/plan/during.h"
#include "core/status.h"
#include "core/text.h"
#include "core/zone.h"

namespace madad::core {
namespace {

absl::Status Invalid(std::string_view reason, std::string_view field, const std::string& message) {
  return Error(absl::StatusCode::kInvalidArgument, message,
               {std::string(reason), {}, std::string(field)});
}

bool IsMonthStart(Timestamp civil) {
  const Date date = DateOf(civil);
  return MidnightOf(date) == civil && DayOf(date).day() == 1;
}

// Moves ranges to what they are compared with.
class Shift {
 public:
  Shift(const CivilRange& range, Comparison comparison, const TimeAxis& axis)
      : comparison_(comparison), axis_(axis) {
    if (axis.grain != Grain::kNone || comparison != Comparison::kPrevious) return;
    const bool whole_months = IsMonthStart(*range.from) && IsMonthStart(*range.to);
    if (!whole_months) {
      length_ = range.to->micros - range.from->micros;
      return;
    }
    const absl::CivilMonth first(DayOf(DateOf(*range.from)));
    const absl::CivilMonth last(DayOf(DateOf(*range.to)));
    months_ = static_cast<int32_t>(last - first);
  }

  Timestamp Apply(Timestamp civil) const {
    if (axis_.grain == Grain::kNone) {
      if (comparison_ == Comparison::kYear) return AddMonths(civil, -12);
      return months_ > 0 ? AddMonths(civil, -months_) : Timestamp{civil.micros - length_};
    }
    const Date period = axis_.PeriodOf(DateOf(civil));
    const int64_t into = civil.micros - MidnightOf(period).micros;
    const Date other = ComparedPeriod(period, comparison_, axis_);
    // No further than the other period reaches.
    return std::min(Timestamp{MidnightOf(other).micros + into}, MidnightOf(axis_.Next(other)));
  }

 private:
  Comparison comparison_;
  const TimeAxis& axis_;
  int32_t months_ = 0;
  int64_t length_ = 0;
};

}  // namespace

absl::StatusOr<Timestamp> ParseAsOf(std::string_view text, const TimeAxis& axis) {
  if (const absl::StatusOr<Date> day = ParseDate(text); day.ok()) {
    return Timestamp{ToUtc(axis.zone, MidnightOf({day->days + 1})).micros - 1};
  }
  const absl::StatusOr<Timestamp> time = ParseTimestamp(text);
  if (!time.ok()) {
    return Invalid("AS_OF_INVALID", "as_of",
                   Cat("as_of is ", Quoted(text), ", expected a day such as 2024-01-31 or an ",
                       "instant such as 2024-01-31T08:00:00Z"));
  }
  const bool has_offset = text.find_first_of("Z+", 10) != std::string_view::npos ||
                          text.find('-', 10) != std::string_view::npos;
  return has_offset ? *time : Timestamp{ToUtc(axis.zone, *time).micros - 1};
}

absl::StatusOr<CivilRange> RangeOf(const Query& query, const TimeAxis& axis,
                                   std::optional<Timestamp> as_of) {
  if (!query.during.empty()) {
    if (query.from || query.to) {
      return Invalid("RANGE_INVALID", "during", "a query has either a range or `during`, not both");
    }
    return ParseDuring(query.during, axis, as_of);
  }
  if (query.from && query.to && *query.from >= *query.to) {
    return Invalid("RANGE_INVALID", "range",
                   Cat("the range [", ToText(Value(*query.from)), ", ", ToText(Value(*query.to)),
                       ") is empty: `to` is exclusive and must be later than `from`"));
  }
  return CivilRange{query.from, query.to};
}

Date ComparedPeriod(Date period, Comparison comparison, const TimeAxis& axis) {
  if (comparison == Comparison::kPrevious) return axis.Next(period, -1);
  // 52 weeks, so that a week is compared with a whole one.
  if (axis.grain == Grain::kWeek) return axis.Next(period, -52);
  return AddMonths(period, -12);
}

absl::StatusOr<CivilRange> ComparedWith(const CivilRange& range, Comparison comparison,
                                        const TimeAxis& axis, std::optional<Timestamp> as_of) {
  const bool has_grain = axis.grain != Grain::kNone;
  if (!has_grain && (!range.from || !range.to)) {
    return Invalid("COMPARISON_NEEDS_RANGE", "comparison",
                   "a comparison needs a grain, or a range with both ends to compare with the "
                   "one before");
  }
  const Shift shift(range, comparison, axis);
  CivilRange other;
  if (range.from) other.from = shift.Apply(*range.from);
  if (range.to) other.to = shift.Apply(*range.to);
  if (!as_of) return other;
  // What lies just after the last moment that is known.
  const Timestamp known{axis.ToCivil(*as_of).micros + 1};
  if (range.from && known <= *range.from) return other;
  if (range.to && known >= *range.to) return other;
  if (!has_grain) {
    const Timestamp elapsed{other.from->micros + (known.micros - range.from->micros)};
    other.to = std::min(elapsed, *other.to);
    return other;
  }
  const Date running = axis.PeriodOf(DateOf(known));
  const Timestamp cut = shift.Apply(known);
  const Date compared = ComparedPeriod(running, comparison, axis);
  const bool complete = cut == MidnightOf(axis.Next(compared));
  if (!complete || range.to) other.to = cut;
  return other;
}

}  // namespace madad::core
