#include "core/finish/figures.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_replace.h"

#include "core/evaluate_vector.h"
#include "core/finish/interval.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

using internal::Operand;

absl::StatusOr<ResultColumn> Evaluated(const ExprPtr& expr, const MetricStep& step,
                                       const LeafColumns& leaves, size_t height) {
  absl::StatusOr<ResultColumn> column = Evaluate(*expr, leaves, height);
  if (column.ok()) return column;
  return Annotate(column.status(), Cat("metric '", step.name, "': "));
}

// The bounds that `interval(row)` gives.
template <typename Compute>
void SetBounds(size_t height, Compute interval, Figures& figures) {
  figures.low = internal::MakeColumnOf(Type::kDouble, 0, height);
  figures.high = internal::MakeColumnOf(Type::kDouble, 0, height);
  for (size_t row = 0; row < height; ++row) {
    const std::optional<Interval> bounds = interval(row);
    if (bounds) {
      internal::AppendDouble(*figures.low, bounds->low);
      internal::AppendDouble(*figures.high, bounds->high);
    } else {
      internal::AppendNull(*figures.low);
      internal::AppendNull(*figures.high);
    }
  }
}

absl::Status AddLiftBounds(const MetricStep& step, const LeafColumns& leaves, size_t height,
                           Figures& figures) {
  std::vector<Operand> counts;
  for (const ExprPtr& expr : step.lift) {
    MADAD_ASSIGN_OR_RETURN(ResultColumn column, Evaluated(expr, step, leaves, height));
    counts.emplace_back(std::move(column));
  }
  SetBounds(
      height,
      [&](size_t row) {
        return KatzInterval(counts[0].Number(row), counts[1].Number(row), counts[2].Number(row),
                            counts[3].Number(row));
      },
      figures);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Figures> ComputeFigures(const MetricStep& step, const LeafColumns& leaves,
                                       size_t height, bool interval) {
  Figures figures;
  MADAD_ASSIGN_OR_RETURN(figures.value, Evaluated(step.value, step, leaves, height));
  if (!interval) return figures;
  if (step.numerator != nullptr) {
    MADAD_ASSIGN_OR_RETURN(figures.numerator, Evaluated(step.numerator, step, leaves, height));
    MADAD_ASSIGN_OR_RETURN(figures.denominator, Evaluated(step.denominator, step, leaves, height));
  }
  if (step.proportion) {
    const Operand numerator(&*figures.numerator);
    const Operand denominator(&*figures.denominator);
    SetBounds(
        height,
        [&](size_t row) { return WilsonInterval(numerator.Number(row), denominator.Number(row)); },
        figures);
  }
  if (step.immature != nullptr) {
    MADAD_ASSIGN_OR_RETURN(figures.immature, Evaluated(step.immature, step, leaves, height));
  }
  if (step.lift.front() != nullptr) {
    MADAD_RETURN_IF_ERROR(AddLiftBounds(step, leaves, height, figures));
  }
  return figures;
}

absl::Status AddWarnings(const MetricStep& step, const LeafColumns& leaves, size_t height,
                         std::vector<ResultWarning>& warnings) {
  for (const PlannedWarning& warning : step.warnings) {
    MADAD_ASSIGN_OR_RETURN(const ResultColumn counts,
                           Evaluated(warning.count, step, leaves, height));
    const auto* values = std::get_if<std::vector<int64_t>>(&counts.values);
    int64_t total = 0;
    for (size_t row = 0; values != nullptr && row < height; ++row) total += (*values)[row];
    if (total == 0) continue;
    warnings.push_back(
        {warning.reason, absl::StrReplaceAll(warning.message, {{"{n}", Cat(total)}}), step.name});
  }
  return absl::OkStatus();
}

}  // namespace madad::core
