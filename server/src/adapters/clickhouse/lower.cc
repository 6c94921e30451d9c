#include "adapters/clickhouse/lower.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_replace.h"

#include "adapters/sql/expr_printer.h"

namespace madad::adapters::clickhouse {
namespace {

using core::BinaryOp;
using core::Expr;
using core::ExprKind;
using core::ExprPtr;
using core::Type;

using Args = std::vector<ExprPtr>;

// A type with its scale.
struct Typed {
  Type type = Type::kNull;
  int32_t scale = 0;
};

ExprPtr Make(ExprKind kind, std::string_view name, Typed typed, Args args) {
  auto made = std::make_shared<Expr>();
  made->kind = kind;
  made->name = name;
  made->type = typed.type;
  made->scale = typed.scale;
  made->args = std::move(args);
  return made;
}

ExprPtr Call(std::string_view name, Typed typed, Args args) {
  return Make(ExprKind::kCall, name, typed, std::move(args));
}

ExprPtr Binary(BinaryOp op, Args args) {
  auto made = std::make_shared<Expr>();
  made->kind = ExprKind::kBinary;
  made->op = op;
  made->type = Type::kBool;
  made->args = std::move(args);
  return made;
}

ExprPtr Not(ExprPtr arg) { return Make(ExprKind::kNot, "", {Type::kBool}, {std::move(arg)}); }

ExprPtr Null() { return std::make_shared<Expr>(); }

bool IsNullLiteral(const Expr& expr) {
  return expr.kind == ExprKind::kLiteral && std::holds_alternative<std::monostate>(expr.value);
}

// The type that values of both can be compared in.
Typed Common(Typed a, Typed b) {
  if (a.type == b.type) return {a.type, std::max(a.scale, b.scale)};
  if (a.type == Type::kNull) return b;
  if (b.type == Type::kNull) return a;
  const auto either = [&](Type type) { return a.type == type || b.type == type; };
  if (either(Type::kDouble)) return {Type::kDouble};
  if (either(Type::kDecimal)) return {Type::kDecimal, std::max(a.scale, b.scale)};
  return either(Type::kTimestamp) ? Typed{Type::kTimestamp} : a;
}

Typed CommonOf(const Args& args) {
  Typed common;
  for (const ExprPtr& arg : args) {
    if (!IsNullLiteral(*arg)) common = Common(common, {arg->type, arg->scale});
  }
  return common;
}

ExprPtr CastTo(const ExprPtr& expr, Typed to) {
  const bool is_same =
      expr->type == to.type && (to.type != Type::kDecimal || expr->scale == to.scale);
  if (is_same || to.type == Type::kNull || IsNullLiteral(*expr)) return expr;
  const auto* date = std::get_if<core::Date>(&expr->value);
  if (expr->kind == ExprKind::kLiteral && date != nullptr && to.type == Type::kTimestamp) {
    auto midnight = std::make_shared<Expr>(*expr);
    midnight->type = Type::kTimestamp;
    midnight->value = core::Timestamp{int64_t{date->days} * 86'400'000'000};
    return midnight;
  }
  return Call(kCast, to, {expr});
}

Args Unified(Args args) {
  const Typed common = CommonOf(args);
  for (ExprPtr& arg : args) arg = CastTo(arg, common);
  return args;
}

ExprPtr LowerNumbers(const Expr& expr, Args args) {
  const std::string_view name = expr.op == BinaryOp::kAdd        ? kAdd
                                : expr.op == BinaryOp::kSubtract ? kSubtract
                                                                 : kMultiply;
  return Call(name, {expr.type, expr.scale}, std::move(args));
}

ExprPtr LowerBinary(const Expr& expr, Args args, bool is_condition) {
  const bool is_and = expr.op == BinaryOp::kAnd;
  if ((is_and || expr.op == BinaryOp::kOr) && !is_condition) {
    return Call(is_and ? kAnd : kOr, {Type::kBool}, std::move(args));
  }
  const bool is_sum = expr.op == BinaryOp::kAdd || expr.op == BinaryOp::kSubtract;
  const bool has_time = sql::IsTime(args[0]->type) || sql::IsTime(args[1]->type);
  if (expr.op == BinaryOp::kMultiply || (is_sum && !has_time)) {
    return LowerNumbers(expr, std::move(args));
  }
  auto lowered = std::make_shared<Expr>(expr);
  const bool compares = expr.op >= BinaryOp::kEqual && expr.op <= BinaryOp::kGreaterEqual;
  lowered->args = compares ? Unified(std::move(args)) : std::move(args);
  return lowered;
}

ExprPtr LowerIn(const Expr& expr, Args args, bool is_condition) {
  args = Unified(std::move(args));
  // The old server's sets have no decimals of other scales.
  const bool has_set = args[0]->type != Type::kDecimal;
  const bool simple = has_set && std::all_of(args.begin() + 1, args.end(), [](const ExprPtr& item) {
                        const Expr& inner = item->name == kCast ? *item->args[0] : *item;
                        return inner.kind == ExprKind::kLiteral && !IsNullLiteral(inner);
                      });
  if (simple && is_condition && !expr.negated) return Call(kFound, {Type::kBool}, std::move(args));
  if (simple) {
    auto lowered = std::make_shared<Expr>(expr);
    lowered->args = std::move(args);
    return lowered;
  }
  Args equals;
  for (size_t i = 1; i < args.size(); ++i) {
    equals.push_back(Binary(BinaryOp::kEqual, {args[0], args[i]}));
  }
  const ExprPtr any = equals.size() == 1 ? equals[0] : Call(kOr, {Type::kBool}, std::move(equals));
  return expr.negated ? Not(any) : any;
}

ExprPtr LowerBetween(const Expr& expr, Args args, bool is_condition) {
  args = Unified(std::move(args));
  Args both_args = {Binary(BinaryOp::kGreaterEqual, {args[0], args[1]}),
                    Binary(BinaryOp::kLessEqual, {args[0], args[2]})};
  const ExprPtr both = is_condition && !expr.negated
                           ? Binary(BinaryOp::kAnd, std::move(both_args))
                           : Call(kAnd, {Type::kBool}, std::move(both_args));
  return expr.negated ? Not(both) : both;
}

ExprPtr LowerCase(const Expr& expr, Args args) {
  const Typed typed{expr.type, expr.scale};
  if (args.size() % 2 == 0) args.push_back(Null());
  for (size_t i = 1; i < args.size(); i += 2) args[i] = CastTo(args[i], typed);
  args.back() = CastTo(args.back(), typed);
  return Call(kChoose, typed, std::move(args));
}

ExprPtr LowerLike(const Expr& expr, Args args) {
  const auto* pattern = std::get_if<std::string>(&args[1]->value);
  if (pattern != nullptr) {
    auto doubled = std::make_shared<Expr>(*args[1]);
    doubled->value = absl::StrReplaceAll(*pattern, {{"\\", "\\\\"}});
    args[1] = std::move(doubled);
  }
  auto lowered = std::make_shared<Expr>(expr);
  lowered->args = std::move(args);
  return lowered;
}

ExprPtr LowerCall(const Expr& expr, Args args) {
  const Typed typed{expr.type, expr.scale};
  if (expr.name == "nullif") {
    const ExprPtr result = args[0];
    return Call(kChoose, typed,
                {Binary(BinaryOp::kEqual, Unified(std::move(args))), Null(), result});
  }
  if (expr.name == "coalesce" || expr.name == "least" || expr.name == "greatest") {
    for (ExprPtr& arg : args) arg = CastTo(arg, typed);
  }
  auto lowered = std::make_shared<Expr>(expr);
  lowered->args = std::move(args);
  return lowered;
}

}  // namespace

ExprPtr Lower(const ExprPtr& expr, bool is_condition) {
  Args args;
  for (size_t i = 0; i < expr->args.size(); ++i) {
    const bool joins = expr->kind == ExprKind::kBinary &&
                       (expr->op == BinaryOp::kAnd || expr->op == BinaryOp::kOr);
    const bool is_when = expr->kind == ExprKind::kCase && i % 2 == 0 && i + 1 < expr->args.size();
    args.push_back(Lower(expr->args[i], is_when || (joins && is_condition)));
  }
  switch (expr->kind) {
    case ExprKind::kLiteral:
    case ExprKind::kColumn:
      return expr;
    case ExprKind::kNegate:
      return Call(kNegate, {expr->type, expr->scale}, std::move(args));
    case ExprKind::kBinary:
      return LowerBinary(*expr, std::move(args), is_condition);
    case ExprKind::kIn:
      return LowerIn(*expr, std::move(args), is_condition);
    case ExprKind::kBetween:
      return LowerBetween(*expr, std::move(args), is_condition);
    case ExprKind::kLike:
      return LowerLike(*expr, std::move(args));
    case ExprKind::kCase:
      return LowerCase(*expr, std::move(args));
    case ExprKind::kCall:
      return LowerCall(*expr, std::move(args));
    default:
      break;
  }
  auto lowered = std::make_shared<Expr>(*expr);
  lowered->args = std::move(args);
  if (expr->filter != nullptr) lowered->filter = Lower(expr->filter, true);
  return lowered;
}

}  // namespace madad::adapters::clickhouse
