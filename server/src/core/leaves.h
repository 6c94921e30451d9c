// A metric's expressions taken apart into leaf aggregates.
#pragma once

#include <string>
#include <vector>

#include "core/expr/ast.h"

namespace madad::core {

// Leaf aggregates, and the names `#0`, `#1`, ... by which finish expressions
// refer to them.
class Leaves {
 public:
  // Returns `expr` with every aggregate replaced by its leaf's name; `filter`
  // (may be null) is added to each aggregate's own. Equal aggregates share a
  // leaf.
  ExprPtr Extract(const ExprPtr& expr, const ExprPtr& filter);

  const std::vector<ExprPtr>& aggregates() const { return aggregates_; }

  // Returns the index in `name` (`#3` -> 3).
  static size_t IndexOf(std::string_view name);

 private:
  ExprPtr Add(ExprPtr aggregate);

  std::vector<ExprPtr> aggregates_;
  std::vector<std::string> texts_;
};

// Returns a AND b; either may be null.
ExprPtr Conjunction(const ExprPtr& a, const ExprPtr& b);

// Returns a / b.
ExprPtr Quotient(const ExprPtr& a, const ExprPtr& b);

}  // namespace madad::core
