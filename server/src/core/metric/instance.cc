#include "core/metric/instance.h"

#include <utility>

#include "absl/strings/numbers.h"

#include "core/expr/parser.h"
#include "core/expr/rewrite.h"
#include "core/metric/bind.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

ExprPtr Quotient(const ExprPtr& a, const ExprPtr& b) { return MakeBinary(BinaryOp::kDivide, a, b); }

// Puts one metric's values in place and takes its expressions apart.
class Builder {
 public:
  Builder(const PreparedMetric& metric, const ParameterValues& parameters,
          std::optional<Timestamp> as_of)
      : metric_(metric), parameters_(parameters), as_of_(as_of) {}

  absl::StatusOr<MetricInstance> Build() {
    if (metric_.definition.kind == MetricKind::kDerived) {
      MADAD_RETURN_IF_ERROR(BuildDerived());
      return std::move(instance_);
    }
    MADAD_RETURN_IF_ERROR(AddBase());
    MADAD_ASSIGN_OR_RETURN(filter_, Bound(metric_.parts.filter));
    MADAD_RETURN_IF_ERROR(BuildValue());
    MADAD_RETURN_IF_ERROR(AddChecks());
    return std::move(instance_);
  }

 private:
  absl::Status AddBase() {
    const MetricDefinition& definition = metric_.definition;
    const bool enters = definition.kind == MetricKind::kConversion;
    MADAD_ASSIGN_OR_RETURN(ExprPtr at, Bound(enters ? metric_.parts.entry : metric_.parts.at));
    instance_.bases.push_back(
        {metric_.table, std::move(at), definition.accumulation, definition.rolling});
    return absl::OkStatus();
  }

  absl::Status BuildValue() {
    instance_.open_cohorts = metric_.definition.cohort;
    const MetricParts& parts = metric_.parts;
    switch (metric_.definition.kind) {
      case MetricKind::kAggregate: {
        MADAD_ASSIGN_OR_RETURN(const ExprPtr value, Bound(parts.value));
        instance_.value = Extract(value, filter_);
        return absl::OkStatus();
      }
      case MetricKind::kProportion: {
        MADAD_ASSIGN_OR_RETURN(const ExprPtr value, Bound(parts.value));
        MADAD_ASSIGN_OR_RETURN(const ExprPtr subset, Bound(parts.subset));
        instance_.proportion = true;
        SetQuotient(Extract(value, Conjunction(filter_, subset)), Extract(value, filter_));
        return absl::OkStatus();
      }
      case MetricKind::kRatio: {
        MADAD_ASSIGN_OR_RETURN(const ExprPtr numerator, Bound(parts.numerator));
        MADAD_ASSIGN_OR_RETURN(const ExprPtr denominator, Bound(parts.denominator));
        SetQuotient(Extract(numerator, filter_), Extract(denominator, filter_));
        return absl::OkStatus();
      }
      case MetricKind::kConversion:
        return BuildConversion();
      default:
        return BuildLift();
    }
  }

  absl::Status BuildConversion() {
    MADAD_ASSIGN_OR_RETURN(const ExprPtr entities, Entities());
    const ExprPtr& entry = instance_.bases.front().at;
    MADAD_ASSIGN_OR_RETURN(const ExprPtr outcome, Bound(metric_.parts.outcome));
    const Value window = Window();
    instance_.proportion = true;
    instance_.open_cohorts = TypeOf(window) == Type::kNull;
    if (instance_.open_cohorts) {
      SetQuotient(Extract(entities, Conjunction(filter_, Known(outcome))),
                  Extract(entities, filter_));
    } else {
      MADAD_RETURN_IF_ERROR(SetMature(entities, entry, outcome, window));
    }
    const ExprPtr early =
        Extract(entities, Conjunction(filter_, MakeBinary(BinaryOp::kLess, outcome, entry)));
    instance_.warnings.push_back(
        {early, "OUTCOME_BEFORE_ENTRY",
         Cat("{n} ", metric_.table->name,
             " reached the outcome before they entered; they count as having reached it")});
    return absl::OkStatus();
  }

