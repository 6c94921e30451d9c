#include "models/fit_model.h"

#include <algorithm>

#include <madad/sdk/notes.h>

#include "fit/fit_score.h"
#include "models/criteria_json.h"
#include "models/lead_reader.h"

namespace lead_quality {

void FitModel::Declare(sdk::ModelSpec<FitModel>& m) {
  m.Label("Fit of leads").Label("he", "התאמת לידים");
  m.Description(
      "Scores each lead from 0 to 100 against weighted criteria of the ideal customer: ranges of "
      "numbers, sets of texts, patterns and recency that halves with every half-life. Fit and "
      "engagement are scores of their own, each 100 times the weighted mean of its criteria's "
      "matches less the points of its penalties, kept within 0 and 100; the combined score is "
      "fit_share of the one and the rest of the other. What each criterion adds is shown, and adds "
      "up to the combined score.");
  m.Param("criteria", &FitModel::criteria_json_,
          "A list: feature and one of range, one_of, like, recent; then weight or penalty, "
          "missing, engagement, name")
      .Required();
  m.Param("fit_share", &FitModel::fit_share_, "Of the fit in the combined score").Min(0).Max(1);
}

std::vector<std::string> FitModel::FeatureNames() const {
  std::vector<std::string> names;
  for (const Criterion& criterion : ReadCriteria(criteria_json_)) {
    const bool there = std::find(names.begin(), names.end(), criterion.feature) != names.end();
    if (!there) names.push_back(criterion.feature);
  }
  return names;
}

void FitModel::Shape(sdk::Shape& shape) const {
  using sdk::Type;
  sdk::Input& leads = shape.Input("leads").Table("leads").Column("lead_id").Column("created_at");
  for (const std::string& name : FeatureNames()) {
    if (name != "lead_id" && name != "created_at") leads.Column(name);
  }
  shape.Output("scores")
      .Entity("lead", "lead_id")
      .Like("lead_id", "leads.lead_id")
      .Column("created_at", Type::kTimestamp)
      .Column("fit", Type::kDouble, "0 to 100")
      .Column("engagement", Type::kDouble, "0 to 100")
      .Column("combined", Type::kDouble, "0 to 100");
  shape.Output("contributions")
      .Like("lead_id", "leads.lead_id")
      .Column("criterion", Type::kString)
      .Column("points", Type::kDouble, "That it adds to the combined score");
  sdk::Notes::Declare(shape, "the leads that were read");
}

void FitModel::Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out) {
  const std::vector<Criterion> criteria = ReadCriteria(criteria_json_);
  LeadReader reader(call, PlainFeatures(FeatureNames()));
  const Frame frame = reader.Read(in["leads"]);
  const std::vector<FitScore> scores = ScoreFit(frame, criteria, fit_share_);
  sdk::Writer& rows = out["scores"];
  sdk::Writer& parts = out["contributions"];
  for (size_t i = 0; i < scores.size(); ++i) {
    if (i % 10'000 == 0) call.Check();
    rows.Any("lead_id").AppendValue(reader.ids()[i]);
    rows.Timestamp("created_at").Append(frame.created_at[i]);
    rows.Double("fit").Append(scores[i].fit);
    rows.Double("engagement").Append(scores[i].engagement);
    rows.Double("combined").Append(scores[i].combined);
    rows.EndRow();
    const auto add = [&](const std::string& criterion, double points) {
      parts.Any("lead_id").AppendValue(reader.ids()[i]);
      parts.Text("criterion").Append(criterion);
      parts.Double("points").Append(points);
      parts.EndRow();
    };
    for (size_t k = 0; k < criteria.size(); ++k) {
      add(criteria[k].name, scores[i].contributions[k]);
    }
    if (scores[i].limited != 0) add("kept within 0 and 100", scores[i].limited);
  }
  sdk::Notes notes;
  notes.Add("LEADS_INCOMPLETE", "leads without an id or a time of creation are left out",
            static_cast<int64_t>(reader.incomplete()));
  notes.WriteTo(out);
}

}  // namespace lead_quality
