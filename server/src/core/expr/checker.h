// Typing of trees; check.h says by which rules.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "core/expr/ast.h"
#include "core/expr/check.h"

namespace madad::core {

// Makes the typed copy of one tree. Nodes stay mutable while it works, since a
// literal takes its type from what stands beside it.
class Checker {
 public:
  Checker(std::string_view text, Scope& scope, const CheckOptions& options, bool has_aggregate)
      : text_(text), scope_(scope), options_(options), has_aggregate_(has_aggregate) {}

  using Node = std::shared_ptr<Expr>;

  // Returns the typed copy of `expr`.
  absl::StatusOr<Node> Visit(const Expr& expr);

 private:
  // Leaves, logic and CASE (check.cc).
  absl::StatusOr<std::vector<Node>> VisitArgs(const Expr& expr);
  absl::StatusOr<Node> VisitParameter(const Expr& expr);
  absl::StatusOr<Node> VisitColumn(const Expr& expr);
  absl::Status CheckLiteral(Expr& literal) const;
  absl::Status CheckNegate(Expr& node, const std::vector<Node>& args) const;
  absl::Status CheckCase(Expr& node, const std::vector<Node>& args) const;
  absl::Status CheckNode(Expr& node, const std::vector<Node>& args) const;

  // Operators (check_operators.cc).
  absl::Status CheckBinary(Expr& node, const std::vector<Node>& args) const;
  absl::Status CheckSum(Expr& node, const std::vector<Node>& args) const;
  absl::Status CheckInstantSum(Expr& node, const std::vector<Node>& args) const;
  absl::Status CheckProduct(Expr& node, const std::vector<Node>& args) const;
  absl::Status CheckNumbers(Expr& node, const std::vector<Node>& args) const;
  absl::Status Refuse(const Expr& node, const std::vector<Node>& args) const;

  // Functions (check_calls.cc) and aggregates (check_aggregates.cc).
  absl::Status CheckCall(Expr& node, const std::vector<Node>& args) const;
  absl::Status CheckBusinessTime(Expr& node, const std::vector<Node>& args) const;
  absl::Status CheckRound(Expr& node, const std::vector<Node>& args) const;
  absl::StatusOr<Node> VisitAggregate(const Expr& expr);
  absl::Status CheckAggregate(Expr& node, const std::vector<Node>& args) const;
  absl::Status CheckPercentile(const std::vector<Node>& args) const;

  // What literals become (check_literals.cc).
  //
  // Gives `nodes` one type, which `result` takes: string literals beside a date,
  // timestamp or duration are read as one. `verb` is for the error: "cannot
  // compare string with int64".
  absl::Status Unify(const std::vector<Node>& nodes, const std::string& verb, Expr& result) const;
  absl::Status UnifyTyped(const std::vector<Node>& nodes, const std::string& verb,
                          Expr& result) const;
  absl::Status UnifyStrings(const std::vector<Node>& nodes, const std::string& verb,
                            Expr& result) const;
  // Reads the string literal `node` as the first of the forms that fits.
  enum class Form { kDuration, kInstant };
  absl::Status Read(Expr& node, std::initializer_list<Form> forms) const;
  // Holds `node` to one of `types`; a NULL becomes the first of them.
  absl::Status Require(Expr& node, std::initializer_list<Type> types, const std::string& who) const;
  // Refuses a literal with calendar months.
  absl::Status RequireFixedLength(const Expr& node) const;

  absl::Status Invalid(const Expr& node, const std::string& problem) const;

  const std::string_view text_;
  Scope& scope_;
  const CheckOptions& options_;
  const bool has_aggregate_;
  bool in_aggregate_ = false;
};

// True for a string literal, which may yet become a date.
bool IsStringLiteral(const Expr& expr);
// True for dates and timestamps.
bool IsInstant(Type type);
// Returns the type's name for a message.
std::string TypeText(const Expr& expr);

}  // namespace madad::core
