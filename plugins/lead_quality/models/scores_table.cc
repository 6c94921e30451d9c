#include "models/scores_table.h"

#include <cmath>
#include <cstdio>
#include <string>

namespace lead_quality {
namespace {

using sdk::Type;

constexpr size_t kReasonsInWords = 3;

std::optional<double> Finite(double value) {
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::string InWords(const std::vector<Reason>& reasons) {
  std::string words;
  for (size_t i = 0; i < reasons.size() && i < kReasonsInWords; ++i) {
    words.append(words.empty() ? "" : "; ").append(reasons[i].text);
  }
  return words;
}

std::string InWords(const Improvement& improvement) {
  char probability[32];
  std::snprintf(probability, sizeof(probability), "%.3f", improvement.probability);
  return "with " + improvement.feature + " = " + improvement.to + " instead of " +
         improvement.from + " it would be a " + improvement.grade + " (" + probability + ")";
}

void WriteExplanation(const Explanation* explanation, sdk::Writer& rows) {
  if (explanation == nullptr) {
    rows.Text("reasons").Null();
    rows.Text("improvement").Null();
    return;
  }
  rows.Text("reasons").Append(InWords(explanation->reasons));
  if (!explanation->improvement.has_value()) return rows.Text("improvement").Null();
  rows.Text("improvement").Append(InWords(*explanation->improvement));
}

void WriteScore(const LeadScore* score, sdk::Writer& rows) {
  const auto add = [&](const char* column, std::optional<double> value) {
    rows.Double(column).Append(value);
  };
  add("probability", score == nullptr ? std::nullopt : Finite(score->probability));
  add("score", score == nullptr ? std::nullopt : Finite(100 * score->probability));
  add("logit", score == nullptr ? std::nullopt : Finite(score->logit));
  add("expected_value", score == nullptr ? std::nullopt : Finite(score->expected_value));
  if (score == nullptr) return rows.Text("grade").Null();
  rows.Text("grade").Append(std::string_view(&score->grade, 1));
}

// The reasons of one lead: the base, the features, the rest, which add up to its logit.
void WriteReasons(const sdk::Value& id, const Explanation& explanation, sdk::Writer& rows) {
  int64_t rank = 0;
  const auto add = [&](const Reason* reason, double contribution, const std::string& words) {
    rows.Any("lead_id").AppendValue(id);
    rows.Int64("rank").Append(rank++);
    if (reason == nullptr) {
      rows.Text("feature").Null();
      rows.Text("value").Null();
    } else {
      rows.Text("feature").Append(reason->feature);
      rows.Text("value").Append(reason->value);
    }
    rows.Double("contribution").Append(contribution);
    rows.Text("words").Append(words);
    rows.EndRow();
  };
  add(nullptr, explanation.base, "the usual lead");
  for (const Reason& reason : explanation.reasons) add(&reason, reason.contribution, reason.text);
  add(nullptr, explanation.rest, "all other features");
}

}  // namespace

void DeclareScores(sdk::Shape& shape) {
  shape.Output("scores")
      .Entity("lead", "lead_id")
      .Key("lead_id")
      .Like("lead_id", "leads.lead_id")
      .Column("created_at", Type::kTimestamp)
      .Column("probability", Type::kDouble, "Of converting within the horizon of the creation")
      .Column("grade", Type::kString, "A to D")
      .Column("score", Type::kDouble, "100 x the probability")
      .Column("logit", Type::kDouble,
              "What reasons add up to; it also orders leads of equal probability")
      .Column("expected_value", Type::kDouble, "The probability x what the lead is worth then")
      .Column("fit", Type::kDouble, "0 to 100, by the ideal customer profile where one is given")
      .Column("reasons", Type::kString, "The three that move it most; of explained leads")
      .Column("improvement", Type::kString,
              "The smallest change of what can be changed that would raise the grade");
  shape.Output("reasons")
      .Like("lead_id", "leads.lead_id")
      .Column("rank", Type::kInt64, "0: the usual lead; then the strongest feature first")
      .Column("feature", Type::kString, "Null for the usual lead and for all other features")
      .Column("value", Type::kString, "The lead's own")
      .Column("contribution", Type::kDouble, "To the logit; above 0 speaks for the lead")
      .Column("words", Type::kString);
}

void WriteScores(const ScoredLeads& leads, const Applied* applied, const sdk::Call& call,
                 sdk::Writers& out) {
  std::vector<const Explanation*> explained(leads.ids.size(), nullptr);
  if (applied != nullptr) {
    for (const Explanation& each : applied->explanations) explained[each.row] = &each;
  }
  sdk::Writer& rows = out["scores"];
  for (size_t i = 0; i < leads.ids.size(); ++i) {
    if (i % 10'000 == 0) call.Check();
    rows.Any("lead_id").AppendValue(leads.ids[i]);
    rows.Timestamp("created_at").Append(leads.created_at[i]);
    WriteScore(applied == nullptr ? nullptr : &applied->scores[i], rows);
    rows.Double("fit").Append(leads.fit.empty() ? std::nullopt
                                                : std::optional(leads.fit[i].combined));
    WriteExplanation(explained[i], rows);
    rows.EndRow();
  }
  if (applied == nullptr) return;
  for (const Explanation& each : applied->explanations) {
    WriteReasons(leads.ids[each.row], each, out["reasons"]);
  }
}

}  // namespace lead_quality
