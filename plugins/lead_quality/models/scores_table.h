// The tables of leads that the model of lead scores makes.
#pragma once

#include <optional>
#include <vector>

#include <madad/sdk/model.h>

#include "features/frame.h"
#include "fit/fit_score.h"
#include "training/apply.h"

namespace lead_quality {

// Declares `scores` and `reasons`.
void DeclareScores(sdk::Shape& shape);

// What is known of each lead. Lifetime: borrowed.
struct ScoredLeads {
  const std::vector<sdk::Value>& ids;
  const std::vector<int64_t>& created_at;
  const std::vector<FitScore>& fit;  // empty: no profile is given
};

// Writes both. `applied` is null where there is no model: the scores are null then.
void WriteScores(const ScoredLeads& leads, const Applied* applied, const sdk::Call& call,
                 sdk::Writers& out);

}  // namespace lead_quality
