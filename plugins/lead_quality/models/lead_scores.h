// How likely leads are to convert, learned from those that have matured.
#pragma once

#include <string_view>

#include "models/score_parameters.h"

namespace lead_quality {

// The model `lead_quality.lead_scores`, which learns. Tables: `scores`, one row a lead; `reasons`
// of those that are explained; `quality`, `calibration`, `lift`, `groups` and `features` of the
// training; `notes`. Where nothing can be learned, what it keeps says why, scores are null and the
// notes have the reason.
class LeadScores : public ScoreParameters {
 public:
  static void Declare(sdk::ModelSpec<LeadScores>& m);
  void Shape(sdk::Shape& shape) const;
  sdk::Trained Train(const sdk::Call& call, sdk::Readers& in, std::string_view previous);
  void Apply(const sdk::Call& call, std::string_view artifact, sdk::Readers& in, sdk::Writers& out);
};

}  // namespace lead_quality
