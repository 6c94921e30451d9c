// How well leads fit the ideal customer profile, as a model.
#pragma once

#include <vector>

#include <madad/sdk/model.h>

#include "artifact/bytes.h"
#include "fit/criteria.h"

namespace lead_quality {

// The model `lead_quality.fit_score`. Tables: `scores`, one row a lead; `contributions`, one row a
// lead and criterion; `notes`.
class FitModel {
 public:
  static void Declare(sdk::ModelSpec<FitModel>& m);
  void Shape(sdk::Shape& shape) const;
  void Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out);

 private:
  // The columns that the criteria are about, each once.
  std::vector<std::string> FeatureNames() const;

  sdk::Json criteria_json_;
  double fit_share_ = 0.5;
};

}  // namespace lead_quality
