// The builder of one declared metric.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "madad/sdk/error.h"
#include "madad/sdk/json.h"
#include "madad/sdk/parameter.h"
#include "madad/sdk/unit.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {

// A metric: an aggregate of a logical table by period. Say its label, exactly one of Aggregate,
// Proportion, Ratio, Conversion, Lift and Derived, then From, At, Unit and a direction; the rest is
// optional. A conversion has no At (its entry places it), and a derived metric no From either.
// Expressions are in the language of sdk/doc/describe.md; the server checks them when it loads the
// plugin.
class Metric {
 public:
  explicit Metric(std::string id) : id_(std::move(id)) {}

  // The name shown to people, in English or in another language ("he").
  Metric& Label(std::string text) { return Label("en", std::move(text)); }
  Metric& Label(const std::string& language, std::string text);
  // What it means, and how corner cases count.
  Metric& Description(std::string text) { return Set(description_, std::move(text)); }

  // One expression over aggregates: sum(amount).
  Metric& Aggregate(std::string expression);
  // The share of what `of` counts for which `where` holds. Unlike a Ratio it is a true share, so
  // the server can say how sure it is.
  Metric& Proportion(std::string of, std::string where);
  // `numerator` over `denominator`, each an expression over aggregates; null when that is zero.
  Metric& Ratio(std::string numerator, std::string denominator);
  // Of the entities that entered (in the period of the entry), the share that reached the outcome.
  // Both are expressions that say when: a time column or stage('mql'); a null outcome is none yet.
  Metric& Conversion(std::string entry, std::string outcome);
  // How long after its entry an outcome may come: "30d". Queries set it as `window`; without it
  // there is no limit unless they do.
  Metric& Window(std::string duration) { return Set(window_, std::move(duration)); }
  // A proportion's value where `exposure` holds over its value elsewhere.
  Metric& Lift(std::string of, std::string where, std::string exposure);
  // An expression whose columns are metric ids.
  Metric& Derived(std::string formula);
  // The rows that count at all; without it, all do.
  Metric& Where(std::string filter) { return Set(filter_, std::move(filter)); }

  // The logical table, and the date or time column that places its rows in a period.
  Metric& From(std::string table) { return Set(from_, std::move(table)); }
  Metric& At(std::string column) { return Set(at_, std::move(column)); }

  // A period's value covers all rows since the range began,
  Metric& Running() { return Accumulate("running"); }
  // or all since the data began (what is there at the period's end),
  Metric& Balance() { return Accumulate("balance"); }
  // or the same, of what is known as it is now and not as it was: periods before the current one
  // have no value,
  Metric& Current() { return Accumulate("current"); }
  // or those of the trailing time: "90d", "3mo". One of the four.
  Metric& Rolling(std::string duration);

  // What a query may set: `:name` in the expressions.
  Metric& Param(std::string name, Type type, Default value, std::string description);

  Metric& Unit(sdk::Unit unit) { return Set(unit_, detail::UnitName(unit)); }
  Metric& HigherIsBetter() { return Set(direction_, "higher_is_better"); }
  Metric& LowerIsBetter() { return Set(direction_, "lower_is_better"); }
  Metric& Neutral() { return Set(direction_, "neutral"); }

  // The metric follows those who entered in a period to an outcome that may come later, so its
  // newest periods are still open; answers say so.
  Metric& Cohort() { return Set(basis_, "cohort"); }

  // `count` is an aggregate that should be 0; when it is not, the answer carries `message` as a
  // warning, with the count in place of {n}.
  Metric& Warn(std::string count, std::string message);

  // Writes the metric as sdk/doc/describe.md has it.
  void WriteTo(detail::JsonWriter& json) const;

 private:
  struct Check {
    std::string expression;
    std::string message;
  };

  Metric& Set(std::string& member, std::string value) {
    member = std::move(value);
    return *this;
  }
  void SetKind(std::string_view kind);
  Metric& Accumulate(const std::string& how);
  void WriteTexts(detail::JsonWriter& json) const;
  void WriteChecks(detail::JsonWriter& json) const;

  std::string id_, kind_, from_, at_, value_, subset_, numerator_, denominator_, formula_;
  std::string entry_, outcome_, window_, exposure_, filter_, accumulate_, rolling_;
  std::string basis_, unit_, direction_, description_;
  std::map<std::string, std::string> labels_;
  std::vector<detail::Parameter> parameters_;
  std::vector<Check> checks_;
};

