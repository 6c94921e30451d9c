#include <string>

#include "declare.h"

namespace pipeline {
namespace {

// An opportunity with an outcome and no time of it was closed at no moment that
// is known, so it is open at none.
constexpr char kPlaced[] = "outcome IS NULL OR closed_at IS NOT NULL";
// One that was closed before it was created was never open.
constexpr char kClosedAt[] = "greatest(created_at, closed_at)";

void DeclareOpened(sdk::Plugin& p, const char* id, const char* label, const char* value,
                   sdk::Unit unit) {
  p.Metric(id)
      .Label(label)
      .Description(
          "All opportunities created up to the end of the period, closed ones too: what "
          "the open ones are counted from. Those with an outcome but no time of closing "
          "are left out.")
      .Aggregate(value)
      .Where(kPlaced)
      .From("opportunities")
      .At("created_at")
      .Balance()
      .Unit(unit)
      .Neutral();
}

void DeclareClosedToDate(sdk::Plugin& p, const char* id, const char* label, const char* value,
                         sdk::Unit unit) {
  p.Metric(id)
      .Label(label)
      .Description(
          "All opportunities won or lost up to the end of the period: what the open ones "
          "are counted from. One closed before it was created counts from its creation.")
      .Aggregate(value)
      .Where("outcome IS NOT NULL AND closed_at IS NOT NULL AND created_at IS NOT NULL")
      .From("opportunities")
      .At(kClosedAt)
      .Balance()
      .Unit(unit)
      .Neutral();
}

void DeclareWeighted(sdk::Plugin& p) {
  p.Metric("pipeline.weighted_value")
      .Label("Weighted pipeline")
      .Label("he", "ערך משוקלל של הצינור")
      .Description(
          "Sum of amount times probability over the opportunities that are open now. A CRM sets "
          "the probability of a won deal to 100 % and of a lost one to 0 %, so what it was at an "
          "earlier time is not in the opportunities: earlier periods, and an as_of before the "
          "data's "
          "own, have no value. Where stage entries with amounts and probabilities are mapped "
          "(opportunity_stage_events), history_weighted_value has them. "
          "Probabilities are shares (0.25); open opportunities without one are left out, and "
          "counted in a warning.")
      .Aggregate("sum(amount * probability)")
      .Where("outcome IS NULL")
      .From("opportunities")
      .At("created_at")
      .Current()
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter()
      .Warn("count(*) FILTER (WHERE probability IS NULL)",
            "{n} open opportunities have no probability and are left out")
      .Warn("count(*) FILTER (WHERE probability > 1 OR probability < 0)",
            "{n} open opportunities have a probability that is no share between 0 and 1; map 25 % "
            "as 0.25");
}

}  // namespace

void DeclareOpen(sdk::Plugin& p) {
  DeclareOpened(p, "pipeline.created_to_date", "Opportunities created to date", kOpportunities,
                sdk::Unit::kCount);
  DeclareClosedToDate(p, "pipeline.closed_to_date", "Opportunities closed to date", kOpportunities,
                      sdk::Unit::kCount);
  p.Metric("pipeline.open_count")
      .Label("Open opportunities")
      .Label("he", "הזדמנויות פתוחות")
      .Description(
          "Opportunities that are open at the end of the period (at as_of, when that is earlier): "
          "created before, and without an outcome or closed then or later. The expected closing "
          "time of an open one is ignored. Additive over groups, never over time; dimensions are "
          "today's.")
      .Derived("pipeline.created_to_date - pipeline.closed_to_date")
      .Unit(sdk::Unit::kCount)
      .Neutral();
  DeclareOpened(p, "pipeline.created_value_to_date", "Value created to date", "sum(amount)",
                sdk::Unit::kMoney);
  DeclareClosedToDate(p, "pipeline.closed_value_to_date", "Value closed to date", "sum(amount)",
                      sdk::Unit::kMoney);
  p.Metric("pipeline.open_value")
      .Label("Open pipeline")
      .Label("he", "ערך המכירות בצינור")
      .Description(
          "Sum of the amounts of the opportunities that are open at the end of the period (at "
          "as_of, when that is earlier), by the rule of open_count. Amounts and dimensions are "
          "today's; an opportunity without an amount adds nothing.")
      .Derived("pipeline.created_value_to_date - pipeline.closed_value_to_date")
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter();
  DeclareWeighted(p);
}

}  // namespace pipeline
