// The tree of Madad's expression language.
//
// One immutable node type; a tree is shared freely between threads.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/value.h"

namespace madad::core {

enum class ExprKind : uint8_t {
  kLiteral,    // value
  kColumn,     // name: `column` or `join.column`; after binding also relation
  kParameter,  // name: written :name; replaced by a literal before checking
  kNot,        // args[0]
  kNegate,     // args[0]
  kBinary,     // op, args[0], args[1]
  kIn,         // args[0] IN (args[1..]); negated
  kBetween,    // args[0] BETWEEN args[1] AND args[2]; negated
  kIsNull,     // args[0]; negated
  kLike,       // args[0] LIKE args[1] (a string literal); negated
  kCase,       // WHEN args[0] THEN args[1] ... ; an odd last one is ELSE
  kCall,       // name (lower case): coalesce, nullif, date_trunc, ...; args
  kAggregate,  // name (lower case): count, sum, ...; args ({} is count(*)), distinct, filter
};

enum class BinaryOp : uint8_t {
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kAnd,
  kOr,
};

struct Expr;
using ExprPtr = std::shared_ptr<const Expr>;

struct Expr {
  ExprKind kind = ExprKind::kLiteral;
  // Set by `Check`; kNull before.
  Type type = Type::kNull;
  // For decimals: decimals after the point. Set by `Check`.
  int32_t scale = 0;
  // Offset of the node's first byte in the text it was parsed from.
  uint32_t position = 0;
  std::string name;
  Value value;
  BinaryOp op = BinaryOp::kAdd;
  bool negated = false;
  bool distinct = false;
  std::vector<ExprPtr> args;
  // For aggregates: only rows for which this is true.
  ExprPtr filter;
  // For bound columns: index of the relation in the scan (0: the table itself,
  // n: its n-th join); `name` is then the column in that relation.
  int32_t relation = -1;
};

}  // namespace madad::core
