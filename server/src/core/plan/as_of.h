// How far data is known.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "absl/status/statusor.h"

#include "core/plan/time_axis.h"
#include "core/query.h"
#include "core/world.h"

namespace madad::core {

struct AsOf {
  // Absent: no table of the sources has an event time.
  std::optional<Timestamp> instant;
  // It was set by the query or the catalog, so later rows do not count.
  bool is_set = false;
  // The same without what the query says: when the data is from.
  std::optional<Timestamp> known;
};

// Returns how far `tables` are known: what the query says, else the smallest
// over their sources of what the catalog says or the source's newest event is,
// and of how far a model's data was known when it ran.
// Errors: INVALID_ARGUMENT (AS_OF_INVALID).
absl::StatusOr<AsOf> FindAsOf(const Query& query, const TimeAxis& axis,
                              const std::set<std::string>& tables, const World& world);

}  // namespace madad::core
