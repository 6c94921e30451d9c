#include "training/split.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

namespace lead_quality {
namespace {

// The first row of each lead, by time of creation.
std::vector<uint32_t> OldestFirst(const Frame& frame, size_t& duplicates) {
  std::vector<uint32_t> rows;
  std::unordered_set<std::string_view> seen;
  seen.reserve(frame.size());
  for (uint32_t i = 0; i < frame.size(); ++i) {
    if (seen.insert(frame.ids[i]).second) rows.push_back(i);
  }
  duplicates = frame.size() - rows.size();
  std::stable_sort(rows.begin(), rows.end(), [&](uint32_t a, uint32_t b) {
    return frame.created_at[a] < frame.created_at[b];
  });
  return rows;
}

// The leads of one part, and when the next begins: kNever when there is none.
struct Range {
  std::vector<uint32_t> rows;
  int64_t end = kNever;
};

class Splitter {
 public:
  Splitter(const Frame& frame, const SplitOptions& options)
      : frame_(frame),
        horizon_(options.horizon_us),
        embargo_(options.embargo_us < 0 ? options.horizon_us : options.embargo_us) {}

  bool Matured(uint32_t row, int64_t then) const {
    return frame_.created_at[row] <= then - horizon_;
  }

  // The place of the first lead at or after `at` that was created later than the one before it.
  size_t Border(const std::vector<uint32_t>& rows, double share) const {
    const double at = std::clamp(share, 0.0, 1.0) * static_cast<double>(rows.size());
    auto i = static_cast<size_t>(at);
    while (i > 0 && i < rows.size() &&
           frame_.created_at[rows[i]] == frame_.created_at[rows[i - 1]]) {
      ++i;
    }
    return i;
  }

  // Where the leads to report on begin.
  size_t TestBegins(const std::vector<uint32_t>& rows, const SplitOptions& options) const {
    if (options.test_us <= 0 || rows.empty()) return Border(rows, 1 - options.test);
    const int64_t first = frame_.created_at[rows.back()] - options.test_us;
    const auto begin = std::lower_bound(
        rows.begin(), rows.end(), first,
        [&](uint32_t row, int64_t instant) { return frame_.created_at[row] <= instant; });
    return begin - rows.begin();
  }

  // The leads between two places.
  Range Between(const std::vector<uint32_t>& rows, size_t from, size_t to) const {
    Range range{{rows.begin() + from, rows.begin() + to}};
    if (to < rows.size()) range.end = frame_.created_at[rows[to]];
    return range;
  }

  // All of them but those that the embargo keeps out.
  Split::Part Known(const Range& range, size_t& embargoed) const {
    Split::Part part;
    for (const uint32_t row : range.rows) {
      if (range.end != kNever && frame_.created_at[row] > range.end - embargo_) {
        ++embargoed;
      } else {
        Add(part, row, 1);
      }
    }
    return part;
  }

  // What was known of them when the next part began. A lead's age then is what censors it, so the
  // chance of being known at an age is the share of leads that are as old.
  Split::Part Weighed(const Range& range, size_t& embargoed) const {
    if (range.end == kNever) return Known(range, embargoed);
    std::vector<int64_t> ages;
    for (const uint32_t row : range.rows) ages.push_back(range.end - frame_.created_at[row]);
    std::sort(ages.begin(), ages.end());
    Split::Part part;
    for (const uint32_t row : range.rows) {
      const int64_t age = range.end - frame_.created_at[row];
      const int64_t known_at = Converts(row) ? Took(row) : horizon_;
      if (known_at > age) {
        ++embargoed;
        continue;
      }
      const auto as_old = ages.end() - std::lower_bound(ages.begin(), ages.end(), known_at);
      Add(part, row, static_cast<double>(ages.size()) / static_cast<double>(as_old));
    }
    return part;
  }

 private:
  // Conversions before the creation count as at once.
  int64_t Took(uint32_t row) const {
    return std::max<int64_t>(0, frame_.converted_at[row] - frame_.created_at[row]);
  }
  bool Converts(uint32_t row) const {
    return frame_.converted_at[row] != kNever && Took(row) <= horizon_;
  }
  void Add(Split::Part& part, uint32_t row, double factor) const {
    part.rows.push_back(row);
    part.converted.push_back(Converts(row) ? 1 : 0);
    part.weights.push_back(frame_.Weight(row) * factor);
  }

  const Frame& frame_;
  int64_t horizon_, embargo_;
};

}  // namespace

Split SplitByTime(const Frame& frame, const SplitOptions& options) {
  const Splitter splitter(frame, options);
  Split split;
  std::vector<uint32_t> rows = OldestFirst(frame, split.duplicates);
  split.immature =
      std::erase_if(rows, [&](uint32_t row) { return !splitter.Matured(row, frame.as_of); });
  const size_t tested = splitter.TestBegins(rows, options);
  const double before_test = static_cast<double>(tested) / std::max<double>(rows.size(), 1);
  const double learned = options.test_us > 0 ? before_test : 1 - options.test;
  const size_t validated = std::min(splitter.Border(rows, learned - options.validation), tested);
  const Range fit = splitter.Between(rows, 0, validated);
  split.fit = options.weigh_censored ? splitter.Weighed(fit, split.embargoed)
                                     : splitter.Known(fit, split.embargoed);
  split.validation = splitter.Known(splitter.Between(rows, validated, tested), split.embargoed);
  split.test = splitter.Known(splitter.Between(rows, tested, rows.size()), split.embargoed);
  return split;
}

}  // namespace lead_quality
