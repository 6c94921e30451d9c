// Groups by periods, without gaps.
#pragma once

#include <vector>

#include "absl/container/flat_hash_map.h"

#include "core/finish/join.h"
#include "core/finish/row_keys.h"

namespace madad::core {

// Every group in every period, group by group.
// Lifetime: the joined rows and `more` outlive the grid.
class Grid {
 public:
  // `periods` are in order and hold those of every joined row, unless only
  // `groups` is asked for; `more` (may be null) has groups of its own.
  Grid(const PlanPart& part, const Joined& joined, const PartRows* more, std::vector<Date> periods);

  size_t groups() const { return groups_.size(); }

  // Returns the joined rows moved to their places in the grid.
  Joined Build() const;

 private:
  struct Group {
    const std::vector<ResultColumn>* keys;
    size_t row;
  };

  size_t GroupOf(const std::vector<ResultColumn>& keys, size_t row);

  const Joined& joined_;
  size_t dimensions_;
  std::vector<Date> periods_;
  absl::flat_hash_map<int64_t, size_t> position_;
  std::vector<Group> groups_;
  RowIndex index_;
  std::vector<size_t> group_of_;  // by joined row
};

}  // namespace madad::core
