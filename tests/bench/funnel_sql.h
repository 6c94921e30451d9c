// The benchmark's events, and its funnel in SQL.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "support/database.h"

namespace madad::bench {

// How many entities reached each step, and the sum of times from first to last
// step (microseconds) of those that converted.
struct FunnelAnswer {
  std::vector<int64_t> reached;
  int64_t convert_time = 0;

  friend bool operator==(const FunnelAnswer&, const FunnelAnswer&) = default;
};
std::string ToText(const FunnelAnswer& answer);

inline constexpr const char* kFunnelStages[] = {"lead", "mql", "sql", "opportunity", "won"};
inline constexpr int64_t kFunnelWindow = int64_t{14} * 24 * 3600 * 1'000'000;

// Makes the table `events` (entity_id, stage, entered_at), in no order; every
// value is decided by the row's number.
std::string EventsSql(int64_t events);

struct NamedSql {
  std::string name;
  std::string sql;  // one row: reached of each step, the sum of times
};
// First entry, in order, within the window: in several ways.
const std::vector<NamedSql>& FunnelSql();
FunnelAnswer RunFunnelSql(testing::Database& database, const NamedSql& statement);

}  // namespace madad::bench
