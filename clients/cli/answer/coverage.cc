#include "cli/answer/coverage.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "cli/render/timestamp.h"

namespace madad::cli {
namespace {

// Returns the day that `text` is the first instant of.
std::optional<absl::CivilDay> StartOfDay(absl::string_view text) {
  absl::CivilDay day;
  absl::ConsumeSuffix(&text, "T00:00:00");
  if (text.size() != 10 || !absl::ParseCivilTime(text, &day)) return std::nullopt;
  return day;
}

std::string FromText(const std::string& from) {
  return std::string(absl::StripSuffix(from, "T00:00:00"));
}

// The end is exclusive: of a whole day's, the day before is the last one covered.
std::string ToText(const std::string& to) {
  const std::optional<absl::CivilDay> day = StartOfDay(to);
  return day ? absl::FormatCivilTime(*day - 1) : absl::StrCat("before ", to);
}

}  // namespace

std::string CoverageText(const v1::TimeRange& range) {
  if (range.from().empty() && range.to().empty()) return "all dates";
  if (range.to().empty()) return absl::StrCat("from ", FromText(range.from()));
  if (range.from().empty()) return absl::StrCat("up to ", ToText(range.to()));
  const std::string from = FromText(range.from());
  const std::string to = ToText(range.to());
  return from == to ? from : absl::StrCat(from, " to ", to);
}

std::string AsOfText(const v1::SnapshotInfo& snapshot) {
  return snapshot.has_as_of() ? TimestampText(snapshot.as_of()) : "";
}

}  // namespace madad::cli