  absl::Status SetMature(const ExprPtr& entities, const ExprPtr& entry, const ExprPtr& outcome,
                         const Value& window) {
    if (!as_of_) {
      return Error(absl::StatusCode::kFailedPrecondition,
                   Cat("metric '", metric_.definition.id, "' has a window of ", ToText(window),
                       ", so it must be known how far the data reaches; no table that it reads "
                       "has an event time: set as_of in the query or the catalog"),
                   {"AS_OF_UNKNOWN", {{"metric", metric_.definition.id}}, "as_of"});
    }
    const ExprPtr end = MakeBinary(BinaryOp::kAdd, entry, MakeLiteral(window));
    const ExprPtr mature = MakeBinary(BinaryOp::kLessEqual, end, MakeLiteral(*as_of_));
    const ExprPtr counted = Conjunction(filter_, mature);
    const ExprPtr reached = MakeBinary(BinaryOp::kLessEqual, outcome, end);
    SetQuotient(Extract(entities, Conjunction(counted, reached)), Extract(entities, counted));
    instance_.immature = Extract(entities, Conjunction(filter_, MakeNot(mature)));
    instance_.warnings.push_back(
        {instance_.immature, "ENTRIES_IMMATURE",
         Cat("{n} ", metric_.table->name, " entered less than ", ToText(window), " before ",
             ToText(Value(*as_of_)), " and are left out of the rate")});
    return absl::OkStatus();
  }

  absl::Status BuildLift() {
    const MetricParts& parts = metric_.parts;
    MADAD_ASSIGN_OR_RETURN(const ExprPtr value, Bound(parts.value));
    MADAD_ASSIGN_OR_RETURN(const ExprPtr subset, Bound(parts.subset));
    MADAD_ASSIGN_OR_RETURN(const ExprPtr exposure, Bound(parts.exposure));
    const ExprPtr exposed = MakeCall("coalesce", {exposure, MakeLiteral(false)});
    const ExprPtr with = Conjunction(filter_, exposed);
    const ExprPtr without = Conjunction(filter_, MakeNot(exposed));
    instance_.lift = {Extract(value, Conjunction(with, subset)), Extract(value, with),
                      Extract(value, Conjunction(without, subset)), Extract(value, without)};
    const auto& [a, all_with, b, all_without] = instance_.lift;
    SetQuotient(Quotient(a, all_with), Quotient(b, all_without));
    return absl::OkStatus();
  }

  // A formula that is a quotient shows what it divides.
  absl::Status BuildDerived() {
    MADAD_ASSIGN_OR_RETURN(const ExprPtr formula, Bound(metric_.parts.formula));
    const bool divides = formula->kind == ExprKind::kBinary && formula->op == BinaryOp::kDivide;
    if (!divides) {
      MADAD_ASSIGN_OR_RETURN(instance_.value, OverLeaves(formula));
      return absl::OkStatus();
    }
    MADAD_ASSIGN_OR_RETURN(ExprPtr numerator, OverLeaves(formula->args[0]));
    MADAD_ASSIGN_OR_RETURN(ExprPtr denominator, OverLeaves(formula->args[1]));
    SetQuotient(std::move(numerator), std::move(denominator));
    return absl::OkStatus();
  }

  // A formula with the components' values in place of their ids.
  absl::StatusOr<ExprPtr> OverLeaves(const ExprPtr& formula) {
    absl::Status status;
    ExprPtr replaced = Rewrite(formula, [&](const Expr& node) -> ExprPtr {
      if (node.kind != ExprKind::kColumn) return nullptr;
      absl::StatusOr<ExprPtr> value = Include(*metric_.components.at(node.name));
      if (value.ok()) return *std::move(value);
      status.Update(value.status());
      return MakeLiteral({});
    });
    MADAD_RETURN_IF_ERROR(status);
    return replaced;
  }

