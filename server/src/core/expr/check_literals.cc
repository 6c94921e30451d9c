// One type for values that stand beside each other.
#include <optional>

#include "absl/strings/str_cat.h"

#include "core/expr/checker.h"
#include "core/expr/errors.h"
#include "core/status.h"

namespace madad::core {
namespace {

// The type of both; nothing when they do not go together.
std::optional<Type> Common(Type a, Type b) {
  if (a == b) return a;
  if (a == Type::kNull) return b;
  if (b == Type::kNull) return a;
  if (IsInstant(a) && IsInstant(b)) return Type::kTimestamp;
  if (!IsNumeric(a) || !IsNumeric(b)) return std::nullopt;
  return a == Type::kDouble || b == Type::kDouble ? Type::kDouble : Type::kDecimal;
}

// `2024-01-01` is a date, with a time behind it a timestamp.
absl::StatusOr<Value> ParseInstant(const std::string& text) {
  if (const absl::StatusOr<Date> date = ParseDate(text); date.ok()) return *date;
  absl::StatusOr<Timestamp> timestamp = ParseTimestamp(text);
  if (!timestamp.ok()) return timestamp.status();
  return *timestamp;
}

std::string Mismatch(const std::string& verb, const Expr& a, const Expr& b) {
  return absl::StrCat("cannot ", verb, " ", TypeText(a), " with ", TypeText(b));
}

}  // namespace

bool IsStringLiteral(const Expr& expr) {
  return expr.kind == ExprKind::kLiteral && expr.type == Type::kString;
}

bool IsInstant(Type type) { return type == Type::kDate || type == Type::kTimestamp; }

std::string TypeText(const Expr& expr) { return std::string(TypeName(expr.type)); }

absl::Status Checker::Read(Expr& node, std::initializer_list<Form> forms) const {
  const std::string text = std::get<std::string>(node.value);
  absl::Status failed;
  for (const Form form : forms) {
    absl::StatusOr<Value> value =
        form == Form::kDuration ? absl::StatusOr<Value>(ParseDuration(text)) : ParseInstant(text);
    if (value.ok()) {
      node.value = *std::move(value);
      node.type = TypeOf(node.value);
      return absl::OkStatus();
    }
    if (failed.ok()) failed = value.status();
  }
  return Invalid(node, std::string(failed.message()));
}

absl::Status Checker::Unify(const std::vector<Node>& nodes, const std::string& verb,
                            Expr& result) const {
  result.type = Type::kNull;
  result.scale = 0;
  MADAD_RETURN_IF_ERROR(UnifyTyped(nodes, verb, result));
  MADAD_RETURN_IF_ERROR(UnifyStrings(nodes, verb, result));
  for (const Node& node : nodes) {
    MADAD_RETURN_IF_ERROR(RequireFixedLength(*node));
    if (node->type != Type::kNull) continue;
    node->type = result.type;
    node->scale = result.scale;
  }
  return absl::OkStatus();
}

absl::Status Checker::UnifyTyped(const std::vector<Node>& nodes, const std::string& verb,
                                 Expr& result) const {
  for (const Node& node : nodes) {
    if (IsStringLiteral(*node)) continue;
    const std::optional<Type> common = Common(result.type, node->type);
    if (!common) return Invalid(*node, Mismatch(verb, *node, result));
    result.type = *common;
    result.scale = common == Type::kDecimal ? std::max(result.scale, node->scale) : 0;
  }
  return absl::OkStatus();
}

absl::Status Checker::UnifyStrings(const std::vector<Node>& nodes, const std::string& verb,
                                   Expr& result) const {
  const Type beside = result.type;
  for (const Node& node : nodes) {
    if (!IsStringLiteral(*node)) continue;
    if (IsInstant(beside)) {
      MADAD_RETURN_IF_ERROR(Read(*node, {Form::kInstant}));
    } else if (beside == Type::kDuration) {
      MADAD_RETURN_IF_ERROR(Read(*node, {Form::kDuration}));
    }
    const std::optional<Type> common = Common(result.type, node->type);
    if (!common) return Invalid(*node, Mismatch(verb, *node, result));
    result.type = *common;
  }
  return absl::OkStatus();
}

absl::Status Checker::Require(Expr& node, std::initializer_list<Type> types,
                              const std::string& who) const {
  if (node.type == Type::kNull) node.type = *types.begin();
  std::string expected;
  for (const Type type : types) {
    if (node.type == type) return absl::OkStatus();
    absl::StrAppend(&expected, expected.empty() ? "" : " or ", std::string(TypeName(type)));
  }
  return Invalid(node, absl::StrCat(who, " takes ", expected, ", found ", TypeText(node)));
}

absl::Status Checker::RequireFixedLength(const Expr& node) const {
  const auto* duration = std::get_if<Duration>(&node.value);
  if (duration == nullptr || duration->months == 0) return absl::OkStatus();
  return Invalid(node, absl::StrCat(ToText(node.value),
                                    " is calendar months, whose length differs; add them to a date "
                                    "or timestamp, or write days, such as '30d'"));
}

}  // namespace madad::core
