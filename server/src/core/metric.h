// What a metric is: data, not code.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace madad::core {

enum class Unit : uint8_t { kUnspecified, kCount, kPercent, kRatio, kMoney, kDuration, kScore };
enum class Direction : uint8_t { kUnspecified, kHigherIsBetter, kLowerIsBetter, kNeutral };

enum class MetricKind : uint8_t {
  kAggregate,   // value: an expression over aggregates
  kProportion,  // value: what is counted; subset: condition; sum(subset) / sum(all)
  kRatio,       // numerator / denominator, each an expression over aggregates
};

// A count that should be zero; when it is not, the answer carries a warning.
struct MetricCheck {
  std::string expression;  // an aggregate: count(*) FILTER (WHERE won_at < created_at)
  std::string message;     // `{n}` becomes the count
};

// A metric's definition, as a plugin declares it.
struct MetricDefinition {
  std::string id;  // plugin.name
  std::string plugin;
  std::string plugin_version;
  MetricKind kind = MetricKind::kAggregate;
  std::string from;  // logical table
  std::string at;    // its date or timestamp column that places a row in a period
  std::string value;
  std::string subset;
  std::string numerator;
  std::string denominator;
  std::string filter;  // rows that count at all; empty: all
  // Counts entries whose outcome may come later than the period: without a
  // conversion window the newest periods are still open.
  bool cohort = false;
  Unit unit = Unit::kUnspecified;
  Direction direction = Direction::kUnspecified;
  std::map<std::string, std::string> labels;  // language -> label; "en" is the default
  std::string description;
  std::vector<MetricCheck> checks;
};

// Returns the definition for a person: `count(*) where outcome = 'won' / ...`.
std::string Formula(const MetricDefinition& metric);

}  // namespace madad::core
