// Column names of one table to bound columns of a scan.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/catalog.h"
#include "core/expr/check.h"
#include "core/scan.h"

namespace madad::core {

// Binds `column` and `join.column` of a table, adding a relation to the scan
// for every join that a name leads through. Only many-to-one joins exist, so a
// scan has as many rows as its table whatever is bound.
class ScanScope : public Scope {
 public:
  // Lifetime: both outlive the scope.
  ScanScope(const Catalog& catalog, const Table& table);

  absl::StatusOr<ExprPtr> Resolve(std::string_view name) override;
  // Returns what a dimension's path stands for: a column, or a typed expression.
  absl::StatusOr<ExprPtr> ResolvePath(const std::string& path);

  // One of the scan's relations and the table that it holds.
  struct Relation {
    const Table* table = nullptr;
    const Join* join = nullptr;  // null for the table itself
    int32_t parent = -1;
  };
  // The table first, then joins in the order in which names needed them.
  const std::vector<Relation>& relations() const { return relations_; }
  const Catalog& catalog() const { return catalog_; }
  const Table& table() const { return *relations_.front().table; }

 private:
  int32_t Follow(int32_t parent, const Join& join);

  const Catalog& catalog_;
  std::vector<Relation> relations_;
};

// Binds dimension names, as a query's filter and groups see them.
class DimensionScope : public Scope {
 public:
  explicit DimensionScope(ScanScope& columns) : columns_(columns) {}
  // Errors: those of `DimensionPath`.
  absl::StatusOr<ExprPtr> Resolve(std::string_view name) override;

 private:
  ScanScope& columns_;
};

}  // namespace madad::core
