// Trees laid out for scoring many leads.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "learners/matrix.h"

namespace lead_quality {

// The trees of a model, each filled up to the depth of the deepest, so that rows go down side by
// side without a branch.
// Thread: any, at the same time.
class Forest {
 public:
  // Reads the JSON that XGBoost saves a model as.
  // Errors: sdk::Error (MADAD_DATA_LOSS) when it is not one of trees over `width` columns with one
  // output, or is deeper than kDeepest.
  Forest(std::string_view json, size_t width);

  // Writes the logits of x's rows: what XGBoost gives, bit for bit, for they are added in the same
  // order in single precision.
  void Logits(const Matrix& x, std::span<double> logits) const;

  static constexpr int kDeepest = 12;

 private:
  // Goes left when the value is below the threshold, and where it is missing by the top bit of
  // `column`: set, it goes right.
  struct Node {
    float threshold;
    uint32_t column;
  };

  int depth_ = 0;
  float base_ = 0;  // logit
  size_t trees_ = 0;
  std::vector<Node> nodes_;    // of a tree 2^depth - 1, level by level
  std::vector<float> leaves_;  // of a tree 2^depth
};

}  // namespace lead_quality