inline Metric& Metric::Label(const std::string& language, std::string text) {
  return Set(labels_[language], std::move(text));
}

inline Metric& Metric::Aggregate(std::string expression) {
  SetKind("aggregate");
  return Set(value_, std::move(expression));
}

inline Metric& Metric::Proportion(std::string of, std::string where) {
  SetKind("proportion");
  subset_ = std::move(where);
  return Set(value_, std::move(of));
}

inline Metric& Metric::Ratio(std::string numerator, std::string denominator) {
  SetKind("ratio");
  denominator_ = std::move(denominator);
  return Set(numerator_, std::move(numerator));
}

inline Metric& Metric::Conversion(std::string entry, std::string outcome) {
  SetKind("conversion");
  outcome_ = std::move(outcome);
  return Set(entry_, std::move(entry));
}

inline Metric& Metric::Lift(std::string of, std::string where, std::string exposure) {
  SetKind("lift");
  subset_ = std::move(where);
  exposure_ = std::move(exposure);
  return Set(value_, std::move(of));
}

inline Metric& Metric::Derived(std::string formula) {
  SetKind("derived");
  return Set(formula_, std::move(formula));
}

inline Metric& Metric::Rolling(std::string duration) {
  Accumulate("");
  return Set(rolling_, std::move(duration));
}

inline Metric& Metric::Param(std::string name, Type type, Default value, std::string description) {
  parameters_.emplace_back(std::move(name), type, std::move(value), std::move(description));
  return *this;
}

inline Metric& Metric::Warn(std::string count, std::string message) {
  checks_.push_back({std::move(count), std::move(message)});
  return *this;
}

inline void Metric::SetKind(std::string_view kind) {
  if (!kind_.empty()) {
    throw Error(MADAD_INVALID_ARGUMENT,
                "metric '" + id_ + "' is given as " + kind_ + " and again as " + std::string(kind) +
                    "; keep one of Aggregate, Proportion, Ratio, Conversion, Lift "
                    "and Derived");
  }
  kind_ = kind;
}

inline Metric& Metric::Accumulate(const std::string& how) {
  if (!accumulate_.empty() || !rolling_.empty()) {
    throw Error(MADAD_INVALID_ARGUMENT,
                "metric '" + id_ +
                    "' accumulates twice; keep one of Running, Balance, Current and Rolling");
  }
  return Set(accumulate_, how);
}

inline void Metric::WriteTexts(detail::JsonWriter& json) const {
  const std::pair<const char*, const std::string*> members[] = {{"id", &id_},
                                                                {"kind", &kind_},
                                                                {"from", &from_},
                                                                {"at", &at_},
                                                                {"value", &value_},
                                                                {"subset", &subset_},
                                                                {"numerator", &numerator_},
                                                                {"denominator", &denominator_},
                                                                {"formula", &formula_},
                                                                {"entry", &entry_},
                                                                {"outcome", &outcome_},
                                                                {"window", &window_},
                                                                {"exposure", &exposure_},
                                                                {"filter", &filter_},
                                                                {"accumulate", &accumulate_},
                                                                {"rolling", &rolling_},
                                                                {"basis", &basis_},
                                                                {"unit", &unit_},
                                                                {"direction", &direction_},
                                                                {"description", &description_}};
  for (const auto& [name, value] : members) json.Member(name, *value);
}

inline void Metric::WriteChecks(detail::JsonWriter& json) const {
  json.Key("checks");
  json.BeginArray();
  for (const Check& check : checks_) {
    json.BeginObject();
    json.Member("expression", check.expression);
    json.Member("message", check.message);
    json.EndObject();
  }
  json.EndArray();
}

inline void Metric::WriteTo(detail::JsonWriter& json) const {
  json.BeginObject();
  WriteTexts(json);
  json.Member("labels", labels_);
  WriteChecks(json);
  if (!parameters_.empty()) {
    json.Key("parameters");
    json.BeginArray();
    for (const detail::Parameter& parameter : parameters_) parameter.WriteTo(json);
    json.EndArray();
  }
  json.EndObject();
}

}  // namespace madad::sdk
#pragma GCC visibility pop
