#include "core/merge.h"

#include <string>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace madad::core {
namespace {

// A row's group as bytes: a flag for null, then the value; texts end with
// their length so that no two groups share bytes.
std::string KeyOf(const ScanRows& rows, size_t keys, size_t row) {
  std::string key;
  for (size_t i = 0; i < keys; ++i) {
    const ResultColumn& column = rows[i];
    key.push_back(static_cast<char>(column.valid[row]));
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values)) {
      const std::string& text = (*texts)[row];
      const size_t size = text.size();
      key.append(text);
      key.append(reinterpret_cast<const char*>(&size), sizeof(size));
    } else if (const auto* doubles = std::get_if<std::vector<double>>(&column.values)) {
      key.append(reinterpret_cast<const char*>(&(*doubles)[row]), sizeof(double));
    } else {
      const auto& integers = std::get<std::vector<int64_t>>(column.values);
      key.append(reinterpret_cast<const char*>(&integers[row]), sizeof(int64_t));
    }
  }
  return key;
}

ResultColumn EmptyLike(const ResultColumn& column) {
  ResultColumn empty{
      .name = column.name, .role = column.role, .type = column.type, .scale = column.scale};
  empty.values = EmptyValues(column.type);
  return empty;
}

// Rows of the merged table, in order of first appearance.
class Merger {
 public:
  explicit Merger(size_t keys) : keys_(keys) {}

  void Add(ScanRows rows) {
    if (merged_.empty()) {
      for (size_t i = 0; i < keys_; ++i) merged_.push_back(EmptyLike(rows[i]));
    }
    std::vector<size_t> targets;
    targets.reserve(rows.front().size());
    for (size_t row = 0; row < rows.front().size(); ++row) targets.push_back(Target(rows, row));
    for (size_t i = keys_; i < rows.size(); ++i) {
      std::vector<size_t> sources(height_, kNone);
      for (size_t row = 0; row < targets.size(); ++row) sources[targets[row]] = row;
      pending_.push_back({std::move(rows[i]), std::move(sources)});
    }
  }

  ScanRows Finish() && {
    for (Pending& pending : pending_) {
      ResultColumn column = EmptyLike(pending.column);
      for (size_t row = 0; row < height_; ++row) {
        const size_t source = row < pending.sources.size() ? pending.sources[row] : kNone;
        column.Append(source == kNone ? Value() : pending.column.At(source));
      }
      merged_.push_back(std::move(column));
    }
    return std::move(merged_);
  }

 private:
  static constexpr size_t kNone = static_cast<size_t>(-1);
  struct Pending {
    ResultColumn column;
    std::vector<size_t> sources;  // row of `column` for each merged row
  };

  size_t Target(const ScanRows& rows, size_t row) {
    const auto [found, is_new] = index_.emplace(KeyOf(rows, keys_, row), height_);
    if (is_new) {
      for (size_t i = 0; i < keys_; ++i) merged_[i].Append(rows[i].At(row));
      ++height_;
    }
    return found->second;
  }

  size_t keys_;
  size_t height_ = 0;
  absl::flat_hash_map<std::string, size_t> index_;
  ScanRows merged_;
  std::vector<Pending> pending_;
};

}  // namespace

ScanRows MergeScans(std::vector<ScanRows> scans, size_t keys) {
  if (scans.size() == 1) return std::move(scans.front());
  Merger merger(keys);
  for (ScanRows& rows : scans) merger.Add(std::move(rows));
  return std::move(merger).Finish();
}

}  // namespace madad::core
