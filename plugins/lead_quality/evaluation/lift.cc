#include "evaluation/lift.h"

#include <algorithm>

namespace lead_quality {
namespace {

void Conclude(std::vector<LiftRow>& rows, double positives, double rate) {
  double found = 0;
  for (LiftRow& row : rows) {
    found += row.positives;
    row.rate = row.positives / row.leads;
    row.lift = row.rate / rate;
    row.cumulative_gain = std::min(found / positives, 1.0);
  }
}

}  // namespace

std::vector<LiftRow> LiftByDecile(const Outcomes& outcomes) {
  constexpr int kRows = 10;
  const auto positives = static_cast<double>(outcomes.positives());
  if (positives == 0) return {};
  const auto leads = static_cast<double>(outcomes.size());
  std::vector<LiftRow> rows(kRows);
  for (int i = 0; i < kRows; ++i) rows[i].decile = i + 1;
  double before = 0;  // leads ranked above the tie
  for (const Tie& tie : TiesFromTheTop(outcomes)) {
    for (int i = 0; i < kRows; ++i) {
      const double from = std::max(before, leads * i / kRows);
      const double to = std::min(before + tie.leads, leads * (i + 1) / kRows);
      if (to <= from) continue;
      rows[i].leads += to - from;
      rows[i].positives += tie.positives * (to - from) / tie.leads;
    }
    before += tie.leads;
  }
  Conclude(rows, positives, positives / leads);
  return rows;
}

}  // namespace lead_quality
