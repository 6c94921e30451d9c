// AND, OR, comparisons and arithmetic.
#include <algorithm>

#include "absl/strings/str_cat.h"

#include "core/expr/checker.h"
#include "core/expr/number.h"
#include "core/status.h"

namespace madad::core {
namespace {

bool IsSum(BinaryOp op) { return op == BinaryOp::kAdd || op == BinaryOp::kSubtract; }
bool IsProduct(BinaryOp op) { return op == BinaryOp::kMultiply || op == BinaryOp::kDivide; }

const char* VerbOf(BinaryOp op) {
  switch (op) {
    case BinaryOp::kAdd:
      return "add";
    case BinaryOp::kSubtract:
      return "subtract";
    case BinaryOp::kMultiply:
      return "multiply";
    case BinaryOp::kDivide:
      return "divide";
    default:
      return "compare";
  }
}

// What a NULL beside `other` stands for, so that the operator has a meaning.
Type NullBeside(BinaryOp op, Type other, bool null_is_left) {
  if (IsInstant(other)) {
    return op == BinaryOp::kSubtract && null_is_left ? other : Type::kDuration;
  }
  const bool is_factor = op == BinaryOp::kMultiply || (op == BinaryOp::kDivide && !null_is_left);
  return other == Type::kDuration && is_factor ? Type::kInt64 : other;
}

void TypeNulls(BinaryOp op, Expr& left, Expr& right) {
  if (left.type == Type::kNull) left.type = NullBeside(op, right.type, true);
  if (right.type == Type::kNull) right.type = NullBeside(op, left.type, false);
}

// Whether adding `duration` to a date surely gives a date.
bool IsWholeDays(const Expr& duration) {
  constexpr int64_t kMicrosPerDay = 86'400'000'000;
  const auto* value = std::get_if<Duration>(&duration.value);
  return value != nullptr && value->micros % kMicrosPerDay == 0;
}

}  // namespace

absl::Status Checker::CheckBinary(Expr& node, const std::vector<Node>& args) const {
  if (node.op == BinaryOp::kAnd || node.op == BinaryOp::kOr) {
    const char* name = node.op == BinaryOp::kAnd ? "AND" : "OR";
    MADAD_RETURN_IF_ERROR(Require(*args[0], {Type::kBool}, name));
    return Require(*args[1], {Type::kBool}, name);
  }
  if (IsSum(node.op)) return CheckSum(node, args);
  if (IsProduct(node.op)) return CheckProduct(node, args);
  Expr common;
  return Unify(args, "compare", common);
}

absl::Status Checker::Refuse(const Expr& node, const std::vector<Node>& args) const {
  const Expr& left = *args[0];
  const Expr& right = *args[1];
  std::string problem =
      node.op == BinaryOp::kSubtract
          ? absl::StrCat("cannot subtract ", TypeText(right), " from ", TypeText(left))
          : absl::StrCat("cannot ", VerbOf(node.op), " ", TypeText(left),
                         node.op == BinaryOp::kAdd ? " and " : " by ", TypeText(right));
  if (IsSum(node.op) && IsInstant(left.type) && IsNumeric(right.type)) {
    problem += "; thirty days are written '30d'";
  }
  return Invalid(right, problem);
}

absl::Status Checker::CheckSum(Expr& node, const std::vector<Node>& args) const {
  Expr& left = *args[0];
  Expr& right = *args[1];
  const bool add = node.op == BinaryOp::kAdd;
  if (IsStringLiteral(right) && (IsInstant(left.type) || left.type == Type::kDuration)) {
    // Between them, exactly one of instant - instant and duration + instant.
    const bool instant_fits = IsInstant(left.type) != add;
    MADAD_RETURN_IF_ERROR(instant_fits ? Read(right, {Form::kDuration, Form::kInstant})
                                       : Read(right, {Form::kDuration}));
  } else if (IsStringLiteral(left) && IsInstant(right.type)) {
    MADAD_RETURN_IF_ERROR(Read(left, {add ? Form::kDuration : Form::kInstant}));
  } else if (IsStringLiteral(left) && right.type == Type::kDuration) {
    MADAD_RETURN_IF_ERROR(Read(left, {Form::kDuration, Form::kInstant}));
  }
  TypeNulls(node.op, left, right);
  if (IsInstant(left.type) || IsInstant(right.type)) return CheckInstantSum(node, args);
  if (left.type == Type::kDuration && right.type == Type::kDuration) {
    MADAD_RETURN_IF_ERROR(RequireFixedLength(left));
    MADAD_RETURN_IF_ERROR(RequireFixedLength(right));
    node.type = Type::kDuration;
    return absl::OkStatus();
  }
  return CheckNumbers(node, args);
}

absl::Status Checker::CheckInstantSum(Expr& node, const std::vector<Node>& args) const {
  const bool add = node.op == BinaryOp::kAdd;
  const Expr& instant = IsInstant(args[0]->type) ? *args[0] : *args[1];
  const Expr& other = &instant == args[0].get() ? *args[1] : *args[0];
  if (IsInstant(other.type)) {
    if (add) return Refuse(node, args);
    node.type = Type::kDuration;
    return absl::OkStatus();
  }
  const bool reversed = !add && &instant == args[1].get();
  if (other.type != Type::kDuration || reversed) return Refuse(node, args);
  node.type = instant.type == Type::kDate && !IsWholeDays(other) ? Type::kTimestamp : instant.type;
  return absl::OkStatus();
}

absl::Status Checker::CheckProduct(Expr& node, const std::vector<Node>& args) const {
  Expr& left = *args[0];
  Expr& right = *args[1];
  const bool divide = node.op == BinaryOp::kDivide;
  if (divide && left.type == Type::kDuration && IsStringLiteral(right)) {
    MADAD_RETURN_IF_ERROR(Read(right, {Form::kDuration}));
  } else if (divide && IsStringLiteral(left) && right.type == Type::kDuration) {
    MADAD_RETURN_IF_ERROR(Read(left, {Form::kDuration}));
  }
  TypeNulls(node.op, left, right);
  MADAD_RETURN_IF_ERROR(RequireFixedLength(left));
  MADAD_RETURN_IF_ERROR(RequireFixedLength(right));
  const bool scaled = left.type == Type::kDuration && IsNumeric(right.type);
  const bool scaled_from_left = IsNumeric(left.type) && right.type == Type::kDuration && !divide;
  if (scaled || scaled_from_left) {
    node.type = Type::kDuration;
    return absl::OkStatus();
  }
  if (divide && left.type == Type::kDuration && right.type == Type::kDuration) {
    node.type = Type::kDouble;
    return absl::OkStatus();
  }
  return CheckNumbers(node, args);
}

absl::Status Checker::CheckNumbers(Expr& node, const std::vector<Node>& args) const {
  const Expr& left = *args[0];
  const Expr& right = *args[1];
  const auto is_number = [](const Expr& e) { return IsNumeric(e.type) || e.type == Type::kNull; };
  if (!is_number(left) || !is_number(right)) return Refuse(node, args);
  if (node.op == BinaryOp::kDivide) {
    node.type = Type::kDouble;
    return absl::OkStatus();
  }
  Expr common;
  MADAD_RETURN_IF_ERROR(Unify(args, VerbOf(node.op), common));
  node.type = common.type;
  if (node.type != Type::kDecimal) return absl::OkStatus();
  node.scale = IsSum(node.op) ? std::max(left.scale, right.scale) : left.scale + right.scale;
  if (node.scale <= kMostScale) return absl::OkStatus();
  return Invalid(node, absl::StrCat("the product has ", node.scale, " decimals, more than ",
                                    kMostScale, "; round(x, n) leaves n of them"));
}

}  // namespace madad::core
