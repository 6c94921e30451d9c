#include "core/expr/check.h"

#include <cmath>

#include "absl/strings/str_cat.h"

#include "core/expr/checker.h"
#include "core/expr/errors.h"
#include "core/expr/number.h"
#include "core/names.h"
#include "core/status.h"

namespace madad::core {

absl::Status Checker::Invalid(const Expr& node, const std::string& problem) const {
  return ExpressionInvalid(text_, node.position, problem);
}

absl::StatusOr<Checker::Node> Checker::Visit(const Expr& expr) {
  if (expr.kind == ExprKind::kColumn) return VisitColumn(expr);
  if (expr.kind == ExprKind::kParameter) return VisitParameter(expr);
  if (expr.kind == ExprKind::kAggregate) return VisitAggregate(expr);
  MADAD_ASSIGN_OR_RETURN(const std::vector<Node> args, VisitArgs(expr));
  auto node = std::make_shared<Expr>(expr);
  MADAD_RETURN_IF_ERROR(CheckNode(*node, args));
  node->args.assign(args.begin(), args.end());
  return node;
}

absl::StatusOr<std::vector<Checker::Node>> Checker::VisitArgs(const Expr& expr) {
  std::vector<Node> args;
  for (const ExprPtr& arg : expr.args) {
    MADAD_ASSIGN_OR_RETURN(Node node, Visit(*arg));
    args.push_back(std::move(node));
  }
  return args;
}

absl::Status Checker::CheckNode(Expr& node, const std::vector<Node>& args) const {
  node.type = Type::kBool;
  switch (node.kind) {
    case ExprKind::kLiteral:
      return CheckLiteral(node);
    case ExprKind::kNot:
      return Require(*args[0], {Type::kBool}, "NOT");
    case ExprKind::kNegate:
      return CheckNegate(node, args);
    case ExprKind::kBinary:
      return CheckBinary(node, args);
    case ExprKind::kIn:
    case ExprKind::kBetween: {
      Expr common;
      return Unify(args, "compare", common);
    }
    case ExprKind::kLike:
      return Require(*args[0], {Type::kString}, "LIKE");
    case ExprKind::kCase:
      return CheckCase(node, args);
    case ExprKind::kCall:
      return CheckCall(node, args);
    case ExprKind::kIsNull:
    case ExprKind::kColumn:
    case ExprKind::kParameter:
    case ExprKind::kAggregate:
      break;
  }
  return absl::OkStatus();
}

absl::Status Checker::CheckLiteral(Expr& literal) const {
  literal.type = TypeOf(literal.value);
  if (const auto* number = std::get_if<double>(&literal.value)) {
    if (!std::isfinite(*number)) return Invalid(literal, "this value is not a finite number");
  }
  if (const auto* number = std::get_if<Decimal>(&literal.value)) {
    if (number->scale < 0 || number->scale > kMostScale) {
      return Invalid(literal, absl::StrCat("this value has ", number->scale,
                                           " decimals; a decimal has 0 to ", kMostScale));
    }
    literal.scale = number->scale;
  }
  return absl::OkStatus();
}

absl::StatusOr<Checker::Node> Checker::VisitParameter(const Expr& expr) {
  static const std::map<std::string, Value> kNone;
  const std::map<std::string, Value>& known = options_.parameters ? *options_.parameters : kNone;
  const auto found = known.find(expr.name);
  if (found == known.end()) {
    return Invalid(expr, absl::StrCat("there is no parameter ", Quoted(expr.name),
                                      Instead(expr.name, KeysOf(known))));
  }
  auto literal = std::make_shared<Expr>();
  literal->position = expr.position;
  literal->value = found->second;
  MADAD_RETURN_IF_ERROR(CheckLiteral(*literal));
  return literal;
}

absl::StatusOr<Checker::Node> Checker::VisitColumn(const Expr& expr) {
  if (has_aggregate_ && !in_aggregate_) {
    return Invalid(expr, absl::StrCat("column ", Quoted(expr.name),
                                      " stands outside an aggregate in an expression that has one; "
                                      "put it inside, such as max(...)"));
  }
  const absl::StatusOr<ExprPtr> resolved = scope_.Resolve(expr.name);
  if (!resolved.ok()) return ExpressionErrorAt(resolved.status(), text_, expr.position);
  auto node = std::make_shared<Expr>(**resolved);
  node->position = expr.position;
  return node;
}

absl::Status Checker::CheckNegate(Expr& node, const std::vector<Node>& args) const {
  MADAD_RETURN_IF_ERROR(
      Require(*args[0], {Type::kInt64, Type::kDouble, Type::kDecimal, Type::kDuration}, "-"));
  MADAD_RETURN_IF_ERROR(RequireFixedLength(*args[0]));
  node.type = args[0]->type;
  node.scale = args[0]->scale;
  return absl::OkStatus();
}

absl::Status Checker::CheckCase(Expr& node, const std::vector<Node>& args) const {
  std::vector<Node> results;
  for (size_t i = 0; i < args.size(); ++i) {
    const bool is_condition = i % 2 == 0 && i + 1 < args.size();
    if (is_condition) {
      MADAD_RETURN_IF_ERROR(Require(*args[i], {Type::kBool}, "WHEN"));
    } else {
      results.push_back(args[i]);
    }
  }
  return Unify(results, "combine", node);
}

absl::StatusOr<ExprPtr> Check(const ExprPtr& expr, std::string_view text, Scope& scope,
                              const CheckOptions& options) {
  // Where aggregates may not stand, they are what is wrong, and not the columns.
  const bool has_aggregate = options.allow_aggregates && HasAggregate(*expr);
  MADAD_ASSIGN_OR_RETURN(ExprPtr typed, Checker(text, scope, options, has_aggregate).Visit(*expr));
  return typed;
}

}  // namespace madad::core
