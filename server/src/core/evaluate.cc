#include "core/evaluate.h"

#include <cmath>
#include <string>
#include <utility>

#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

__extension__ typedef __int128 Int128;

bool IsNull(const Value& value) { return std::holds_alternative<std::monostate>(value); }

absl::Status Overflow() {
  return Error(absl::StatusCode::kOutOfRange,
               "a figure does not fit in 64 bits; divide or round it in the metric's expression",
               {"FIGURE_OUT_OF_RANGE", {}, ""});
}

absl::StatusOr<int64_t> Narrow(Int128 wide) {
  if (wide > INT64_MAX || wide < INT64_MIN) return Overflow();
  return static_cast<int64_t>(wide);
}

// int64, duration and decimal as an unscaled integer.
int64_t Unscaled(const Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return *integer;
  if (const auto* decimal = std::get_if<Decimal>(&value)) return decimal->unscaled;
  if (const auto* duration = std::get_if<Duration>(&value)) return duration->micros;
  return 0;
}

int ScaleOf(const Value& value) {
  const auto* decimal = std::get_if<Decimal>(&value);
  return decimal == nullptr ? 0 : decimal->scale;
}

Int128 PowerOfTen(int exponent) {
  Int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

absl::StatusOr<Value> Exact(Type type, int scale, Int128 unscaled) {
  MADAD_ASSIGN_OR_RETURN(const int64_t narrow, Narrow(unscaled));
  if (type == Type::kDecimal) return Value(Decimal{narrow, scale});
  if (type == Type::kDuration) return Value(Duration{narrow, 0});
  return Value(narrow);
}

absl::StatusOr<Value> ExactArithmetic(const Expr& expr, const Value& a, const Value& b) {
  const Int128 left = Unscaled(a);
  const Int128 right = Unscaled(b);
  if (expr.op == BinaryOp::kMultiply) {
    // Scales add up; bring the product to the declared one.
    Int128 product = left * right;
    for (int scale = ScaleOf(a) + ScaleOf(b); scale > expr.scale; --scale) product /= 10;
    return Exact(expr.type, expr.scale, product);
  }
  const Int128 l = left * PowerOfTen(expr.scale - ScaleOf(a));
  const Int128 r = right * PowerOfTen(expr.scale - ScaleOf(b));
  return Exact(expr.type, expr.scale, expr.op == BinaryOp::kAdd ? l + r : l - r);
}

absl::StatusOr<Value> Arithmetic(const Expr& expr, const Value& a, const Value& b) {
  const bool exact = expr.type == Type::kInt64 || expr.type == Type::kDecimal ||
                     (expr.type == Type::kDuration && expr.op != BinaryOp::kDivide &&
                      expr.op != BinaryOp::kMultiply);
  if (exact) return ExactArithmetic(expr, a, b);
  const double x = AsDouble(a);
  const double y = AsDouble(b);
  double result = 0;
  switch (expr.op) {
    case BinaryOp::kAdd:
      result = x + y;
      break;
    case BinaryOp::kSubtract:
      result = x - y;
      break;
    case BinaryOp::kMultiply:
      result = x * y;
      break;
    default:
      if (y == 0) return Value();
      result = x / y;
  }
  if (!std::isfinite(result)) return Overflow();
  if (expr.type != Type::kDuration) return Value(result);
  if (std::abs(result) >= 9.2e18) return Overflow();
  return Value(Duration{std::llround(result), 0});
}

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

// AND and OR with SQL's three values.
absl::StatusOr<Value> Logical(const Expr& expr, const LeafLookup& leaf) {
  const bool decisive = expr.op == BinaryOp::kOr;
  bool unknown = false;
  for (const ExprPtr& arg : expr.args) {
    MADAD_ASSIGN_OR_RETURN(const Value value, Evaluate(*arg, leaf));
    if (IsNull(value)) {
      unknown = true;
    } else if (std::get<bool>(value) == decisive) {
      return Value(decisive);
    }
  }
  return unknown ? Value() : Value(!decisive);
}

absl::StatusOr<Value> Binary(const Expr& expr, const LeafLookup& leaf) {
  if (expr.op == BinaryOp::kAnd || expr.op == BinaryOp::kOr) return Logical(expr, leaf);
  MADAD_ASSIGN_OR_RETURN(const Value a, Evaluate(*expr.args[0], leaf));
  MADAD_ASSIGN_OR_RETURN(const Value b, Evaluate(*expr.args[1], leaf));
  if (IsNull(a) || IsNull(b)) return Value();
  if (expr.op < BinaryOp::kEqual) return Arithmetic(expr, a, b);
  return Value(Holds(expr.op, Compare(a, b)));
}

absl::StatusOr<Value> Case(const Expr& expr, const LeafLookup& leaf) {
  size_t i = 0;
  for (; i + 1 < expr.args.size(); i += 2) {
    MADAD_ASSIGN_OR_RETURN(const Value when, Evaluate(*expr.args[i], leaf));
    if (!IsNull(when) && std::get<bool>(when)) return Evaluate(*expr.args[i + 1], leaf);
  }
  if (i < expr.args.size()) return Evaluate(*expr.args[i], leaf);
  return Value();
}

absl::StatusOr<Value> Call(const Expr& expr, const LeafLookup& leaf) {
  if (expr.name == "coalesce") {
    for (const ExprPtr& arg : expr.args) {
      MADAD_ASSIGN_OR_RETURN(Value value, Evaluate(*arg, leaf));
      if (!IsNull(value)) return value;
    }
    return Value();
  }
  if (expr.name == "nullif") {
    MADAD_ASSIGN_OR_RETURN(Value a, Evaluate(*expr.args[0], leaf));
    MADAD_ASSIGN_OR_RETURN(const Value b, Evaluate(*expr.args[1], leaf));
    return !IsNull(a) && !IsNull(b) && Compare(a, b) == 0 ? Value() : a;
  }
  return Error(absl::StatusCode::kInvalidArgument,
               Cat(expr.name, "() cannot be applied to aggregates; apply it inside them"),
               {"EXPRESSION_INVALID", {{"function", expr.name}}, ""});
}

absl::StatusOr<Value> Negate(const Expr& expr, const LeafLookup& leaf) {
  MADAD_ASSIGN_OR_RETURN(const Value value, Evaluate(*expr.args[0], leaf));
  if (IsNull(value)) return Value();
  if (const auto* number = std::get_if<double>(&value)) return Value(-*number);
  return Exact(expr.type, expr.scale, -static_cast<Int128>(Unscaled(value)));
}

template <typename T>
int Order(const T& a, const T& b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

}  // namespace

double AsDouble(const Value& value) {
  if (const auto* number = std::get_if<double>(&value)) return *number;
  const double unscaled = static_cast<double>(Unscaled(value));
  return unscaled / static_cast<double>(PowerOfTen(ScaleOf(value)));
}

int Compare(const Value& a, const Value& b) {
  if (a.index() == b.index()) {
    if (const auto* text = std::get_if<std::string>(&a))
      return Order(*text, std::get<std::string>(b));
    if (const auto* flag = std::get_if<bool>(&a)) return Order(*flag, std::get<bool>(b));
    if (const auto* date = std::get_if<Date>(&a)) return Order(*date, std::get<Date>(b));
    if (const auto* time = std::get_if<Timestamp>(&a)) return Order(*time, std::get<Timestamp>(b));
  }
  const bool exact = !std::holds_alternative<double>(a) && !std::holds_alternative<double>(b);
  if (exact) {
    const int scale = std::max(ScaleOf(a), ScaleOf(b));
    return Order<Int128>(Unscaled(a) * PowerOfTen(scale - ScaleOf(a)),
                         Unscaled(b) * PowerOfTen(scale - ScaleOf(b)));
  }
  return Order(AsDouble(a), AsDouble(b));
}

absl::StatusOr<Value> Evaluate(const Expr& expr, const LeafLookup& leaf) {
  switch (expr.kind) {
    case ExprKind::kLiteral:
      return expr.value;
    case ExprKind::kColumn:
      return leaf(expr.name);
    case ExprKind::kNegate:
      return Negate(expr, leaf);
    case ExprKind::kBinary:
      return Binary(expr, leaf);
    case ExprKind::kCase:
      return Case(expr, leaf);
    case ExprKind::kCall:
      return Call(expr, leaf);
    case ExprKind::kIsNull: {
      MADAD_ASSIGN_OR_RETURN(const Value value, Evaluate(*expr.args[0], leaf));
      return Value(IsNull(value) != expr.negated);
    }
    case ExprKind::kNot: {
      MADAD_ASSIGN_OR_RETURN(const Value value, Evaluate(*expr.args[0], leaf));
      return IsNull(value) ? Value() : Value(!std::get<bool>(value));
    }
    default:
      return Error(absl::StatusCode::kInvalidArgument,
                   "IN, BETWEEN and LIKE belong inside an aggregate, not around it",
                   {"EXPRESSION_INVALID", {}, ""});
  }
}

}  // namespace madad::core
