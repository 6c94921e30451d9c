// What is asked, and under which conditions it runs.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "core/value.h"

namespace madad::core {

enum class Grain : uint8_t { kNone, kDay, kWeek, kMonth, kQuarter, kYear };

struct OrderBy {
  std::string column;
  bool descending = false;
};

enum class Comparison : uint8_t { kNone, kPrevious, kYear };

// Metrics x time range x grain x dimensions x filter.
struct Query {
  std::vector<std::string> metrics;  // full or bare ids, with parameters: id(window=30d)
  std::vector<std::string> dimensions;
  Grain grain = Grain::kNone;
  std::optional<Timestamp> from;  // civil time in `timezone`, inclusive
  std::optional<Timestamp> to;    // exclusive
  std::string filter;             // boolean expression over dimensions
  std::vector<OrderBy> order;
  int64_t limit = 0;       // 0: all
  std::string timezone;    // empty: the catalog's
  std::string week_start;  // monday, sunday or saturday; empty: the catalog's
  std::string during;      // instead of from and to: 2024, 2024-Q3, 2024-07, last-30d
  std::string as_of;       // an instant or a day (its end); empty: the sources' newest event
  // For every metric that has a parameter of that name.
  std::map<std::string, std::string> parameters;
  Comparison comparison = Comparison::kNone;
  bool share = false;
  bool interval = false;
  bool total = false;
  bool targets = false;
  bool explain = false;
};

// More groups of a scan than this are an error, unless the call says otherwise.
inline constexpr int64_t kMaxGroups = 1'000'000;

// Under which a query runs. Everything that works for a call looks at the deadline and at `stop`.
struct CallContext {
  absl::Time deadline = absl::InfiniteFuture();
  std::stop_token stop;
  int64_t max_groups = kMaxGroups;  // of a query's scan

  // OK, or CANCELLED or DEADLINE_EXCEEDED.
  absl::Status Check() const;
};

}  // namespace madad::core
