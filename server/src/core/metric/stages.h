// The stages that the entities of a table pass through.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "core/catalog.h"
#include "core/expr/ast.h"

namespace madad::core {

// What counts as having reached a stage.
enum class StagePolicy : uint8_t {
  kReachedOrBeyond,  // a time of its own, or a later stage
  kStrict,           // only a time of its own
};

// Returns the stages of `table`'s entity, first to last: the catalog's, else
// for `leads` those of the sales model whose columns the catalog maps.
std::vector<Stage> StagesOf(const Catalog& catalog, const Table& table);

// Returns the expression (untyped) for when the entity of a row of `table`
// entered stage `id`: its own time, else under `kReachedOrBeyond` the earliest
// time of a later stage.
// Errors: FAILED_PRECONDITION (STAGE_UNKNOWN, with the stages there are).
absl::StatusOr<ExprPtr> StageTime(const Catalog& catalog, const Table& table, std::string_view id,
                                  StagePolicy policy);

// Returns the column of `leads` that the sales model has for the stage; empty
// when it has no such stage.
std::string ModelColumn(std::string_view stage);

}  // namespace madad::core
