// Leaf names to the types that their aggregates have.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/expr/check.h"
#include "core/metric/instance.h"

namespace madad::core {

// Lifetime: the typed aggregates outlive the scope.
class LeafScope : public Scope {
 public:
  explicit LeafScope(const std::vector<ExprPtr>& typed) : typed_(typed) {}

  absl::StatusOr<ExprPtr> Resolve(std::string_view name) override {
    const ExprPtr& aggregate = typed_[LeafIndex(name)];
    auto leaf = std::make_shared<Expr>();
    leaf->kind = ExprKind::kColumn;
    leaf->name = std::string(name);
    leaf->type = aggregate->type;
    leaf->scale = aggregate->scale;
    return ExprPtr(std::move(leaf));
  }

 private:
  const std::vector<ExprPtr>& typed_;
};

}  // namespace madad::core
