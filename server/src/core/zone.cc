#include "core/zone.h"

#include <algorithm>
#include <limits>
#include <string>

#include "core/names.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

constexpr int64_t kMicrosPerSecond = 1'000'000;

struct Transition {
  Timestamp at;  // UTC
  int64_t before_micros;
  int64_t after_micros;
};

int64_t OffsetAt(const absl::TimeZone& zone, absl::Time time) {
  return zone.At(time).offset * kMicrosPerSecond;
}

std::vector<Transition> TransitionsIn(const absl::TimeZone& zone, Timestamp from, Timestamp to) {
  std::vector<Transition> transitions;
  absl::Time time = absl::FromUnixMicros(from.micros);
  const absl::Time end = absl::FromUnixMicros(to.micros);
  absl::TimeZone::CivilTransition civil;
  while (zone.NextTransition(time, &civil)) {
    // A transition is given by the civil times on its two sides; the instant
    // is the one at which the clock, had it not changed, shows `civil.from`.
    const absl::Time at = zone.At(civil.to).trans;
    if (at > end) break;
    transitions.push_back(
        {{absl::ToUnixMicros(at)}, OffsetAt(zone, at - absl::Seconds(1)), OffsetAt(zone, at)});
    time = at;
  }
  return transitions;
}

// The list without spans that change nothing; empty when all are zero.
std::vector<OffsetSpan> Compact(const std::vector<OffsetSpan>& spans) {
  std::vector<OffsetSpan> compact;
  for (const OffsetSpan& span : spans) {
    if (!compact.empty() && compact.back().offset_micros == span.offset_micros) {
      compact.back().until = span.until;
    } else {
      compact.push_back(span);
    }
  }
  if (compact.size() == 1 && compact.front().offset_micros == 0) compact.clear();
  return compact;
}

constexpr Timestamp kForever{std::numeric_limits<int64_t>::max()};

}  // namespace

absl::StatusOr<absl::TimeZone> FindZone(std::string_view name) {
  absl::TimeZone zone;
  // Only names: the loader would open a file for a path.
  if (!IsTimeZone(std::string(name)) || !absl::LoadTimeZone(Piece(name), &zone)) {
    return Error(
        absl::StatusCode::kInvalidArgument,
        Cat("time zone '", name, "' is not known; use an IANA name such as Asia/Jerusalem or UTC"),
        {"TIMEZONE_UNKNOWN", {{"timezone", std::string(name)}}, "timezone"});
  }
  return zone;
}

std::vector<OffsetSpan> UtcToLocal(const absl::TimeZone& zone, Timestamp from, Timestamp to) {
  std::vector<OffsetSpan> spans;
  int64_t offset = OffsetAt(zone, absl::FromUnixMicros(from.micros));
  for (const Transition& transition : TransitionsIn(zone, from, to)) {
    spans.push_back({transition.at, offset});
    offset = transition.after_micros;
  }
  spans.push_back({kForever, offset});
  return Compact(spans);
}

std::vector<OffsetSpan> LocalToUtc(const absl::TimeZone& zone, Timestamp from, Timestamp to) {
  // Local times lie within a day of UTC, so look a day further on each side.
  constexpr int64_t kDay = 86'400 * kMicrosPerSecond;
  std::vector<OffsetSpan> spans;
  int64_t offset = OffsetAt(zone, absl::FromUnixMicros(from.micros - kDay));
  for (const Transition& transition :
       TransitionsIn(zone, {from.micros - kDay}, {to.micros + kDay})) {
    // The old offset holds up to the later of the two clocks' readings: through
    // the hour that is skipped, and through the first pass of one that repeats.
    const int64_t reach = std::max(transition.before_micros, transition.after_micros);
    spans.push_back({{transition.at.micros + reach}, -offset});
    offset = transition.after_micros;
  }
  spans.push_back({kForever, -offset});
  return Compact(spans);
}

Timestamp ToUtc(const absl::TimeZone& zone, Timestamp local) {
  const absl::CivilSecond civil =
      absl::ToCivilSecond(absl::FromUnixMicros(local.micros), absl::UTCTimeZone());
  int64_t sub_second = local.micros % kMicrosPerSecond;
  if (sub_second < 0) sub_second += kMicrosPerSecond;
  return {absl::ToUnixMicros(zone.At(civil).pre) + sub_second};
}

}  // namespace madad::core
