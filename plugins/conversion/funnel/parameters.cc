#include "funnel/parameters.h"

#include <stdexcept>

#include "funnel/instants.h"

namespace conversion::funnel {
namespace {

[[noreturn]] void Refuse(const std::string& parameter, const std::string& problem) {
  throw sdk::Error(MADAD_INVALID_ARGUMENT, "parameter '" + parameter + "': " + problem,
                   MADAD_SOURCE_CONFIG);
}

int64_t Micros(const sdk::Json& value) { return sdk::Duration(value.Text()).ExactMicros(); }

std::string TextOr(const sdk::Json& object, const char* name) {
  const sdk::Json* value = object.Find(name);
  return value == nullptr || value->IsNull() ? "" : value->Text();
}

Step ReadStep(const sdk::Json& value) {
  if (value.IsText()) return {.stage = value.Text()};
  if (!value.IsObject()) {
    throw std::invalid_argument(value.ToText() +
                                R"( is no step; write a stage, or an object such )"
                                R"(as {"stage": "mql", "optional": true, "max_gap": "30d"})");
  }
  value.AllowOnly({"stage", "optional", "min_gap", "max_gap"}, "the step " + value.ToText());
  Step step{.stage = value.At("stage").Text()};
  const auto given = [&](const char* name) {
    const sdk::Json* member = value.Find(name);
    return member == nullptr || member->IsNull() ? nullptr : member;
  };
  if (const sdk::Json* optional = given("optional")) step.optional = optional->Bool();
  if (const sdk::Json* gap = given("min_gap")) step.min_gap = Micros(*gap);
  if (const sdk::Json* gap = given("max_gap")) step.max_gap = Micros(*gap);
  return step;
}

Exclusion ReadExclusion(const sdk::Json& value) {
  if (value.IsText()) return {value.Text(), "", ""};
  if (!value.IsObject()) {
    throw std::invalid_argument(value.ToText() +
                                R"( is no exclusion; write a stage, or an object )"
                                R"(such as {"stage": "lost", "after": "lead", "before": "won"})");
  }
  value.AllowOnly({"stage", "after", "before"}, "the exclusion " + value.ToText());
  return {value.At("stage").Text(), TextOr(value, "after"), TextOr(value, "before")};
}

int64_t ReadInstant(const Parameters& parameters, const std::string& text) {
  const bool is_date = text.find('T') == std::string::npos;
  if (is_date && parameters.timezone != "UTC") {
    throw std::invalid_argument("'" + text + "' is a date in " + parameters.timezone +
                                "; write its instant, such as 2024-01-31T00:00:00+02:00");
  }
  return ParseInstant(text);
}

// Runs `read` and says whose value was at fault.
template <typename Read>
void For(const std::string& parameter, const Read& read) {
  try {
    read();
  } catch (const std::exception& e) {
    Refuse(parameter, e.what());
  }
}

}  // namespace

Rules RulesOf(const Parameters& parameters, int64_t as_of) {
  Definition definition;
  definition.as_of = as_of;
  For("steps", [&] {
    for (const sdk::Json& step : parameters.steps.items()) {
      definition.steps.push_back(ReadStep(step));
    }
  });
  For("exclude", [&] {
    for (const sdk::Json& exclusion : parameters.exclude.items()) {
      definition.exclusions.push_back(ReadExclusion(exclusion));
    }
  });
  if (!parameters.window.empty()) {
    For("window", [&] { definition.window = sdk::Duration(parameters.window).ExactMicros(); });
  }
  if (!parameters.from.empty()) {
    For("from", [&] { definition.from = ReadInstant(parameters, parameters.from); });
  }
  if (!parameters.to.empty()) {
    For("to", [&] { definition.to = ReadInstant(parameters, parameters.to); });
  }
  if (definition.from >= definition.to) {
    Refuse("to", "'" + parameters.to + "' is not after from, '" + parameters.from + "'");
  }
  if (parameters.order == "unordered") definition.order = Order::kUnordered;
  if (parameters.order == "strict") definition.order = Order::kStrict;
  if (parameters.entry == "best_entry") definition.entry = Entry::kBest;
  if (parameters.entry == "every_entry") definition.entry = Entry::kEvery;
  if (parameters.policy == "strict") definition.policy = Policy::kStrict;
  try {
    return Rules(std::move(definition));
  } catch (const std::invalid_argument& e) {
    throw sdk::Error(MADAD_INVALID_ARGUMENT, e.what(), MADAD_SOURCE_CONFIG);
  }
}

}  // namespace conversion::funnel
