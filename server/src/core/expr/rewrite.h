// Trees made from trees.
#pragma once

#include <functional>

#include "core/expr/ast.h"

namespace madad::core {

// Returns the tree to put in place of a node; null to keep the node and go on
// with what is beneath it.
using Replacement = std::function<ExprPtr(const Expr& node)>;

// Returns `expr` with nodes replaced, from the outermost inwards; what is put
// in place is not looked at again.
ExprPtr Rewrite(const ExprPtr& expr, const Replacement& replace);

// Nodes, untyped.
ExprPtr MakeColumn(std::string name);
ExprPtr MakeLiteral(Value value);
ExprPtr MakeBinary(BinaryOp op, ExprPtr a, ExprPtr b);
ExprPtr MakeCall(std::string function, std::vector<ExprPtr> args);
ExprPtr MakeNot(ExprPtr a);

// Returns a AND b; either may be null.
ExprPtr Conjunction(const ExprPtr& a, const ExprPtr& b);

}  // namespace madad::core
