#include "core/metric/bind.h"

#include <utility>

#include "core/expr/rewrite.h"
#include "core/metric/stages.h"
#include "core/names.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

class Binder {
 public:
  Binder(const PreparedMetric& metric, const ParameterValues& parameters,
         std::optional<Timestamp> as_of)
      : metric_(metric), parameters_(parameters), as_of_(as_of) {}

  // Returns what stands for `node`; null when it stands for itself.
  absl::StatusOr<ExprPtr> Replace(const Expr& node) const {
    if (node.kind == ExprKind::kParameter) return Parameter(node.name);
    if (node.kind == ExprKind::kCase) return Choice(node);
    if (node.kind == ExprKind::kBinary) return Moved(node);
    if (node.kind != ExprKind::kCall) return ExprPtr();
    if (node.name == "as_of") return MakeLiteral(as_of_ ? Value(*as_of_) : Value());
    if (node.name == "stage") return Stage(*node.args[0]);
    if (node.name == "business_time") return BusinessTime(node);
    return ExprPtr();
  }

  // Returns `expr` with everything in it replaced.
  absl::StatusOr<ExprPtr> Bind(const ExprPtr& expr) const {
    absl::Status status;
    ExprPtr bound = Rewrite(expr, [&](const Expr& node) -> ExprPtr {
      absl::StatusOr<ExprPtr> replaced = Replace(node);
      if (replaced.ok()) return *std::move(replaced);
      status.Update(replaced.status());
      return MakeLiteral({});
    });
    if (!status.ok()) return status;
    return bound;
  }

 private:
  // CASE WHEN :parameter THEN a ELSE b is a or b: what is not chosen need not
  // have a meaning.
  absl::StatusOr<ExprPtr> Choice(const Expr& node) const {
    if (node.args.size() != 3 || node.args[0]->kind != ExprKind::kParameter) return ExprPtr();
    const auto found = parameters_.find(node.args[0]->name);
    const auto* chosen = found == parameters_.end() ? nullptr : std::get_if<bool>(&found->second);
    return chosen == nullptr ? ExprPtr() : Bind(node.args[*chosen ? 1 : 2]);
  }

  // A time moved by a parameter that is no time at all is that time: a column that the engine may
  // hold in periods already.
  absl::StatusOr<ExprPtr> Moved(const Expr& node) const {
    const bool moves = node.op == BinaryOp::kAdd || node.op == BinaryOp::kSubtract;
    if (!moves || node.args[1]->kind != ExprKind::kParameter) return ExprPtr();
    const auto found = parameters_.find(node.args[1]->name);
    const bool is_zero = found != parameters_.end() && found->second == Value(Duration{});
    return is_zero ? Bind(node.args[0]) : ExprPtr();
  }

  absl::StatusOr<ExprPtr> BusinessTime(const Expr& node) const {
    const std::optional<BusinessHours>& hours = metric_.catalog->calendar.business_hours;
    if (!hours) {
      return Error(absl::StatusCode::kFailedPrecondition,
                   "the catalog's calendar says no business hours; add them, such as "
                   "business_hours: {sunday-thursday: \"09:00-18:00\"}",
                   {"BUSINESS_HOURS_MISSING", {}, ""});
    }
    MADAD_ASSIGN_OR_RETURN(ExprPtr from, Bind(node.args[0]));
    MADAD_ASSIGN_OR_RETURN(ExprPtr to, Bind(node.args[1]));
    return MakeCall(node.name, {std::move(from), std::move(to), MakeLiteral(ToText(*hours))});
  }

  absl::StatusOr<ExprPtr> Parameter(const std::string& name) const {
    const auto found = parameters_.find(name);
    if (found != parameters_.end()) return MakeLiteral(found->second);
    return Error(absl::StatusCode::kInvalidArgument,
                 Cat("there is no parameter ", Quoted(name), Instead(name, KeysOf(parameters_))),
                 {"METRIC_INVALID", {{"parameter", name}}, ""});
  }

  absl::StatusOr<ExprPtr> Stage(const Expr& id) const {
    const auto* text = std::get_if<std::string>(&id.value);
    if (id.kind == ExprKind::kLiteral && text != nullptr) {
      return StageTime(*metric_.catalog, *metric_.table, *text, Policy());
    }
    return Error(absl::StatusCode::kInvalidArgument,
                 "stage() takes a stage's id as text, such as stage('mql')",
                 {"METRIC_INVALID", {}, ""});
  }

  StagePolicy Policy() const {
    const auto found = parameters_.find(kPolicyParameter);
    const bool strict = found != parameters_.end() && found->second == Value(std::string("strict"));
    return strict ? StagePolicy::kStrict : StagePolicy::kReachedOrBeyond;
  }

  const PreparedMetric& metric_;
  const ParameterValues& parameters_;
  const std::optional<Timestamp> as_of_;
};

}  // namespace

absl::StatusOr<ExprPtr> BindExpression(const PreparedMetric& metric,
                                       const ParameterValues& parameters,
                                       std::optional<Timestamp> as_of, const ExprPtr& expr) {
  return Binder(metric, parameters, as_of).Bind(expr);
}

}  // namespace madad::core
