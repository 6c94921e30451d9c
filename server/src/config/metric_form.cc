#include "config/metric_form.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <google/protobuf/descriptor.h>

#include "core/names.h"
#include "core/text.h"

namespace madad::config {
namespace {

using core::Cat;
using core::MetricKind;
using core::Quoted;
using Keys = std::vector<std::string_view>;

// A kind of metric, the keys that make it, and those that it may have beside.
struct Form {
  MetricKind kind;
  std::string_view name;  // for messages: "a ratio"
  Keys makes;             // all needed; the first ones of other kinds tell them apart
  Keys needs;
  Keys may;
};

// The earlier one goes when keys of several are written.
const std::vector<Form>& Forms() {
  static const auto& forms = *new std::vector<Form>{
      {MetricKind::kDerived, "a metric over other metrics", {"formula"}, {}, {}},
      {MetricKind::kConversion,
       "a conversion",
       {"entry", "outcome"},
       {"from"},
       {"window", "filter", "accumulate", "rolling"}},
      {MetricKind::kRatio,
       "a ratio",
       {"numerator", "denominator"},
       {"from", "at"},
       {"filter", "accumulate", "rolling"}},
      {MetricKind::kProportion,
       "a proportion",
       {"subset", "value"},
       {"from", "at"},
       {"filter", "accumulate", "rolling"}},
      {MetricKind::kAggregate,
       "an aggregate",
       {"value"},
       {"from", "at"},
       {"filter", "accumulate", "rolling"}},
  };
  return forms;
}

// What says how a metric is computed; the other keys say how it is shown.
constexpr std::string_view kComputing[] = {
    "from",  "at",      "value",  "subset", "numerator",  "denominator", "formula",
    "entry", "outcome", "window", "filter", "accumulate", "rolling"};

bool Contains(const Keys& keys, std::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

class FormReader {
 public:
  FormReader(const v1::MetricSpec& metric, const std::string& path, ProblemLog& log)
      : metric_(metric), path_(path), log_(log) {}

  std::optional<MetricKind> Read() {
    const Form* form = Find();
    if (form == nullptr) return std::nullopt;
    for (const std::string_view key : form->makes) Need(*form, key);
    for (const std::string_view key : form->needs) Need(*form, key);
    for (const std::string_view key : kComputing) {
      const bool belongs =
          Contains(form->makes, key) || Contains(form->needs, key) || Contains(form->may, key);
      if (!belongs && IsWritten(key)) Refuse(*form, key);
    }
    if (IsWritten("accumulate") && IsWritten("rolling")) {
      log_.Add(Path("rolling"), "'rolling' does not go with 'accumulate'; leave one of them out");
    }
    return form->kind;
  }

 private:
  std::string Path(std::string_view key) const { return Cat(path_, ".", key); }

  bool IsWritten(std::string_view key) const {
    const auto* field = metric_.GetDescriptor()->FindFieldByName(std::string(key));
    return !metric_.GetReflection()->GetString(metric_, field).empty() || log_.IsUnread(Path(key));
  }

  const Form* Find() {
    for (const Form& form : Forms()) {
      // A value alone is an aggregate, so a proportion is told by its subset.
      const auto end =
          form.kind == MetricKind::kProportion ? form.makes.begin() + 1 : form.makes.end();
      const auto told = std::find_if(form.makes.begin(), end,
                                     [this](std::string_view key) { return IsWritten(key); });
      if (told == end) continue;
      told_by_ = *told;
      return &form;
    }
    log_.AddUnread(log_.PositionOf(path_), path_,
                   "says nothing to compute; expected value, value and subset, numerator and "
                   "denominator, formula, or entry and outcome");
    return nullptr;
  }

  void Need(const Form& form, std::string_view key) {
    if (IsWritten(key)) return;
    log_.AddUnread(log_.PositionOf(path_), Path(key),
                   Cat("required key ", Quoted(key), " is missing; ", Quoted(told_by_),
                       " makes this ", form.name));
  }

  void Refuse(const Form& form, std::string_view key) {
    log_.AddUnread(log_.PositionOf(Path(key)), Path(key),
                   Cat(Quoted(key), " does not go with ", Quoted(told_by_), ", which makes this ",
                       form.name, "; leave one of them out"));
  }

  const v1::MetricSpec& metric_;
  const std::string& path_;
  ProblemLog& log_;
  std::string_view told_by_;
};

}  // namespace

std::optional<MetricKind> ReadForm(const v1::MetricSpec& metric, const std::string& path,
                                   ProblemLog& log) {
  return FormReader(metric, path, log).Read();
}

}  // namespace madad::config
