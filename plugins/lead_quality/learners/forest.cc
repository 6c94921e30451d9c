#include "learners/forest.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include <madad/sdk/json_reader.h>

#include "artifact/bytes.h"

namespace lead_quality {
namespace {

using sdk::Json;

constexpr uint32_t kMissingGoesRight = uint32_t{1} << 31;

[[noreturn]] void Refuse(const std::string& why) {
  throw sdk::Error(MADAD_DATA_LOSS, "the stored trees cannot be used: " + why, MADAD_SOURCE_DATA);
}

// One tree as XGBoost writes it: parallel lists by node.
struct TreeLists {
  explicit TreeLists(const Json& tree)
      : left(tree.At("left_children").items()),
        right(tree.At("right_children").items()),
        columns(tree.At("split_indices").items()),
        values(tree.At("split_conditions").items()),
        missing_left(tree.At("default_left").items()) {
    const size_t nodes = left.size();
    for (const Json::Array* list : {&right, &columns, &values, &missing_left}) {
      if (list->size() != nodes) Refuse("a tree has lists of different lengths");
    }
    if (nodes == 0) Refuse("a tree is empty");
  }

  bool IsLeaf(size_t node) const { return left[node].Int64() < 0; }
  size_t Child(size_t node, bool to_right) const {
    const int64_t child = (to_right ? right : left)[node].Int64();
    // Children come after their parent, so no walk goes in circles.
    if (child <= static_cast<int64_t>(node) || child >= static_cast<int64_t>(left.size())) {
      Refuse("a tree has a child that is not there");
    }
    return static_cast<size_t>(child);
  }
  int Depth(size_t node) const {
    if (IsLeaf(node)) return 0;
    return 1 + std::max(Depth(Child(node, false)), Depth(Child(node, true)));
  }

  const Json::Array &left, &right, &columns, &values, &missing_left;
};

// A flag that XGBoost writes as 0 or 1, or as true or false.
bool FlagOf(const Json& json) { return json.IsBool() ? json.Bool() : json.Int64() != 0; }

float BaseLogit(const Json& model) {
  const std::string& text = model.At("learner_model_param").At("base_score").Text();
  float probability = NAN;
  std::from_chars(text.data(), text.data() + text.size(), probability);
  if (!(probability > 0 && probability < 1)) Refuse("their base score is '" + text + "'");
  return -std::log(1.0F / probability - 1.0F);
}

}  // namespace

Forest::Forest(std::string_view json, size_t width) {
  const Json whole = Json::Parse(json);
  const Json& learner = whole.At("learner");
  base_ = BaseLogit(learner);
  const Json::Array& trees = learner.At("gradient_booster").At("model").At("trees").items();
  trees_ = trees.size();
  for (const Json& tree : trees) depth_ = std::max(depth_, TreeLists(tree).Depth(0));
  if (depth_ > kDeepest) Refuse("one is " + std::to_string(depth_) + " deep");
  const size_t leaves = size_t{1} << depth_;
  nodes_.assign(trees_ * (leaves - 1), {std::numeric_limits<float>::infinity(), 0});
  leaves_.assign(trees_ * leaves, 0);
  for (size_t t = 0; t < trees_; ++t) {
    const TreeLists tree(trees[t]);
    // A leaf that comes early is the value of all leaves beneath its place.
    const auto place = [&](const auto& self, size_t node, int level, size_t at) -> void {
      if (tree.IsLeaf(node)) {
        const size_t below = size_t{1} << (depth_ - level);
        const size_t first = (at + 1) * below - leaves;
        std::fill_n(leaves_.begin() + static_cast<ptrdiff_t>(t * leaves + first), below,
                    static_cast<float>(tree.values[node].Double()));
        return;
      }
      const int64_t column = tree.columns[node].Int64();
      if (column < 0 || column >= static_cast<int64_t>(width)) Refuse("they are of other columns");
      const uint32_t side = FlagOf(tree.missing_left[node]) ? 0 : kMissingGoesRight;
      nodes_[t * (leaves - 1) + at] = {static_cast<float>(tree.values[node].Double()),
                                       static_cast<uint32_t>(column) | side};
      self(self, tree.Child(node, false), level + 1, 2 * at + 1);
      self(self, tree.Child(node, true), level + 1, 2 * at + 2);
    };
    place(place, 0, 0, 0);
  }
}

void Forest::Logits(const Matrix& x, std::span<double> logits) const {
  constexpr size_t kAtOnce = 16;
  const size_t leaves = size_t{1} << depth_, inner = leaves - 1, width = x.width();
  for (size_t first = 0; first < x.rows; first += kAtOnce) {
    const size_t rows = std::min(kAtOnce, x.rows - first);
    const float* values = x.Row(first);
    float sums[kAtOnce];
    std::fill_n(sums, kAtOnce, base_);
    for (size_t t = 0; t < trees_; ++t) {
      const Node* nodes = nodes_.data() + t * inner;
      uint32_t at[kAtOnce] = {};
      for (int level = 0; level < depth_; ++level) {
        for (size_t r = 0; r < rows; ++r) {
          const Node node = nodes[at[r]];
          const float value = values[r * width + (node.column & ~kMissingGoesRight)];
          const uint32_t missing = value != value ? 1 : 0;
          const uint32_t above = value >= node.threshold ? 1 : 0;
          at[r] = 2 * at[r] + 1 + (above | (missing & (node.column >> 31)));
        }
      }
      const float* ends = leaves_.data() + t * leaves;
      for (size_t r = 0; r < rows; ++r) sums[r] += ends[at[r] - inner];
    }
    for (size_t r = 0; r < rows; ++r) logits[first + r] = static_cast<double>(sums[r]);
  }
}

}  // namespace lead_quality
