// What a metric is: data, not code.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/value.h"

namespace madad::core {

enum class Unit : uint8_t { kUnspecified, kCount, kPercent, kRatio, kMoney, kDuration, kScore };
enum class Direction : uint8_t { kUnspecified, kHigherIsBetter, kLowerIsBetter, kNeutral };

enum class MetricKind : uint8_t {
  kAggregate,   // value: an expression over aggregates
  kProportion,  // value: what is counted; subset: condition; sum(subset) / sum(all)
  kRatio,       // numerator / denominator, each an expression over aggregates
  kDerived,     // formula: an expression whose columns are metric ids
  kConversion,  // of the entities that entered, the share that reached the outcome
  kLift,        // subset: a proportion's condition; its share where `exposure`
                // holds over its share elsewhere
};

// What a period's value covers.
enum class Accumulation : uint8_t {
  kNone,     // the period's rows
  kRunning,  // all rows since the range began
  kBalance,  // all rows since the data began: what is there at the period's end
  kRolling,  // the rows of the trailing time
  kCurrent,  // as a balance, but known as of now only: earlier periods are null
};

// A count that should be zero; when it is not, the answer carries a warning.
struct MetricCheck {
  std::string expression;  // an aggregate: count(*) FILTER (WHERE won_at < created_at)
  std::string message;     // `{n}` becomes the count
};

// What a query may set: `id(window=30d)`; `:window` in the expressions.
struct MetricParameter {
  std::string name;
  Type type = Type::kDuration;  // bool, int64, double, string, date or duration
  Value default_value;          // null: none
  std::string description;
};

// A metric's definition, as a plugin or the catalog declares it.
//
// Expressions see the columns of `from` and `join.column`, parameters
// (`:name`), `as_of()`, and `stage('id')`: when the entity entered a stage.
struct MetricDefinition {
  std::string id;      // plugin.name
  std::string plugin;  // empty: the catalog's own
  std::string plugin_version;
  MetricKind kind = MetricKind::kAggregate;
  std::string from;  // logical table
  std::string at;    // its date or timestamp expression that places a row in a period
  std::string value;
  std::string subset;
  std::string numerator;
  std::string denominator;
  std::string formula;
  std::string entry;     // kConversion: when an entity entered; also what `at` is
  std::string outcome;   // kConversion: when it reached the outcome; null: not yet
  std::string window;    // kConversion: the duration parameter that bounds outcome - entry
  std::string exposure;  // kLift
  std::string filter;    // rows that count at all; empty: all
  Accumulation accumulation = Accumulation::kNone;
  Duration rolling;  // kRolling
  // Counts entries whose outcome may come later than the period: without a
  // conversion window the newest periods are still open.
  bool cohort = false;
  Unit unit = Unit::kUnspecified;
  Direction direction = Direction::kUnspecified;
  std::map<std::string, std::string> labels;  // language -> label; "en" is the default
  std::string description;
  std::vector<MetricCheck> checks;
  std::vector<MetricParameter> parameters;
};

// A dimension that a plugin brings along. The catalog's of the same name goes
// before it.
struct DimensionDefinition {
  std::string name;
  std::string plugin;
  std::map<std::string, std::string> paths;  // table -> expression over its columns
  std::map<std::string, std::string> labels;
  std::vector<std::string> order;
};

// Returns the definition for a person: `count(*) where outcome = 'won' / ...`.
std::string Formula(const MetricDefinition& metric);

}  // namespace madad::core
