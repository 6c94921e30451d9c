// Who was at risk when something happened: what every estimator of survival starts from.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#pragma GCC visibility push(hidden)
namespace madad::sdk {

inline constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

// Limits of a confidence interval; both kUnknown where there is none, `high` infinite where the
// data set no limit.
struct Interval {
  double low = kUnknown;
  double high = kUnknown;
};

// Subjects, one an index. Times are in any one unit and may be zero or negative (an outcome that
// was recorded before its entry); they are taken as they are.
struct Observations {
  std::span<const double> time;        // until it happened, or until the subject was last seen
  std::span<const int32_t> cause;      // 0: not yet (right-censored); 1, 2, ...: what happened
  std::span<const double> entry = {};  // seen only after this time (left truncation); empty: always
};

// The distinct times at which something happened, ascending.
//
// Ties follow the literature: what happens at a time happens before anybody is censored at it, so a
// subject is at risk at t when entry < t <= time. A subject with entry >= time was never at risk.
// Source: Kalbfleisch & Prentice, The Statistical Analysis of Failure Time Data (2002), 1.4; Klein
// & Moeschberger, Survival Analysis (2003), 4.2 and 4.6 (delayed entry).
struct RiskTable {
  struct Row {
    double time = 0;
    int64_t at_risk = 0;
    int64_t events = 0;  // of all causes
  };

  // Events of one cause in a row of the table. Requires 1 <= cause <= causes.
  int64_t events_of(size_t row, int32_t cause) const {
    return by_cause[row * static_cast<size_t>(causes) + static_cast<size_t>(cause - 1)];
  }

  std::vector<Row> rows;
  int32_t causes = 1;                                      // the highest cause seen, at least 1
  int64_t subjects = 0;                                    // those that were ever at risk
  int64_t events = 0;                                      // of all causes; the others are censored
  int64_t left_out = 0;                                    // never at risk
  double last = -std::numeric_limits<double>::infinity();  // the last time anybody was seen at
  std::vector<int64_t> by_cause;                           // row by row, cause by cause
};

// Returns the table. Takes O(n log n) time and O(n) memory.
// Errors: std::invalid_argument when the spans differ in length, a time or entry is not a number,
// or a cause is negative.
inline RiskTable TabulateRisk(const Observations& seen);

namespace detail {

struct Exit {
  double time;
  int32_t cause;
};

inline void CheckObservations(const Observations& seen) {
  const size_t n = seen.time.size();
  if (seen.cause.size() != n || (!seen.entry.empty() && seen.entry.size() != n)) {
    throw std::invalid_argument("survival: times, causes and entries differ in length");
  }
  for (size_t i = 0; i < n; ++i) {
    if (std::isnan(seen.time[i]) || (!seen.entry.empty() && std::isnan(seen.entry[i]))) {
      throw std::invalid_argument("survival: a time is not a number");
    }
    if (seen.cause[i] < 0) throw std::invalid_argument("survival: a cause is negative");
  }
}

// Those ever at risk in order of leaving, and the times that they entered at.
inline void SplitExits(const Observations& seen, RiskTable& table, std::vector<Exit>& exits,
                       std::vector<double>& entries) {
  for (size_t i = 0; i < seen.time.size(); ++i) {
    if (!seen.entry.empty() && seen.entry[i] >= seen.time[i]) {
      ++table.left_out;
      continue;
    }
    exits.push_back({seen.time[i], seen.cause[i]});
    if (!seen.entry.empty()) entries.push_back(seen.entry[i]);
    table.causes = std::max(table.causes, seen.cause[i]);
    table.last = std::max(table.last, seen.time[i]);
    table.events += seen.cause[i] != 0;
  }
  table.subjects = static_cast<int64_t>(exits.size());
  std::sort(exits.begin(), exits.end(),
            [](const Exit& a, const Exit& b) { return a.time < b.time; });
  std::sort(entries.begin(), entries.end());
}

}  // namespace detail

inline RiskTable TabulateRisk(const Observations& seen) {
  detail::CheckObservations(seen);
  RiskTable table;
  std::vector<detail::Exit> exits;
  std::vector<double> entries;
  detail::SplitExits(seen, table, exits, entries);
  const auto causes = static_cast<size_t>(table.causes);
  std::vector<int64_t> events(causes);
  size_t entered = 0;
  for (size_t i = 0; i < exits.size();) {
    const size_t left_before = i;
    const double now = exits[i].time;
    std::fill(events.begin(), events.end(), 0);
    int64_t all = 0;
    for (; i < exits.size() && exits[i].time == now; ++i) {
      if (exits[i].cause == 0) continue;
      ++all;
      ++events[static_cast<size_t>(exits[i].cause - 1)];
    }
    if (all == 0) continue;
    while (entered < entries.size() && entries[entered] < now) ++entered;
    const size_t came = seen.entry.empty() ? exits.size() : entered;
    table.rows.push_back({now, static_cast<int64_t>(came - left_before), all});
    table.by_cause.insert(table.by_cause.end(), events.begin(), events.end());
  }
  return table;
}

}  // namespace madad::sdk
#pragma GCC visibility pop
