// Probabilities as marks.
#pragma once

#include <span>

namespace lead_quality {

// The least probability of each grade; below the last a lead is a D.
struct Grades {
  double a = 0.5, b = 0.25, c = 0.1;

  // A, B, C or D.
  char Of(double probability) const {
    return probability >= a ? 'A' : probability >= b ? 'B' : probability >= c ? 'C' : 'D';
  }
};

// The shares of leads that are an A, and that are at least a B and a C.
struct GradeShares {
  double a = 0.1, b = 0.3, c = 0.6;
};

// Returns the grades by which these leads, or others like them, fall into such shares; leads of
// equal probability are never parted, the better grade gets them. Of no leads: the usual ones.
Grades GradesByShare(std::span<const double> probabilities, const GradeShares& shares = {});

}  // namespace lead_quality
