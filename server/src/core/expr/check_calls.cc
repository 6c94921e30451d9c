// Functions of one row.
#include <algorithm>

#include "absl/strings/str_cat.h"

#include "core/business_hours.h"
#include "core/expr/checker.h"
#include "core/expr/number.h"
#include "core/status.h"

namespace madad::core {

absl::Status Checker::CheckCall(Expr& node, const std::vector<Node>& args) const {
  const std::string& name = node.name;
  if (name == "coalesce") return Unify(args, "combine", node);
  if (name == "least" || name == "greatest") return Unify(args, "compare", node);
  if (name == "as_of" || name == "stage") {
    return Invalid(node, absl::StrCat(name, "() has a meaning only in a metric's definition"));
  }
  if (name == "business_time") return CheckBusinessTime(node, args);
  if (name == "round") return CheckRound(node, args);
  if (name == "nullif") {
    Expr common;
    MADAD_RETURN_IF_ERROR(Unify(args, "compare", common));
    node.type = args[0]->type;
    node.scale = args[0]->scale;
    return absl::OkStatus();
  }
  if (name == "abs") {
    MADAD_RETURN_IF_ERROR(
        Require(*args[0], {Type::kInt64, Type::kDouble, Type::kDecimal, Type::kDuration}, name));
    node.type = args[0]->type;
    node.scale = args[0]->scale;
    return RequireFixedLength(*args[0]);
  }
  if (name == "lower" || name == "upper") {
    node.type = Type::kString;
    return Require(*args[0], {Type::kString}, name);
  }
  node.type = Type::kInt64;
  if (name == "hour") return Require(*args[0], {Type::kTimestamp}, name);
  return Require(*args[0], {Type::kDate, Type::kTimestamp}, name);
}

// The hours are added where a metric is bound to its catalog.
absl::Status Checker::CheckBusinessTime(Expr& node, const std::vector<Node>& args) const {
  if (args.size() < 3) {
    return Invalid(node, "business_time() has a meaning only in a metric's definition");
  }
  const auto* hours = std::get_if<std::string>(&args[2]->value);
  if (args[2]->kind != ExprKind::kLiteral || hours == nullptr || !ParseBusinessHours(*hours).ok()) {
    return Invalid(*args[2], "business_time takes two times; the hours are the catalog's");
  }
  node.type = Type::kDuration;
  MADAD_RETURN_IF_ERROR(Require(*args[0], {Type::kTimestamp}, node.name));
  return Require(*args[1], {Type::kTimestamp}, node.name);
}

absl::Status Checker::CheckRound(Expr& node, const std::vector<Node>& args) const {
  MADAD_RETURN_IF_ERROR(Require(*args[0], {Type::kDouble, Type::kInt64, Type::kDecimal}, "round"));
  int64_t decimals = 0;
  if (args.size() > 1) {
    const auto* wanted = std::get_if<int64_t>(&args[1]->value);
    if (args[1]->kind != ExprKind::kLiteral || wanted == nullptr || *wanted < 0 ||
        *wanted > kMostScale) {
      return Invalid(*args[1], absl::StrCat("round takes a number of decimals, 0 to ", kMostScale,
                                            ", written as a number"));
    }
    decimals = *wanted;
  }
  node.type = args[0]->type;
  node.scale = std::min(args[0]->scale, static_cast<int32_t>(decimals));
  return absl::OkStatus();
}

}  // namespace madad::core
