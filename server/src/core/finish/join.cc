#include "core/finish/join.h"

#include <utility>

#include "core/finish/row_keys.h"

namespace madad::core {
namespace {

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

}  // namespace

Joined JoinScans(const PlanPart& part, const PoolRows& rows, const PartRows* more) {
  const bool adds_groups = more != nullptr && part.axis.grain == Grain::kNone;
  if (part.scans.size() == 1 && !adds_groups) return Alone(part, *rows[part.scans.front()]);
  Joiner joiner(part);
  for (const size_t scan : part.scans) joiner.Add(*rows[scan]);
  if (adds_groups) joiner.AddGroups(more->keys, more->height);
  return std::move(joiner).Finish();
}

}  // namespace madad::core
