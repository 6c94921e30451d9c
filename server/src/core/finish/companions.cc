#include "core/finish/companions.h"

#include <utility>

#include "core/evaluate_vector.h"
#include "core/text.h"

namespace madad::core {
namespace {

using internal::AppendDouble;
using internal::AppendInteger;
using internal::AppendNull;
using internal::MakeColumnOf;
using internal::Operand;

bool IsNumber(Type type) { return IsNumeric(type) || type == Type::kDuration; }

// value - previous, in the value's own type.
ResultColumn Difference(const ResultColumn& value, const ResultColumn& previous) {
  const bool whole = std::holds_alternative<std::vector<int64_t>>(value.values);
  ResultColumn out = MakeColumnOf(value.type, value.scale, value.size());
  const Operand a(&value);
  const Operand b(&previous);
  for (size_t row = 0; row < value.size(); ++row) {
    if (a.IsNull(row) || b.IsNull(row)) {
      AppendNull(out);
    } else if (whole) {
      AppendInteger(out, a.Integer(row) - b.Integer(row));
    } else {
      AppendDouble(out, a.Number(row) - b.Number(row));
    }
  }
  return out;
}

// a / b as doubles; null where b is zero.
ResultColumn Ratio(const ResultColumn& a, const ResultColumn& b) {
  ResultColumn out = MakeColumnOf(Type::kDouble, 0, a.size());
  const Operand top(&a);
  const Operand bottom(&b);
  for (size_t row = 0; row < a.size(); ++row) {
    if (top.IsNull(row) || bottom.IsNull(row) || bottom.Number(row) == 0) {
      AppendNull(out);
    } else {
      AppendDouble(out, top.Number(row) / bottom.Number(row));
    }
  }
  return out;
}

// Adds the columns of one metric.
class Columns {
 public:
  explicit Columns(const MetricStep& step) : step_(step), unit_(step.metric->definition.unit) {}

  void Add(std::string_view companion, std::optional<ResultColumn> column, Unit unit) {
    if (!column) return;
    column->name = companion.empty() ? step_.name : Cat(step_.name, ":", companion);
    column->role = companion.empty() ? ColumnRole::kMetric : ColumnRole::kCompanion;
    column->unit = unit;
    column->currency = unit == Unit::kMoney ? step_.currency : "";
    columns_.push_back(*std::move(column));
  }
  // A column in the metric's own unit.
  void Add(std::string_view companion, std::optional<ResultColumn> column) {
    Add(companion, std::move(column), unit_);
  }

  std::vector<ResultColumn> Take() && { return std::move(columns_); }

 private:
  const MetricStep& step_;
  Unit unit_;
  std::vector<ResultColumn> columns_;
};

}  // namespace

std::vector<std::string> ColumnNames(const Plan& plan, const MetricStep& step) {
  std::vector<std::string> names = {step.name};
  const auto add = [&](bool there, std::initializer_list<const char*> companions) {
    for (const char* companion : companions) {
      if (there) names.push_back(Cat(step.name, ":", companion));
    }
  };
  add(plan.before.has_value(), {"previous", "change", "change_ratio"});
  add(plan.whole.has_value(), {"share"});
  add(plan.interval && step.numerator != nullptr, {"numerator", "denominator"});
  add(plan.interval && (step.proportion || step.lift.front() != nullptr), {"low", "high"});
  add(plan.interval && step.immature != nullptr, {"immature"});
  add(plan.targets.has_value(), {"target"});
  return names;
}

std::vector<ResultColumn> MakeColumns(const Plan& plan, const MetricStep& step, Figures figures,
                                      Against against) {
  Columns columns(step);
  std::optional<ResultColumn> change, change_ratio, share;
  if (against.previous && IsNumber(figures.value.type)) {
    change = Difference(figures.value, *against.previous);
    change_ratio = Ratio(*change, *against.previous);
  } else if (against.previous) {
    change = internal::MakeColumnOf(Type::kDouble, 0, 0);
    for (size_t row = 0; row < figures.value.size(); ++row) AppendNull(*change);
    change_ratio = change;
  }
  if (against.whole) share = Ratio(figures.value, *against.whole);
  const Unit parts = step.proportion ? Unit::kCount : Unit::kUnspecified;
  const Unit bounds = step.proportion ? Unit::kPercent : Unit::kRatio;
  columns.Add("", std::move(figures.value));
  if (plan.before) {
    columns.Add("previous", std::move(against.previous));
    columns.Add("change", std::move(change));
    columns.Add("change_ratio", std::move(change_ratio), Unit::kPercent);
  }
  columns.Add("share", std::move(share), Unit::kPercent);
  columns.Add("numerator", std::move(figures.numerator), parts);
  columns.Add("denominator", std::move(figures.denominator), parts);
  columns.Add("low", std::move(figures.low), bounds);
  columns.Add("high", std::move(figures.high), bounds);
  columns.Add("immature", std::move(figures.immature), Unit::kCount);
  columns.Add("target", std::move(against.target));
  return std::move(columns).Take();
}

}  // namespace madad::core
