#include "core/evaluate.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/evaluate_arithmetic.h"
#include "core/evaluate_vector.h"
#include "core/metric/instance.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

using internal::AppendInteger;
using internal::AppendNull;
using internal::MakeColumnOf;
using internal::Operand;

bool Holds(BinaryOp op, int order) {
  switch (op) {
    case BinaryOp::kEqual:
      return order == 0;
    case BinaryOp::kNotEqual:
      return order != 0;
    case BinaryOp::kLess:
      return order < 0;
    case BinaryOp::kLessEqual:
      return order <= 0;
    case BinaryOp::kGreater:
      return order > 0;
    default:
      return order >= 0;
  }
}

// Evaluates one tree.
class Evaluator {
 public:
  Evaluator(const LeafColumns& leaves, size_t rows) : leaves_(leaves), rows_(rows) {}

  absl::StatusOr<Operand> Visit(const Expr& expr) {
    if (expr.kind == ExprKind::kLiteral) {
      return Operand::Constant(expr.type, expr.scale, expr.value);
    }
    if (expr.kind == ExprKind::kColumn) return Operand(&leaves_[LeafIndex(expr.name)]);
    std::vector<Operand> args;
    for (const ExprPtr& arg : expr.args) {
      MADAD_ASSIGN_OR_RETURN(Operand operand, Visit(*arg));
      args.push_back(std::move(operand));
    }
    MADAD_ASSIGN_OR_RETURN(ResultColumn column, Apply(expr, args));
    return Operand(std::move(column));
  }

 private:
  absl::StatusOr<ResultColumn> Apply(const Expr& expr, const std::vector<Operand>& args) const {
    switch (expr.kind) {
      case ExprKind::kBinary:
        if (expr.op == BinaryOp::kAnd || expr.op == BinaryOp::kOr) return Logical(expr, args);
        if (expr.op < BinaryOp::kEqual) {
          return internal::Arithmetic(expr, args[0], args[1], rows_);
        }
        return Flags([&](size_t row) { return Comparison(expr.op, args[0], args[1], row); });
      case ExprKind::kNegate:
        return Negate(expr, args[0]);
      case ExprKind::kNot:
        return Flags([&](size_t row) { return args[0].IsNull(row) ? -1 : !args[0].Flag(row); });
      case ExprKind::kIsNull:
        return Flags([&](size_t row) { return args[0].IsNull(row) != expr.negated; });
      case ExprKind::kIn:
        return Flags([&](size_t row) { return In(expr, args, row); });
      case ExprKind::kBetween:
        return Flags([&](size_t row) { return Between(expr, args, row); });
      case ExprKind::kCase:
        return Case(expr, args);
      case ExprKind::kCall:
        return Call(expr, args);
      default:
        return Error(absl::StatusCode::kInvalidArgument,
                     "LIKE belongs inside an aggregate, not around it",
                     {"EXPRESSION_INVALID", {}, ""});
    }
  }

  // A column of what `flag(row)` says: 0, 1 or -1 for null.
  template <typename Flag>
  ResultColumn Flags(Flag flag) const {
    ResultColumn out = MakeColumnOf(Type::kBool, 0, rows_);
    for (size_t row = 0; row < rows_; ++row) {
      const int value = flag(row);
      if (value < 0) {
        AppendNull(out);
      } else {
        AppendInteger(out, value);
      }
    }
    return out;
  }

  static int Comparison(BinaryOp op, const Operand& a, const Operand& b, size_t row) {
    if (a.IsNull(row) || b.IsNull(row)) return -1;
    return Holds(op, CompareRow(a, b, row)) ? 1 : 0;
  }

  // AND and OR with SQL's three values.
  ResultColumn Logical(const Expr& expr, const std::vector<Operand>& args) const {
    const bool decisive = expr.op == BinaryOp::kOr;
    return Flags([&](size_t row) {
      int result = decisive ? 0 : 1;
      for (const Operand& arg : args) {
        if (arg.IsNull(row)) {
          result = -1;
        } else if (arg.Flag(row) == decisive) {
          return decisive ? 1 : 0;
        }
      }
      return result;
    });
  }

  static int In(const Expr& expr, const std::vector<Operand>& args, size_t row) {
    if (args[0].IsNull(row)) return -1;
    bool unknown = false;
    for (size_t i = 1; i < args.size(); ++i) {
      if (args[i].IsNull(row)) {
        unknown = true;
      } else if (CompareRow(args[0], args[i], row) == 0) {
        return expr.negated ? 0 : 1;
      }
    }
    return unknown ? -1 : (expr.negated ? 1 : 0);
  }

