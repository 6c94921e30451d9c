#include "models/criteria_json.h"

#include <madad/sdk/duration.h>

namespace lead_quality {
namespace {

[[noreturn]] void Refuse(const std::string& message) {
  throw sdk::Error(MADAD_INVALID_ARGUMENT, message, MADAD_SOURCE_CONFIG);
}

double NumberOr(const sdk::Json& json, std::string_view member, double otherwise) {
  const sdk::Json* found = json.Find(member);
  return found == nullptr ? otherwise : found->Double();
}

RangeRule ReadRange(const sdk::Json& json) {
  const sdk::Json::Array& ends = json.At("range").items();
  if (ends.size() != 2) Refuse("`range` has " + std::to_string(ends.size()) + " ends; give two");
  RangeRule range{.falloff = NumberOr(json, "falloff", 0)};
  if (!ends[0].IsNull()) range.least = ends[0].Double();
  if (!ends[1].IsNull()) range.most = ends[1].Double();
  return range;
}

// The one rule that a criterion has.
void ReadRule(const sdk::Json& json, Criterion& criterion) {
  int rules = 0;
  if (json.Find("range") != nullptr) {
    criterion.rule = ReadRange(json);
    ++rules;
  }
  if (const sdk::Json* values = json.Find("one_of")) {
    SetRule set;
    for (const sdk::Json& value : values->items()) set.values.push_back(value.Text());
    criterion.rule = std::move(set);
    ++rules;
  }
  if (const sdk::Json* glob = json.Find("like")) {
    criterion.rule = PatternRule{glob->Text()};
    ++rules;
  }
  if (const sdk::Json* half_life = json.Find("recent")) {
    criterion.rule = RecencyRule{sdk::Duration(half_life->Text()).ExactMicros()};
    ++rules;
  }
  if (rules != 1) {
    Refuse("it has " + std::to_string(rules) + " rules; give one of range, one_of, like, recent");
  }
}

Criterion ReadCriterion(const sdk::Json& json) {
  json.AllowOnly({"name", "feature", "range", "falloff", "one_of", "like", "recent", "weight",
                  "penalty", "missing", "engagement"},
                 "a criterion");
  Criterion criterion{.feature = json.At("feature").Text()};
  const sdk::Json* name = json.Find("name");
  criterion.name = name == nullptr ? criterion.feature : name->Text();
  const sdk::Json* engagement = json.Find("engagement");
  if (engagement != nullptr && engagement->Bool()) criterion.dimension = Dimension::kEngagement;
  ReadRule(json, criterion);
  criterion.missing = NumberOr(json, "missing", 0);
  criterion.penalty = json.Find("penalty") != nullptr;
  if (criterion.penalty && json.Find("weight") != nullptr) {
    Refuse("it has a `weight` and a `penalty`; give one of them");
  }
  criterion.weight = NumberOr(json, criterion.penalty ? "penalty" : "weight", 1);
  return criterion;
}

}  // namespace

std::vector<Criterion> ReadCriteria(const sdk::Json& json) {
  std::vector<Criterion> criteria;
  for (const sdk::Json& each : json.items()) {
    try {
      criteria.push_back(ReadCriterion(each));
    } catch (const sdk::Error& error) {
      Refuse("criterion " + std::to_string(criteria.size() + 1) + ": " + error.what());
    }
  }
  if (criteria.empty()) Refuse("there are no criteria; give at least one");
  return criteria;
}

}  // namespace lead_quality
