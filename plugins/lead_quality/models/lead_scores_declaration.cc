// What an instance of the model of lead scores may be told, reads and makes.
#include <madad/sdk/notes.h>

#include "models/lead_scores.h"
#include "models/quality_tables.h"
#include "models/scores_table.h"

namespace lead_quality {
namespace {

// A member of the parameters as one of the model.
template <typename T>
T LeadScores::*Of(T ScoreParameters::*member) {
  return member;
}

void DeclareOutcome(sdk::ModelSpec<LeadScores>& m) {
  m.Param("features", Of(&ScoreParameters::features),
          "What is known of a lead: columns, or objects of column or dimension, and name, kind "
          "(number, flag, category, time, text), known_at (creation, outcome), actionable, "
          "filled_at (the column that says when it was filled)")
      .Required();
  m.Param("outcome", Of(&ScoreParameters::outcome),
          "The column, or expression, that says when a lead converted; null: it has not");
  m.Param("stage", Of(&ScoreParameters::stage),
          "Instead of it, the stage of the catalog that a lead converts by entering");
  m.Param("where", Of(&ScoreParameters::where), "A condition for the leads that are read");
  m.Param("horizon", Of(&ScoreParameters::horizon),
          "A lead converts when it does so within this of its creation");
  m.Param("value", Of(&ScoreParameters::value),
          "The column, or expression, of what a lead is worth if it converts");
  m.Param("won_amounts", Of(&ScoreParameters::won_amounts),
          "Whether a lead without such a value is worth what those that converted have brought on "
          "average, by the won opportunities");
}

void DeclareTraining(sdk::ModelSpec<LeadScores>& m) {
  m.Param("embargo", Of(&ScoreParameters::embargo),
          "How long before the next part leads are too young to be used; null: the horizon");
  m.Param("holdout", Of(&ScoreParameters::holdout),
          "The share of the matured leads, the newest, that the report is about")
      .Min(0)
      .Max(0.9);
  m.Param("holdout_length", Of(&ScoreParameters::holdout_length),
          "Instead of it, how long a time of the newest matured leads");
  m.Param("validation", Of(&ScoreParameters::validation),
          "The share of those before them that choose and calibrate")
      .Min(0.01)
      .Max(0.9);
  m.Param("weigh_censored", Of(&ScoreParameters::weigh_censored),
          "Whether leads in the embargo are learned from as far as they were known, weighted");
  m.Param("candidates", Of(&ScoreParameters::candidates),
          "The models to choose from: a larger one has to be better beyond its standard error")
      .OneOf({"naive_bayes", "elastic_net", "boosted_trees"});
  m.Param("allow", Of(&ScoreParameters::allow),
          "Features to use although they look as if they knew the outcome");
  m.Param("seed", Of(&ScoreParameters::seed), "Of the trees").Min(0).Max(1'000'000'000);
}

void DeclareScoring(sdk::ModelSpec<LeadScores>& m) {
  m.Param("thresholds", Of(&ScoreParameters::thresholds),
          "The least probabilities of an A, a B and a C; empty: by shares")
      .Min(0)
      .Max(1);
  m.Param("shares", Of(&ScoreParameters::shares),
          "The shares of leads that are at least an A, a B and a C")
      .Min(0)
      .Max(1);
  m.Param("groups", Of(&ScoreParameters::groups),
          "Features by whose values the report compares what came with what was foretold; empty: "
          "all categories of at most 100 values");
  m.Param("explain", Of(&ScoreParameters::explain),
          "How many leads get reasons: those that may yet convert first, of them the likeliest; of "
          "each message of a request")
      .Min(0)
      .Max(10'000'000);
  m.Param("reasons", Of(&ScoreParameters::reasons), "Of each").Min(1).Max(100);
  m.Param("criteria", Of(&ScoreParameters::criteria),
          "The ideal customer profile, as of lead_quality.fit_score: fills the column fit");
  m.Param("fit_share", Of(&ScoreParameters::fit_share), "Of the fit in that score").Min(0).Max(1);
}

}  // namespace

void LeadScores::Declare(sdk::ModelSpec<LeadScores>& m) {
  m.Label("Lead scores").Label("he", "ציוני לידים");
  m.Description(
      "Learns from leads whose outcome is known how likely a lead is to convert within a horizon "
      "of its creation. Leads are split by time: learned from the oldest, chosen and calibrated by "
      "those after them, reported on the newest; leads too young to be known at each border are "
      "left out. Features that know the outcome are found, reported and left out unless they are "
      "allowed. Naive Bayes, an elastic-net regression and boosted trees are tried, and a larger "
      "one is used only when it ranks better beyond its standard error. A new model that ranks the "
      "newest leads worse than the one that serves is kept back. Grades are by shares of leads or "
      "by thresholds. Where nothing can be learned the scores are null and the table `notes` says "
      "why.");
  DeclareOutcome(m);
  DeclareTraining(m);
  DeclareScoring(m);
}

void LeadScores::Shape(sdk::Shape& shape) const {
  Check();
  sdk::Input& leads = shape.Input("leads").Table("leads").Column("lead_id").Column("created_at");
  for (const FeatureSpec& spec : Columns()) {
    if (spec.name != "lead_id" && spec.name != "created_at") AddFeatures({spec}, leads);
  }
  leads.Column("converted_at", OutcomeExpression()).Optional();
  if (!value.empty()) leads.Column("predicted_value", value).Optional();
  if (!where.empty()) leads.Where(where);
  leads.FromRequest();
  if (won_amounts) {
    shape.Input("deals")
        .Table("opportunities")
        .Column("lead_id")
        .Column("amount")
        .Where("outcome = 'won'");
  }
  DeclareScores(shape);
  DeclareQuality(shape);
  sdk::Notes::Declare(shape, "the training and the leads that were scored");
}

}  // namespace lead_quality
