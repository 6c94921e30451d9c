#include "core/finish/assemble.h"

#include <algorithm>
#include <utility>

#include "core/finish/accumulate.h"
#include "core/finish/row_keys.h"
#include "core/plan/civil.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

// More are not filled in: eleven years of days, and what fits in an answer.
constexpr size_t kMostPeriods = 4'100;
constexpr size_t kMostRows = 500'000;

// Which row of each scan a joined row is made of.
struct Joined {
  std::vector<ResultColumn> keys;
  std::vector<std::vector<size_t>> sources;  // by scan of the part
  size_t height = 0;
};

// Scans joined on all their keys.
class Joiner {
 public:
  explicit Joiner(const PlanPart& part) : keys_(part.keys.size()) {
    for (const ResultColumn& key : part.keys) joined_.keys.push_back(EmptyLike(key));
  }

  void Add(const ScanRows& rows) {
    const size_t height = rows.empty() ? 0 : rows.front().size();
    std::vector<size_t> sources(joined_.height, kNoRow);
    for (size_t row = 0; row < height; ++row) {
      const size_t target = index_.Insert(KeyBytes(rows, keys_, row), joined_.height);
      if (target == joined_.height) {
        for (size_t i = 0; i < keys_; ++i) AppendFrom(rows[i], row, joined_.keys[i]);
        ++joined_.height;
        sources.push_back(kNoRow);
      }
      sources[target] = row;
    }
    joined_.sources.push_back(std::move(sources));
  }

  // Adds rows of no scan for the groups of `keys`.
  void AddGroups(const std::vector<ResultColumn>& keys, size_t height) {
    for (size_t row = 0; row < height; ++row) {
      if (index_.Insert(KeyBytes(keys, keys_, row), joined_.height) != joined_.height) continue;
      for (size_t i = 0; i < keys_; ++i) AppendFrom(keys[i], row, joined_.keys[i]);
      ++joined_.height;
    }
  }

  Joined Finish() && {
    for (std::vector<size_t>& sources : joined_.sources) sources.resize(joined_.height, kNoRow);
    return std::move(joined_);
  }

 private:
  size_t keys_;
  RowIndex index_;
  Joined joined_;
};

// One scan needs no index.
Joined Alone(const PlanPart& part, const ScanRows& rows) {
  Joined joined;
  joined.height = rows.empty() ? 0 : rows.front().size();
  for (size_t i = 0; i < part.keys.size(); ++i) {
    ResultColumn key = rows[i];
    key.name = part.keys[i].name;
    key.role = part.keys[i].role;
    joined.keys.push_back(std::move(key));
  }
  joined.sources.emplace_back(joined.height);
  for (size_t row = 0; row < joined.height; ++row) joined.sources[0][row] = row;
  return joined;
}

Joined JoinScans(const PlanPart& part, const PoolRows& rows, const PartRows* more) {
  const bool adds_groups = more != nullptr && part.axis.grain == Grain::kNone;
  if (part.scans.size() == 1 && !adds_groups) return Alone(part, *rows[part.scans.front()]);
  Joiner joiner(part);
  for (const size_t scan : part.scans) joiner.Add(*rows[scan]);
  if (adds_groups) joiner.AddGroups(more->keys, more->height);
  return std::move(joiner).Finish();
}

bool Accumulates(const PlanPart& part) {
  return std::any_of(part.metrics.begin(), part.metrics.end(), [](const MetricStep& step) {
    return std::any_of(step.leaves.begin(), step.leaves.end(), [](const PlannedLeaf& leaf) {
      return leaf.accumulation != Accumulation::kNone;
    });
  });
}

// The periods from the first to the last that are asked for or have rows.
std::vector<Date> Periods(const PlanPart& part, const Joined& joined) {
  std::vector<Date> periods;
  const auto& days = std::get<std::vector<int64_t>>(joined.keys.back().values);
  std::optional<Date> first, last;
  if (!days.empty()) {
    const auto [low, high] = std::minmax_element(days.begin(), days.end());
    first = Date{static_cast<int32_t>(*low)};
    last = Date{static_cast<int32_t>(*high)};
  }
  const auto widen = [&](Date period) {
    first = first ? std::min(*first, period) : period;
    last = last ? std::max(*last, period) : period;
  };
  if (part.range.from) widen(part.axis.PeriodOf(DateOf(*part.range.from)));
  if (part.range.to) widen(part.axis.PeriodOf(DateOf(Timestamp{part.range.to->micros - 1})));
  const bool open_end = !part.range.to && part.as_of && Accumulates(part);
  if (open_end && first) widen(part.axis.PeriodOf(DateOf(part.axis.ToCivil(*part.as_of))));
  for (; first && *first <= *last && periods.size() <= kMostPeriods;
       first = part.axis.Next(*first)) {
    periods.push_back(*first);
  }
  return periods;
}

