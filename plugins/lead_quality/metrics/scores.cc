#include "metrics/scores.h"

#include <string>

namespace lead_quality {
namespace {

namespace sdk = madad::sdk;

constexpr char kScores[] = "lead_quality.lead_scores.scores";

// A metric over the scored leads, by when they were created.
sdk::Metric& Declare(sdk::Plugin& p, const char* id, const char* label, const char* hebrew,
                     const std::string& description) {
  return p.Metric(id)
      .Label(label)
      .Label("he", hebrew)
      .Description(description +
                   " Leads belong to the period of their creation. The figures are those of the "
                   "model lead_quality.lead_scores, whose horizon and outcome the catalog says.")
      .From(kScores)
      .At("created_at")
      .HigherIsBetter();
}

void DeclareScores(sdk::Plugin& p) {
  Declare(p, "lead_quality.mean_score", "Mean lead score", "ציון ליד ממוצע",
          "Mean over leads of 100 x the probability of converting within the horizon.")
      .Ratio("sum(score)", "count(score)")
      .Unit(sdk::Unit::kScore)
      .Warn("count(*) FILTER (WHERE score IS NULL)",
            "{n} leads have no score and are left out of the mean; see the model's notes");
  Declare(p, "lead_quality.grade_share", "Share of leads of a grade", "שיעור הלידים בדרגה",
          "Of the leads that have a grade, the share that have the one asked for: A unless the "
          "query says otherwise.")
      .Proportion("count(*)", "grade = :grade")
      .Where("grade IS NOT NULL")
      .Param("grade", sdk::Type::kString, "A", "A, B, C or D")
      .Unit(sdk::Unit::kPercent);
  Declare(p, "lead_quality.expected_conversions", "Expected conversions", "המרות צפויות",
          "Sum over leads of the probability of converting within the horizon of the creation, "
          "whatever has become of them since.")
      .Aggregate("sum(probability)")
      .Unit(sdk::Unit::kCount)
      .Warn("count(*) FILTER (WHERE probability IS NULL)",
            "{n} leads have no probability and add nothing; see the model's notes");
  Declare(p, "lead_quality.expected_value", "Expected value of leads", "ערך צפוי של לידים",
          "Sum over leads of the probability of converting x what the lead is worth then.")
      .Aggregate("sum(expected_value)")
      .Unit(sdk::Unit::kMoney)
      .Warn("count(*) FILTER (WHERE expected_value IS NULL)",
            "{n} leads have no expected value and add nothing; the model's parameters value and "
            "won_amounts say what leads are worth");
}

}  // namespace

void DeclareScoreMetrics(sdk::Plugin& p) {
  DeclareScores(p);
  p.Metric("lead_quality.mean_fit")
      .Label("Mean fit")
      .Label("he", "התאמה ממוצעת")
      .Description(
          "The mean combined score of the leads created in the period, 0 to 100, by the model "
          "lead_quality.fit_score. A period without leads has none.")
      .Aggregate("avg(combined)")
      .From("lead_quality.fit_score.scores")
      .At("created_at")
      .Unit(sdk::Unit::kScore)
      .HigherIsBetter();
}

}  // namespace lead_quality
