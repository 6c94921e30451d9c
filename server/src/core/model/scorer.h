// Scoring rows that a request carries.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "core/catalog.h"
#include "core/model.h"
#include "core/model/artifacts.h"
#include "core/model_control.h"
#include "core/world.h"

namespace madad::core {

// Returns the input whose rows may come from a request; null: none.
const ModelInput* RequestInput(const ModelShape& shape);

// Returns the columns that such rows have: those that the model reads where the
// catalog has them. Errors: those of `PlanInput`.
absl::StatusOr<std::vector<RequestColumn>> RequestColumns(const Catalog& catalog,
                                                          const ModelInput& input);

// Returns OK when `columns` are what `expected` says, in any order.
// Errors: INVALID_ARGUMENT (SCORE_COLUMNS) with everything that is not.
absl::Status CheckRequestColumns(const std::vector<RequestColumn>& expected,
                                 const std::vector<SqlColumn>& columns);

// What a scorer is made of.
struct ScorerParts {
  std::unique_ptr<ModelInstance> instance;
  std::optional<Artifact> artifact;  // of a model that learns
  std::shared_ptr<const World> world;
  std::vector<SqlColumn> columns;  // of the request, which `CheckRequestColumns` accepted
  Table output;                    // the instance's main table
};

std::unique_ptr<ModelScorer> MakeScorer(ScorerParts parts);

}  // namespace madad::core