// Every group in every period, group by group.
class Grid {
 public:
  Grid(const PlanPart& part, const Joined& joined, const PartRows* more, std::vector<Date> periods)
      : joined_(joined), dimensions_(part.keys.size() - 1), periods_(std::move(periods)) {
    for (size_t i = 0; i < periods_.size(); ++i) position_[periods_[i].days] = i;
    if (dimensions_ == 0) groups_.push_back({&joined.keys, kNoRow});
    for (size_t row = 0; row < joined.height; ++row) group_of_.push_back(GroupOf(joined.keys, row));
    for (size_t row = 0; more != nullptr && row < more->height; ++row) GroupOf(more->keys, row);
  }

  size_t groups() const { return groups_.size(); }

  Joined Build() const {
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

 private:
  struct Group {
    const std::vector<ResultColumn>* keys;
    size_t row;
  };

  size_t GroupOf(const std::vector<ResultColumn>& keys, size_t row) {
    if (dimensions_ == 0) return 0;
    const size_t group = index_.Insert(KeyBytes(keys, dimensions_, row), groups_.size());
    if (group == groups_.size()) groups_.push_back({&keys, row});
    return group;
  }

  const Joined& joined_;
  size_t dimensions_;
  std::vector<Date> periods_;
  absl::flat_hash_map<int64_t, size_t> position_;
  std::vector<Group> groups_;
  RowIndex index_;
  std::vector<size_t> group_of_;  // by joined row
};

// The columns of a metric's leaves, with zeros for counts and sums of nothing.
LeafColumns Gather(const MetricStep& step, const PlanPart& part, const PoolRows& rows,
                   const Joined& joined) {
  LeafColumns columns;
  for (const PlannedLeaf& leaf : step.leaves) {
    const size_t scan = static_cast<size_t>(
        std::find(part.scans.begin(), part.scans.end(), leaf.slot.scan) - part.scans.begin());
    const ResultColumn& source = (*rows[leaf.slot.scan])[part.keys.size() + leaf.slot.column];
    ResultColumn column = Take(source, joined.sources[scan]);
    column.type = leaf.aggregate->type;
    const std::string& function = leaf.aggregate->name;
    if (function == "count" || function == "sum") {
      // The placeholder of a null is zero already.
      std::fill(column.valid.begin(), column.valid.end(), uint8_t{1});
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

// Rows of the periods that were asked for: history before them is dropped.
std::vector<size_t> Shown(const PlanPart& part, const Joined& joined) {
  std::vector<size_t> shown;
  const auto& days = std::get<std::vector<int64_t>>(joined.keys.back().values);
  const int64_t first =
      part.range.from ? part.axis.PeriodOf(DateOf(*part.range.from)).days : INT64_MIN;
  for (size_t row = 0; row < days.size(); ++row) {
    if (days[row] >= first) shown.push_back(row);
  }
  return shown;
}

void Cut(const std::vector<size_t>& shown, PartRows& rows) {
  if (shown.size() == rows.height) return;
  for (ResultColumn& key : rows.keys) key = Take(key, shown);
  for (LeafColumns& leaves : rows.leaves) {
    for (ResultColumn& leaf : leaves) leaf = Take(leaf, shown);
  }
  rows.height = shown.size();
}

absl::Status TooMany() {
  return Error(absl::StatusCode::kResourceExhausted,
               Cat("a metric of the query builds on the periods before, and there are more than ",
                   kMostPeriods, " periods or ", kMostRows,
                   " rows; use a coarser grain, a shorter range or fewer groups"),
               {"TOO_MANY_PERIODS", {}, "grain"});
}

}  // namespace

LeafColumns LeavesOfNothing(const MetricStep& step) {
  LeafColumns columns;
  for (const PlannedLeaf& leaf : step.leaves) {
    ResultColumn& column = columns.emplace_back();
    column.type = leaf.aggregate->type;
    column.scale = leaf.aggregate->scale;
    column.values = EmptyValues(column.type);
    column.Append({});
    const std::string& function = leaf.aggregate->name;
    if (function == "count" || function == "sum") column.valid[0] = 1;
  }
  return columns;
}

absl::StatusOr<PartRows> Assemble(const PlanPart& part, const PoolRows& rows,
                                  const PartRows* more) {
  Joined joined = JoinScans(part, rows, more);
  PartRows result;
  size_t periods = 0;
  if (part.axis.grain != Grain::kNone) {
    std::vector<Date> all = Periods(part, joined);
    periods = all.size();
    const Grid grid(part, joined, more, std::move(all));
    result.has_gaps = periods > kMostPeriods || periods * grid.groups() > kMostRows;
    if (result.has_gaps && Accumulates(part)) return TooMany();
    if (!result.has_gaps) joined = grid.Build();
  }
  result.height = joined.height;
  for (const MetricStep& step : part.metrics) {
    LeafColumns leaves = Gather(step, part, rows, joined);
    if (periods > 0) Accumulate(step, part, joined.keys.back(), periods, leaves);
    result.leaves.push_back(std::move(leaves));
  }
  result.keys = std::move(joined.keys);
  if (periods > 0) Cut(Shown(part, {.keys = result.keys, .sources = {}, .height = 0}), result);
  return result;
}

}  // namespace madad::core
