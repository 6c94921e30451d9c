// Lead quality: how well leads fit the ideal customer.
#include <madad/sdk/plugin.h>

#include "models/fit_model.h"

namespace {

void Declare(madad::sdk::Plugin& p) {
  p.Model<lead_quality::FitModel>("lead_quality.fit_score");
  p.Metric("lead_quality.mean_fit")
      .Label("Mean fit")
      .Label("he", "התאמה ממוצעת")
      .Description(
          "The mean combined score of the leads created in the period, 0 to 100, by the model "
          "lead_quality.fit_score. A period without leads has none.")
      .Aggregate("avg(combined)")
      .From("lead_quality.fit_score.scores")
      .At("created_at")
      .Unit(madad::sdk::Unit::kScore)
      .HigherIsBetter();
}

}  // namespace

MADAD_PLUGIN(Declare);
