// Which columns of leads are features.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <madad/sdk/json_value.h>
#include <madad/sdk/shape.h>

#include "artifact/bytes.h"
#include "features/frame.h"

namespace lead_quality {

// A feature as the catalog names it.
struct FeatureSpec {
  std::string name;            // of the column that the model reads
  std::string column;          // a column of leads, or an expression; empty: the dimension
  std::string dimension = {};  // a dimension of leads
  std::optional<FeatureKind> kind = {};  // null: as its type is
  bool known_at_outcome = false;
  bool actionable = false;
  std::string filled_at = {};  // the column that says when it was filled or changed; may be empty

  // Of the column with that time.
  std::string FillingColumn() const { return name + "_filled_at"; }
};

// Returns features that are columns of these names and nothing else.
std::vector<FeatureSpec> PlainFeatures(const std::vector<std::string>& names);

// Returns the features of a list such as
//   ["source", {"column": "company_size", "kind": "number"}, {"dimension": "region"},
//    {"column": "call_duration", "known_at": "outcome"}, {"column": "channel", "actionable": true},
//    {"name": "is_large", "column": "company_size >= 1000"},
//    {"column": "budget", "filled_at": "budget_set_at"}]
// Errors: sdk::Error (MADAD_INVALID_ARGUMENT) that says which feature and what is wrong.
std::vector<FeatureSpec> ReadFeatures(const sdk::Json& json);

// Adds their columns to an input. One that is known at the outcome may be missing there, for it is
// of no use to scoring; so may times of filling.
void AddFeatures(const std::vector<FeatureSpec>& features, sdk::Input& input);

}  // namespace lead_quality