  static int Between(const Expr& expr, const std::vector<Operand>& args, size_t row) {
    const int low = Comparison(BinaryOp::kGreaterEqual, args[0], args[1], row);
    const int high = Comparison(BinaryOp::kLessEqual, args[0], args[2], row);
    if (low == 0 || high == 0) return expr.negated ? 1 : 0;
    if (low < 0 || high < 0) return -1;
    return expr.negated ? 0 : 1;
  }

  // A column that takes each row from the operand that `pick(row)` returns, or
  // is null where that is null.
  template <typename Pick>
  ResultColumn Picked(const Expr& expr, Pick pick) const {
    ResultColumn out = MakeColumnOf(expr.type, expr.scale, rows_);
    for (size_t row = 0; row < rows_; ++row) {
      const Operand* from = pick(row);
      if (from == nullptr) {
        AppendNull(out);
      } else {
        from->CopyTo(row, out);
      }
    }
    return out;
  }

  ResultColumn Case(const Expr& expr, const std::vector<Operand>& args) const {
    return Picked(expr, [&](size_t row) -> const Operand* {
      size_t i = 0;
      for (; i + 1 < args.size(); i += 2) {
        if (!args[i].IsNull(row) && args[i].Flag(row)) return &args[i + 1];
      }
      return i < args.size() ? &args[i] : nullptr;
    });
  }

  absl::StatusOr<ResultColumn> Call(const Expr& expr, const std::vector<Operand>& args) const {
    if (expr.name == "coalesce") {
      return Picked(expr, [&](size_t row) -> const Operand* {
        const auto first = std::find_if(args.begin(), args.end(),
                                        [&](const Operand& arg) { return !arg.IsNull(row); });
        return first == args.end() ? nullptr : &*first;
      });
    }
    if (expr.name == "nullif") {
      return Picked(expr, [&](size_t row) {
        return Comparison(BinaryOp::kEqual, args[0], args[1], row) == 1 ? nullptr : &args[0];
      });
    }
    if (expr.name == "least" || expr.name == "greatest") {
      return Picked(expr, [&](size_t row) { return Extreme(args, expr.name == "least", row); });
    }
    if (expr.name == "abs") return Absolute(expr, args[0]);
    return Error(absl::StatusCode::kInvalidArgument,
                 Cat(expr.name, "() cannot be applied to aggregates; apply it inside them"),
                 {"EXPRESSION_INVALID", {{"function", expr.name}}, ""});
  }

  static const Operand* Extreme(const std::vector<Operand>& args, bool least, size_t row) {
    const Operand* best = nullptr;
    for (const Operand& arg : args) {
      if (arg.IsNull(row)) continue;
      if (best == nullptr || (CompareRow(arg, *best, row) < 0) == least) best = &arg;
    }
    return best;
  }

  absl::StatusOr<ResultColumn> Negate(const Expr& expr, const Operand& arg) const {
    Expr minus = expr;
    minus.op = BinaryOp::kSubtract;
    const Value zero = expr.type == Type::kDouble ? Value(0.0) : Value(int64_t{0});
    return internal::Arithmetic(minus, Operand::Constant(expr.type, expr.scale, zero), arg, rows_);
  }

  absl::StatusOr<ResultColumn> Absolute(const Expr& expr, const Operand& arg) const {
    MADAD_ASSIGN_OR_RETURN(ResultColumn negated, Negate(expr, arg));
    const Operand other(std::move(negated));
    return Picked(expr, [&](size_t row) -> const Operand* {
      if (arg.IsNull(row)) return nullptr;
      return CompareRow(arg, other, row) < 0 ? &other : &arg;
    });
  }

  const LeafColumns& leaves_;
  const size_t rows_;
};

}  // namespace

double AsDouble(const Value& value) {
  if (const auto* number = std::get_if<double>(&value)) return *number;
  const Type type = TypeOf(value);
  const auto* decimal = std::get_if<Decimal>(&value);
  return Operand::Constant(type, decimal == nullptr ? 0 : decimal->scale, value).Number(0);
}

absl::StatusOr<ResultColumn> Evaluate(const Expr& expr, const LeafColumns& leaves, size_t rows) {
  MADAD_ASSIGN_OR_RETURN(const Operand result, Evaluator(leaves, rows).Visit(expr));
  return result.Expand(rows);
}

}  // namespace madad::core
