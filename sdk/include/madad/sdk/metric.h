// The builder of one declared metric.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "madad/sdk/error.h"
#include "madad/sdk/json.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {

// What a metric's numbers are.
enum class Unit {
  kCount,     // of entities
  kPercent,   // a share: 0.25 is shown as 25 %
  kRatio,     // a plain quotient
  kMoney,     // in the currency of its column
  kDuration,  // a length of time
  kScore,     // on a scale of its own
};

// A metric: an aggregate of a logical table by period. Say its label, exactly one of Aggregate,
// Proportion and Ratio, then From, At, Unit and a direction; the rest is optional. Expressions are
// in the language of sdk/doc/describe.md; the server checks them when it loads the plugin.
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
  // The rows that count at all; without it, all do.
  Metric& Where(std::string filter) { return Set(filter_, std::move(filter)); }

  // The logical table, and the date or time column that places its rows in a period.
  Metric& From(std::string table) { return Set(from_, std::move(table)); }
  Metric& At(std::string column) { return Set(at_, std::move(column)); }

  Metric& Unit(sdk::Unit unit) { return Set(unit_, UnitName(unit)); }
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

  static const char* UnitName(sdk::Unit unit);

  Metric& Set(std::string& member, std::string value) {
    member = std::move(value);
    return *this;
  }
  void SetKind(std::string_view kind);

  std::string id_, kind_, from_, at_, value_, subset_, numerator_, denominator_, filter_;
  std::string basis_, unit_, direction_, description_;
  std::map<std::string, std::string> labels_;
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

inline Metric& Metric::Warn(std::string count, std::string message) {
  checks_.push_back({std::move(count), std::move(message)});
  return *this;
}

inline void Metric::SetKind(std::string_view kind) {
  if (!kind_.empty()) {
    throw Error(MADAD_INVALID_ARGUMENT, "metric '" + id_ + "' is given as " + kind_ +
                                            " and again as " + std::string(kind) +
                                            "; keep one of Aggregate, Proportion and Ratio");
  }
  kind_ = kind;
}

inline const char* Metric::UnitName(sdk::Unit unit) {
  switch (unit) {
    case sdk::Unit::kCount:
      return "count";
    case sdk::Unit::kPercent:
      return "percent";
    case sdk::Unit::kRatio:
      return "ratio";
    case sdk::Unit::kMoney:
      return "money";
    case sdk::Unit::kDuration:
      return "duration";
    case sdk::Unit::kScore:
      return "score";
  }
  throw Error(MADAD_INVALID_ARGUMENT, "a unit that is none of sdk::Unit's");
}

inline void Metric::WriteTo(detail::JsonWriter& json) const {
  json.BeginObject();
  const std::pair<const char*, const std::string*> members[] = {{"id", &id_},
                                                                {"kind", &kind_},
                                                                {"from", &from_},
                                                                {"at", &at_},
                                                                {"value", &value_},
                                                                {"subset", &subset_},
                                                                {"numerator", &numerator_},
                                                                {"denominator", &denominator_},
                                                                {"filter", &filter_},
                                                                {"basis", &basis_},
                                                                {"unit", &unit_},
                                                                {"direction", &direction_},
                                                                {"description", &description_}};
  for (const auto& [name, value] : members) json.Member(name, *value);
  json.Key("labels");
  json.BeginObject();
  for (const auto& [language, text] : labels_) json.Member(language, text);
  json.EndObject();
  json.Key("checks");
  json.BeginArray();
  for (const Check& check : checks_) {
    json.BeginObject();
    json.Member("expression", check.expression);
    json.Member("message", check.message);
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
}

}  // namespace madad::sdk
#pragma GCC visibility pop
