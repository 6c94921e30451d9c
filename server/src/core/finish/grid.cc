#include "core/finish/grid.h"

#include <utility>

namespace madad::core {

Grid::Grid(const PlanPart& part, const Joined& joined, const PartRows* more,
           std::vector<Date> periods)
    : joined_(joined), dimensions_(part.keys.size() - 1), periods_(std::move(periods)) {
  for (size_t i = 0; i < periods_.size(); ++i) position_[periods_[i].days] = i;
  if (dimensions_ == 0) groups_.push_back({&joined.keys, kNoRow});
  for (size_t row = 0; row < joined.height; ++row) group_of_.push_back(GroupOf(joined.keys, row));
  for (size_t row = 0; more != nullptr && row < more->height; ++row) GroupOf(more->keys, row);
}

Joined Grid::Build() const {
  Joined grid;
  grid.height = groups_.size() * periods_.size();
  for (const ResultColumn& key : joined_.keys) grid.keys.push_back(EmptyLike(key));
  for (const Group& group : groups_) {
    for (const Date period : periods_) {
      for (size_t i = 0; i < dimensions_; ++i) {
        AppendFrom((*group.keys)[i], group.row, grid.keys[i]);
      }
      grid.keys.back().Append(period);
    }
  }
  const auto& days = std::get<std::vector<int64_t>>(joined_.keys.back().values);
  for (const std::vector<size_t>& sources : joined_.sources) {
    std::vector<size_t>& moved = grid.sources.emplace_back(grid.height, kNoRow);
    for (size_t row = 0; row < joined_.height; ++row) {
      const size_t position = position_.at(days[row]);
      moved[group_of_[row] * periods_.size() + position] = sources[row];
    }
  }
  return grid;
}

size_t Grid::GroupOf(const std::vector<ResultColumn>& keys, size_t row) {
  if (dimensions_ == 0) return 0;
  const size_t group = index_.Insert(KeyBytes(keys, dimensions_, row), groups_.size());
  if (group == groups_.size()) groups_.push_back({&keys, row});
  return group;
}

}  // namespace madad::core
