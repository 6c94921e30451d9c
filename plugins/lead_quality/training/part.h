// The leads of one part of a split.
#pragma once

#include <algorithm>
#include <utility>

#include "features/frame.h"
#include "training/split.h"
#include "training/train.h"

namespace lead_quality {

struct Part {
  Frame frame;
  Split::Part known;

  Part(const Frame& all, Split::Part part)
      : frame(TakeLeads(all, part.rows)), known(std::move(part)) {}

  // Lifetime: borrowed from it.
  Targets targets() const { return {known.converted, known.weights}; }
  // Whether there are leads of both kinds to learn from.
  bool HasEnough() const {
    double positives = 0, negatives = 0;
    for (size_t i = 0; i < known.rows.size(); ++i) {
      if (known.weights[i] > 0) (known.converted[i] != 0 ? positives : negatives) += 1;
    }
    return std::min(positives, negatives) >= kLeastOfEachKind;
  }
};

}  // namespace lead_quality
