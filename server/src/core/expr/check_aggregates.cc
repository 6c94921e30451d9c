// Functions of many rows.
#include <optional>

#include "absl/strings/str_cat.h"

#include "core/expr/checker.h"
#include "core/expr/number.h"
#include "core/status.h"

namespace madad::core {

absl::StatusOr<Checker::Node> Checker::VisitAggregate(const Expr& expr) {
  if (in_aggregate_) {
    return Invalid(expr, absl::StrCat(expr.name, " stands within another aggregate"));
  }
  if (!options_.allow_aggregates) {
    return Invalid(expr, absl::StrCat(expr.name,
                                      " is an aggregate; here an expression sees one "
                                      "row at a time"));
  }
  auto node = std::make_shared<Expr>(expr);
  in_aggregate_ = true;
  absl::StatusOr<std::vector<Node>> args = VisitArgs(expr);
  absl::StatusOr<Node> filter = expr.filter ? Visit(*expr.filter) : absl::StatusOr<Node>(nullptr);
  in_aggregate_ = false;
  if (!args.ok()) return args.status();
  if (!filter.ok()) return filter.status();
  if (*filter) MADAD_RETURN_IF_ERROR(Require(**filter, {Type::kBool}, "FILTER"));
  MADAD_RETURN_IF_ERROR(CheckAggregate(*node, *args));
  node->args.assign(args->begin(), args->end());
  node->filter = *filter;
  return node;
}

absl::Status Checker::CheckAggregate(Expr& node, const std::vector<Node>& args) const {
  const std::string& name = node.name;
  node.type = Type::kInt64;
  if (name == "count") return absl::OkStatus();
  Expr& value = *args[0];
  if (name == "min" || name == "max" || name == "arg_min" || name == "arg_max") {
    node.type = value.type;
    node.scale = value.scale;
    for (const Node& arg : args) MADAD_RETURN_IF_ERROR(RequireFixedLength(*arg));
    return absl::OkStatus();
  }
  if (name == "stddev") {
    node.type = Type::kDouble;
    return Require(value, {Type::kInt64, Type::kDouble, Type::kDecimal}, name);
  }
  MADAD_RETURN_IF_ERROR(
      Require(value, {Type::kInt64, Type::kDouble, Type::kDecimal, Type::kDuration}, name));
  MADAD_RETURN_IF_ERROR(RequireFixedLength(value));
  if (name == "percentile") MADAD_RETURN_IF_ERROR(CheckPercentile(args));
  const bool keeps_type = name == "sum" || value.type == Type::kDuration;
  node.type = keeps_type ? value.type : Type::kDouble;
  node.scale = keeps_type ? value.scale : 0;
  return absl::OkStatus();
}

absl::Status Checker::CheckPercentile(const std::vector<Node>& args) const {
  Expr& share = *args[1];
  const std::optional<double> value = ToDouble(share.value);
  if (share.kind != ExprKind::kLiteral || !value || *value < 0 || *value > 1) {
    return Invalid(share, "percentile takes a share from 0 to 1, written as a number, such as 0.9");
  }
  share.value = *value;
  share.type = Type::kDouble;
  share.scale = 0;
  return absl::OkStatus();
}

}  // namespace madad::core
