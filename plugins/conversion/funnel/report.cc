#include "funnel/report.h"

#include <array>
#include <bit>
#include <functional>
#include <stdexcept>

#include "funnel/percentile.h"

namespace conversion::funnel {
namespace {

constexpr int64_t kMinute = 60'000'000;
constexpr int64_t kHour = 60 * kMinute;
constexpr int64_t kDay = 24 * kHour;

// Where buckets of times to convert begin: ranges that people speak of.
constexpr std::array<int64_t, 22> kBucketBegins = {
    0,         kMinute,   5 * kMinute, 15 * kMinute, 30 * kMinute, kHour,     2 * kHour, 4 * kHour,
    8 * kHour, kDay,      2 * kDay,    3 * kDay,     7 * kDay,     14 * kDay, 21 * kDay, 30 * kDay,
    45 * kDay, 60 * kDay, 90 * kDay,   180 * kDay,   365 * kDay,   730 * kDay};

size_t BucketOf(int64_t elapsed) {
  const auto after = std::upper_bound(kBucketBegins.begin(), kBucketBegins.end(), elapsed);
  return static_cast<size_t>(after - kBucketBegins.begin()) - 1;
}

// A list of values for each group, side by side in one memory.
class Grouped {
 public:
  explicit Grouped(const std::vector<size_t>& sizes) : ends_(sizes.size()) {
    size_t total = 0;
    for (size_t g = 0; g < sizes.size(); ++g) {
      ends_[g] = total;
      total += sizes[g];
    }
    begins_ = ends_;
    values_.resize(total);
  }
  void Add(size_t group, int64_t value) { values_[ends_[group]++] = value; }
  std::span<int64_t> Of(size_t group) {
    return {values_.data() + begins_[group], ends_[group] - begins_[group]};
  }

 private:
  std::vector<size_t> begins_;
  std::vector<size_t> ends_;
  std::vector<int64_t> values_;
};

}  // namespace

Report::Report(const Rules& rules, std::span<const PartAttempts> parts, size_t groups,
               int64_t as_of, const Tasks& tasks)
    : rules_(rules), parts_(parts), groups_(groups), as_of_(as_of), steps_(groups * rules.steps()) {
  for (const PartAttempts& part : parts_) Count(part);
  tasks(rules_.steps(), [this](size_t step) { MeasureStep(step); });
}

bool Report::IsMature(const PartAttempts& part, const AttemptRow& row) const {
  const int64_t window = rules_.definition().window;
  return window == kForever || Elapsed(part.attempts.times[row.first_time], as_of_) >= window;
}

void Report::Count(const PartAttempts& part) {
  for (size_t i = 0; i < part.attempts.rows.size(); ++i) {
    const AttemptRow& row = part.attempts.rows[i];
    const bool mature = IsMature(part, row);
    for (uint64_t left = row.matched; left != 0; left &= left - 1) {
      const auto step = static_cast<size_t>(std::countr_zero(left));
      StepFigures& figures = steps_[row.group * rules_.steps() + step];
      const bool on = (left & (left - 1)) != 0;
      ++figures.entered;
      figures.went_on += on ? 1 : 0;
      figures.mature += mature ? 1 : 0;
      figures.mature_went_on += mature && on ? 1 : 0;
      if (!row.has_value) continue;
      ++figures.valued;
      if (__builtin_add_overflow(figures.value, part.attempts.values[i], &figures.value)) {
        throw std::overflow_error("the amounts add up to more than a decimal holds");
      }
    }
  }
}

void Report::MeasureStep(size_t step) {
  std::vector<size_t> entered(groups_);
  std::vector<size_t> went_on(groups_);
  for (size_t g = 0; g < groups_; ++g) {
    const StepFigures& figures = steps_[g * rules_.steps() + step];
    entered[g] = step == 0 ? 0 : static_cast<size_t>(figures.mature);
    went_on[g] = static_cast<size_t>(figures.mature_went_on);
  }
  Grouped from_first(entered);
  Grouped to_next(went_on);
  const uint64_t bit = uint64_t{1} << step;
  for (const PartAttempts& part : parts_) {
    for (const AttemptRow& row : part.attempts.rows) {
      if ((row.matched & bit) == 0 || !IsMature(part, row)) continue;
      const std::span<const int64_t> times = part.attempts.TimesOf(row);
      const auto at = static_cast<size_t>(std::popcount(row.matched & (bit - 1)));
      if (step > 0) from_first.Add(row.group, Elapsed(times[0], times[at]));
      if (at + 1 < times.size()) to_next.Add(row.group, Elapsed(times[at], times[at + 1]));
    }
  }
  for (size_t g = 0; g < groups_; ++g) {
    StepFigures& figures = steps_[g * rules_.steps() + step];
    figures.from_first_median = Percentile(from_first.Of(g), 50);
    figures.to_next_median = Percentile(to_next.Of(g), 50);
    figures.to_next_p90 = Percentile(to_next.Of(g), 90);
  }
}

std::vector<std::vector<TimeBucket>> Report::Times() const {
  std::vector<std::array<int64_t, kBucketBegins.size()>> counts(groups_);
  size_t first = kBucketBegins.size();
  size_t end = 0;
  for (const PartAttempts& part : parts_) {
    for (const AttemptRow& row : part.attempts.rows) {
      if (row.reached() < rules_.steps() || !IsMature(part, row)) continue;
      const std::span<const int64_t> times = part.attempts.TimesOf(row);
      const size_t bucket = BucketOf(Elapsed(times.front(), times.back()));
      ++counts[row.group][bucket];
      first = std::min(first, bucket);
      end = std::max(end, bucket + 1);
    }
  }
  std::vector<std::vector<TimeBucket>> spread(groups_);
  for (size_t g = 0; g < groups_; ++g) {
    for (size_t b = first; b < end; ++b) {
      spread[g].push_back({.bucket = static_cast<int64_t>(b),
                           .at_least = kBucketBegins[b],
                           .below = b + 1 < kBucketBegins.size() ? kBucketBegins[b + 1] : kForever,
                           .count = counts[g][b]});
    }
  }
  return spread;
}

std::vector<std::vector<Outcome>> Report::Outcomes() const {
  std::vector<std::vector<Outcome>> outcomes(groups_);
  for (size_t g = 0; g < groups_; ++g) {
    outcomes[g].reserve(static_cast<size_t>(steps_[g * rules_.steps()].entered));
  }
  for (const PartAttempts& part : parts_) {
    for (size_t i = 0; i < part.attempts.rows.size(); ++i) {
      outcomes[part.attempts.rows[i].group].push_back(OutcomeOf(part, i));
    }
  }
  return outcomes;
}

Outcome Report::OutcomeOf(const PartAttempts& part, size_t index) const {
  const AttemptRow& row = part.attempts.rows[index];
  const std::span<const int64_t> times = part.attempts.TimesOf(row);
  if (row.reached() == rules_.steps()) {
    return {Elapsed(times.front(), times.back()), Ending::kConverted};
  }
  const int64_t seen = std::min(Elapsed(times.front(), as_of_), rules_.definition().window);
  const int64_t lost_at = part.attempts.lost_at.empty() ? kForever : part.attempts.lost_at[index];
  if (lost_at == kForever) return {seen, Ending::kOpen};
  const int64_t lost = Elapsed(times.front(), lost_at);
  return lost <= seen ? Outcome{lost, Ending::kLost} : Outcome{seen, Ending::kOpen};
}

}  // namespace conversion::funnel