  // Adds a component's leaves and returns its value over them.
  absl::StatusOr<ExprPtr> Include(const PreparedMetric& component) {
    ParameterValues values;
    for (const MetricParameter& parameter : component.parameters) {
      values[parameter.name] = parameters_.at(parameter.name);
    }
    MADAD_ASSIGN_OR_RETURN(MetricInstance part, Instantiate(component, values, as_of_));
    std::vector<ExprPtr> names;
    for (MetricLeaf& leaf : part.leaves) {
      leaf.base += instance_.bases.size();
      names.push_back(Name(instance_.leaves.size()));
      instance_.leaves.push_back(std::move(leaf));
    }
    const auto renamed = [&](const ExprPtr& expr) {
      return Rewrite(expr, [&](const Expr& node) -> ExprPtr {
        return node.kind == ExprKind::kColumn ? names[LeafIndex(node.name)] : nullptr;
      });
    };
    instance_.bases.insert(instance_.bases.end(), part.bases.begin(), part.bases.end());
    instance_.open_cohorts |= part.open_cohorts;
    for (CountWarning& warning : part.warnings) {
      warning.count = renamed(warning.count);
      instance_.warnings.push_back(std::move(warning));
    }
    return renamed(part.value);
  }

  absl::Status AddChecks() {
    const std::vector<MetricCheck>& checks = metric_.definition.checks;
    for (size_t i = 0; i < checks.size(); ++i) {
      MADAD_ASSIGN_OR_RETURN(const ExprPtr count, Bound(metric_.parts.checks[i]));
      instance_.warnings.push_back({Extract(count, nullptr), "DATA_CHECK", checks[i].message});
    }
    return absl::OkStatus();
  }

  // What a conversion counts: its value, else the entities of its table.
  absl::StatusOr<ExprPtr> Entities() {
    if (metric_.parts.value != nullptr) return Bound(metric_.parts.value);
    auto count = std::make_shared<Expr>();
    count->kind = ExprKind::kAggregate;
    count->name = "count";
    if (!metric_.table->key.empty()) {
      count->distinct = true;
      count->args = {MakeColumn(metric_.table->key)};
    }
    return ExprPtr(std::move(count));
  }

  Value Window() const {
    const auto found = parameters_.find(metric_.definition.window);
    return found == parameters_.end() ? Value() : found->second;
  }

  // `outcome` has come by as_of.
  ExprPtr Known(const ExprPtr& outcome) const {
    if (as_of_) return MakeBinary(BinaryOp::kLessEqual, outcome, MakeLiteral(*as_of_));
    auto present = std::make_shared<Expr>();
    present->kind = ExprKind::kIsNull;
    present->negated = true;
    present->args = {outcome};
    return present;
  }

  void SetQuotient(ExprPtr numerator, ExprPtr denominator) {
    instance_.value = Quotient(numerator, denominator);
    instance_.numerator = std::move(numerator);
    instance_.denominator = std::move(denominator);
  }

  absl::StatusOr<ExprPtr> Bound(const ExprPtr& expr) const {
    return BindExpression(metric_, parameters_, as_of_, expr);
  }

  // Replaces every aggregate by its leaf's name, `filter` added to its own.
  ExprPtr Extract(const ExprPtr& expr, const ExprPtr& filter) {
    return Rewrite(expr, [&](const Expr& node) -> ExprPtr {
      if (node.kind != ExprKind::kAggregate) return nullptr;
      auto aggregate = std::make_shared<Expr>(node);
      aggregate->filter = Conjunction(filter, node.filter);
      return AddLeaf(std::move(aggregate));
    });
  }

  // Equal aggregates share a leaf.
  ExprPtr AddLeaf(ExprPtr aggregate) {
    const std::string text = ToText(*aggregate);
    size_t index = 0;
    while (index < texts_.size() && texts_[index] != text) ++index;
    if (index == texts_.size()) {
      texts_.push_back(text);
      instance_.leaves.push_back({0, std::move(aggregate)});
    }
    return Name(index);
  }

  static ExprPtr Name(size_t leaf) { return MakeColumn(Cat("#", leaf)); }

  const PreparedMetric& metric_;
  const ParameterValues& parameters_;
  const std::optional<Timestamp> as_of_;
  ExprPtr filter_;
  MetricInstance instance_;
  std::vector<std::string> texts_;
};

}  // namespace

absl::StatusOr<MetricInstance> Instantiate(const PreparedMetric& metric,
                                           const ParameterValues& parameters,
                                           std::optional<Timestamp> as_of) {
  return Builder(metric, parameters, as_of).Build();
}

size_t LeafIndex(std::string_view name) {
  size_t index = 0;
  return name.size() > 1 && absl::SimpleAtoi(Piece(name.substr(1)), &index) ? index : 0;
}

}  // namespace madad::core
