// Columns and dimensions of one table, for what reads rows.
#pragma once

#include <string>
#include <string_view>

#include "core/expr/check.h"
#include "core/scan_scope.h"

namespace madad::core {

// Binds a name to the table's column (or `join.column`) or its dimension,
// whichever is looked for first.
class RowScope : public Scope {
 public:
  enum class First : uint8_t { kColumns, kDimensions };
  // Lifetime: `columns` outlives the scope.
  RowScope(ScanScope& columns, First first) : columns_(columns), first_(first) {}

  // Errors: those of the first look, when neither finds it.
  absl::StatusOr<ExprPtr> Resolve(std::string_view name) override {
    DimensionScope dimensions(columns_);
    Scope& one = first_ == First::kColumns ? static_cast<Scope&>(columns_) : dimensions;
    Scope& other = first_ == First::kColumns ? static_cast<Scope&>(dimensions) : columns_;
    absl::StatusOr<ExprPtr> found = one.Resolve(name);
    if (found.ok()) return found;
    absl::StatusOr<ExprPtr> second = other.Resolve(name);
    return second.ok() ? second : found;
  }

 private:
  ScanScope& columns_;
  const First first_;
};

}  // namespace madad::core
