// Lead quality: how well leads fit the ideal customer, and how likely they are to convert.
#include <madad/sdk/plugin.h>

#include "metrics/scores.h"
#include "models/fit_model.h"
#include "models/lead_scores.h"

namespace {

void Declare(madad::sdk::Plugin& p) {
  p.Model<lead_quality::FitModel>("lead_quality.fit_score");
  p.Model<lead_quality::LeadScores>("lead_quality.lead_scores");
  lead_quality::DeclareScoreMetrics(p);
}

}  // namespace

MADAD_PLUGIN(Declare);
