// What is asked, and under which conditions it runs.
#pragma once

#include <cstdint>
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

// Metrics x time range x grain x dimensions x filter.
struct Query {
  std::vector<std::string> metrics;  // full or bare ids
  std::vector<std::string> dimensions;
  Grain grain = Grain::kNone;
  std::optional<Timestamp> from;  // civil time in `timezone`, inclusive
  std::optional<Timestamp> to;    // exclusive
  std::string filter;             // boolean expression over dimensions
  std::vector<OrderBy> order;
  int64_t limit = 0;     // 0: all
  std::string timezone;  // empty: the catalog's
  bool explain = false;
};

// Under which a query runs. Everything that works for a call looks at both.
struct CallContext {
  absl::Time deadline = absl::InfiniteFuture();
  std::stop_token stop;

  // OK, or CANCELLED or DEADLINE_EXCEEDED.
  absl::Status Check() const;
};

}  // namespace madad::core
