// A scope with a column of every type, and short ways to ask `Check`.
#pragma once

#include <limits>
#include <map>
#include <memory>
#include <string>

#include "core/expr/check.h"
#include "core/expr/parser.h"
#include "core/names.h"
#include "core/status.h"

namespace madad::core {

class FixedScope : public Scope {
 public:
  absl::StatusOr<ExprPtr> Resolve(std::string_view name) override {
    static const std::map<std::string, Type> kColumns = {
        {"flag", Type::kBool},        {"n", Type::kInt64},          {"x", Type::kDouble},
        {"money", Type::kDecimal},    {"source", Type::kString},    {"day", Type::kDate},
        {"at", Type::kTimestamp},     {"won_at", Type::kTimestamp}, {"took", Type::kDuration},
        {"rep.region", Type::kString}};
    const auto found = kColumns.find(std::string(name));
    if (found == kColumns.end()) {
      return Error(absl::StatusCode::kNotFound,
                   "no column " + Quoted(name) + Instead(name, KeysOf(kColumns)),
                   {"COLUMN_UNKNOWN", {{"column", std::string(name)}}, ""});
    }
    const size_t dot = name.find('.');
    auto column = std::make_shared<Expr>();
    column->kind = ExprKind::kColumn;
    column->name = dot == std::string_view::npos ? name : name.substr(dot + 1);
    column->relation = dot == std::string_view::npos ? 0 : 1;
    column->type = found->second;
    column->scale = found->second == Type::kDecimal ? 2 : 0;
    return column;
  }
};

// Parameters that every test may use.
inline const std::map<std::string, Value>& TestParameters() {
  static const std::map<std::string, Value> kParameters = {
      {"days", int64_t{30}},
      {"share", Decimal{9, 1}},
      {"since", std::string("2024-01-01")},
      {"quarter", Duration{0, 3}},
      {"infinite", std::numeric_limits<double>::infinity()},
      {"fine", Decimal{1, 30}},
  };
  return kParameters;
}

// Returns the typed tree of `text`; aggregates are allowed.
inline absl::StatusOr<ExprPtr> Checked(const std::string& text, bool allow_aggregates = true) {
  MADAD_ASSIGN_OR_RETURN(const ExprPtr expr, ParseExpression(text));
  FixedScope scope;
  return Check(expr, text, scope, {allow_aggregates, &TestParameters()});
}

// Returns "decimal(2)" or "int64" for a valid text, else "position: problem".
inline std::string TypeOrProblem(const std::string& text, bool allow_aggregates = true) {
  const absl::StatusOr<ExprPtr> expr = Checked(text, allow_aggregates);
  if (!expr.ok()) {
    ErrorDetail detail = DetailOf(expr.status());
    return detail.metadata["position"] + ": " + detail.metadata["problem"];
  }
  std::string type(TypeName((*expr)->type));
  if ((*expr)->type == Type::kDecimal) type += "(" + std::to_string((*expr)->scale) + ")";
  return type;
}

// Returns the typed tree's text, or what is wrong.
inline std::string CheckedText(const std::string& text) {
  const absl::StatusOr<ExprPtr> expr = Checked(text);
  return expr.ok() ? ToText(**expr) : TypeOrProblem(text);
}

}  // namespace madad::core
