// The relations that a model's input stands for.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "core/catalog.h"
#include "core/expr/ast.h"
#include "core/model.h"

namespace madad::core {

// A table whose rows, or some of them, are a part of an input.
struct InputRelation {
  const Table* table = nullptr;
  // Names that are no columns of the table, and what they stand for (untyped).
  std::map<std::string, ExprPtr, std::less<>> names;
  ExprPtr condition;  // untyped; null: all rows
};

// Returns the relations whose rows, one after another, are `input`: its table;
// or for a stage log the entity's event table, else the entity's own table once
// for each stage, and once for those that are lost where a column tells.
// Lifetime: points into the catalog.
// Errors: FAILED_PRECONDITION (MODEL_TABLE_MISSING, STAGES_MISSING), saying what
// to add to the catalog.
absl::StatusOr<std::vector<InputRelation>> RelationsOf(const Catalog& catalog,
                                                       const ModelInput& input);

// Returns the type of a column of a stage log where the catalog has none, so that
// nothing else says it (all of its values are null then); kNull: no such column.
Type StageLogType(std::string_view column);

}  // namespace madad::core
