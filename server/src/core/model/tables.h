// The tables that model instances make, as the catalog has them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "core/catalog.h"
#include "core/model.h"

namespace madad::core {

// What an instance reads and makes, and its parameters with defaults.
struct ShapedModel {
  ModelShape shape;
  std::string parameters;
};

// Returns them for a use. Errors: what is wrong with its model or parameters.
using ShapeOf = std::function<absl::StatusOr<ShapedModel>(const ModelUse&)>;

// Returns the name of the table that holds an output: the instance's own for
// the first, `<instance>_<output>` for the others.
std::string ModelTableName(const std::string& instance, const ModelShape& shape, size_t output);

// Returns the table that `from` names: when it is a model's output
// (`plugin.model`, or `plugin.model.output`) that one instance of the catalog
// makes, that table; else `from` itself.
std::string TableOfModel(const std::string& from, const Catalog& catalog);

// Returns the tables that `shape` makes over `catalog`, in the order of its
// outputs. A table about an entity has a join of that name onto the entity's
// table.
// Errors: what is wrong with the inputs; INVALID_ARGUMENT (MODEL_OUTPUT_INVALID)
// for an output that is none.
absl::StatusOr<std::vector<Table>> ModelTables(const Catalog& catalog, const std::string& instance,
                                               const ModelShape& shape);

// Adds the tables of the catalog's model instances to it and fills in their
// shapes; what cannot be added is returned, and left out.
std::vector<CatalogProblem> AddModelTables(const ShapeOf& shape_of, Catalog& catalog);

}  // namespace madad::core
