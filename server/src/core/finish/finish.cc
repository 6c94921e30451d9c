#include "core/finish.h"

#include <algorithm>
#include <utility>

#include "core/evaluate_vector.h"
#include "core/finish/assemble.h"
#include "core/finish/companions.h"
#include "core/finish/currency.h"
#include "core/finish/figures.h"
#include "core/finish/row_keys.h"
#include "core/finish/sort.h"
#include "core/plan/range.h"
#include "core/status.h"

namespace madad::core {
namespace {

// Rows of another part or scan, found from the rows of this one.
class Other {
 public:
  Other(const std::vector<ResultColumn>& columns, size_t keys, size_t rows)
      : index_(columns, keys, rows) {}
  explicit Other(const PartRows& rows) : Other(rows.keys, rows.keys.size(), rows.height) {}

  // Returns the row for each row of `keys`, by the same key.
  std::vector<size_t> Same(const PartRows& rows) const {
    std::vector<size_t> found;
    for (size_t row = 0; row < rows.height; ++row) {
      found.push_back(index_.Find(KeyBytes(rows.keys, rows.keys.size(), row)));
    }
    return found;
  }
  // By the same dimensions in the period that is compared.
  size_t Compared(const PartRows& rows, size_t row, Date period) const {
    return index_.Find(KeyBytesAt(rows.keys, rows.keys.size(), row, period));
  }
  // By the same period, whatever the dimensions.
  std::vector<size_t> Whole(const PartRows& rows, size_t keys) const {
    std::vector<size_t> found;
    const std::vector<ResultColumn> period(rows.keys.end() - static_cast<ptrdiff_t>(keys),
                                           rows.keys.end());
    for (size_t row = 0; row < rows.height; ++row) {
      found.push_back(index_.Find(KeyBytes(period, keys, row)));
    }
    return found;
  }

 private:
  RowIndex index_;
};

// A group without rows, in a period that has data.
constexpr size_t kEmptyRow = kNoRow - 1;

// A part's rows, and for each row of another part the row here: kNoRow when
// there was no data then, kEmptyRow when there was none of that group.
struct Matched {
  PartRows rows;
  std::vector<size_t> from;
};

// Finds what each row of `main` is compared with.
void Match(const PartRows& main, const Plan& plan, Matched& before) {
  const Other other(before.rows);
  const TimeAxis& axis = plan.rows.axis;
  if (axis.grain == Grain::kNone) {
    before.from = other.Same(main);
    for (size_t& row : before.from) row = row == kNoRow ? kEmptyRow : row;
    return;
  }
  const auto& days = std::get<std::vector<int64_t>>(main.keys.back().values);
  const auto& there = std::get<std::vector<int64_t>>(before.rows.keys.back().values);
  const auto [first, last] = std::minmax_element(there.begin(), there.end());
  for (size_t row = 0; row < main.height; ++row) {
    const Date period = ComparedPeriod({static_cast<int32_t>(days[row])}, plan.comparison, axis);
    size_t found = other.Compared(main, row, period);
    const bool had_data = !there.empty() && period.days >= *first && period.days <= *last;
    if (found == kNoRow && had_data) found = kEmptyRow;
    before.from.push_back(found);
  }
}

// Makes the columns of a part with what it is seen against.
class Finisher {
 public:
  Finisher(const Plan& plan, const PoolRows& rows) : plan_(plan), rows_(rows) {}

  absl::StatusOr<std::vector<ResultColumn>> Rows(Result& result) {
    std::optional<Matched> before;
    if (plan_.before) {
      before.emplace();
      MADAD_ASSIGN_OR_RETURN(before->rows, Assemble(*plan_.before, rows_, nullptr));
    }
    MADAD_ASSIGN_OR_RETURN(PartRows main,
                           Assemble(plan_.rows, rows_, before ? &before->rows : nullptr));
    if (main.has_gaps) WarnOfGaps(result);
    if (before) Match(main, plan_, *before);
    MADAD_ASSIGN_OR_RETURN(const std::optional<Matched> whole, Whole(main));
    const std::vector<size_t> targets = Targets(main);
    std::vector<ResultColumn> columns = main.keys;
    for (size_t i = 0; i < plan_.rows.metrics.size(); ++i) {
      const MetricStep& step = plan_.rows.metrics[i];
      MADAD_ASSIGN_OR_RETURN(Figures figures,
                             ComputeFigures(step, main.leaves[i], main.height, plan_.interval));
      Against against;
      MADAD_ASSIGN_OR_RETURN(against.previous, ValueOf(plan_.before, before, i));
      MADAD_ASSIGN_OR_RETURN(against.whole, ValueOf(plan_.whole, whole, i));
      if (plan_.targets) against.target = Target(i, targets, figures.value.type);
      Add(InCurrency(i, MakeColumns(plan_, step, std::move(figures), std::move(against))), columns);
      MADAD_RETURN_IF_ERROR(AddWarnings(step, main.leaves[i], main.height, result.warnings));
    }
    return columns;
  }

  absl::StatusOr<std::vector<ResultColumn>> Totals() {
    MADAD_ASSIGN_OR_RETURN(PartRows total, Assemble(*plan_.total, rows_, nullptr));
    std::optional<Matched> before;
    if (plan_.total_before) {
      before.emplace();
      MADAD_ASSIGN_OR_RETURN(before->rows, Assemble(*plan_.total_before, rows_, nullptr));
      before->from = {0};
    }
    std::vector<ResultColumn> columns;
    for (const ResultColumn& key : plan_.rows.keys) {
      AppendFrom(key, kNoRow, columns.emplace_back(EmptyLike(key)));
    }
    for (size_t i = 0; i < plan_.total->metrics.size(); ++i) {
      const MetricStep& step = plan_.total->metrics[i];
      MADAD_ASSIGN_OR_RETURN(Figures figures,
                             ComputeFigures(step, total.leaves[i], total.height, plan_.interval));
      Against against;
      if (plan_.whole) against.whole = figures.value;
      if (plan_.targets) against.target = Target(i, {kNoRow}, figures.value.type);
      MADAD_ASSIGN_OR_RETURN(against.previous, ValueOf(plan_.total_before, before, i));
      if (plan_.before && !against.previous) against.previous = Take(figures.value, {kNoRow});
      Add(InCurrency(i, MakeColumns(plan_, step, std::move(figures), std::move(against))), columns);
    }
    return columns;
  }

  // Checks that no amounts of different currencies are added in any part.
  absl::Status FindCurrencies() {
    for (const MetricStep& step : plan_.rows.metrics) {
      MADAD_ASSIGN_OR_RETURN(currencies_.emplace_back(), CurrencyOf(step, plan_.rows, rows_));
    }
    for (const auto* part : {&plan_.before, &plan_.whole, &plan_.total, &plan_.total_before}) {
      if (!*part) continue;
      for (const MetricStep& step : (*part)->metrics) {
        MADAD_RETURN_IF_ERROR(CurrencyOf(step, **part, rows_).status());
      }
    }
    return absl::OkStatus();
  }

 private:
  // What rows say themselves goes before what the catalog says of all.
  std::vector<ResultColumn> InCurrency(size_t metric, std::vector<ResultColumn> columns) const {
    for (ResultColumn& column : columns) {
      const bool is_money = column.unit == Unit::kMoney;
      if (is_money && !currencies_[metric].empty()) column.currency = currencies_[metric];
    }
    return columns;
  }

  static void Add(std::vector<ResultColumn> more, std::vector<ResultColumn>& columns) {
    for (ResultColumn& column : more) columns.push_back(std::move(column));
  }

  void WarnOfGaps(Result& result) const {
    result.warnings.push_back({"PERIODS_NOT_FILLED",
                               "the range has so many periods that those without rows are left "
                               "out; give a range, or a coarser grain",
                               ""});
  }

  absl::StatusOr<std::optional<Matched>> Whole(const PartRows& main) const {
    if (!plan_.whole) return std::optional<Matched>();
    Matched whole;
    MADAD_ASSIGN_OR_RETURN(whole.rows, Assemble(*plan_.whole, rows_, nullptr));
    whole.from = Other(whole.rows).Whole(main, whole.rows.keys.size());
    return std::optional(std::move(whole));
  }

  // The value of metric `i` in another part, in the rows of this one.
  absl::StatusOr<std::optional<ResultColumn>> ValueOf(const std::optional<PlanPart>& part,
                                                      const std::optional<Matched>& matched,
                                                      size_t i) const {
    if (!part || !matched) return std::optional<ResultColumn>();
    const PartRows& rows = matched->rows;
    MADAD_ASSIGN_OR_RETURN(const Figures figures, ComputeFigures(part->metrics[i], rows.leaves[i],
                                                                 rows.height, /*interval=*/false));
    MADAD_ASSIGN_OR_RETURN(const Figures nothing,
                           ComputeFigures(part->metrics[i], LeavesOfNothing(part->metrics[i]), 1,
                                          /*interval=*/false));
    ResultColumn taken = EmptyLike(figures.value);
    for (const size_t row : matched->from) {
      const bool empty = row == kEmptyRow;
      AppendFrom(empty ? nothing.value : figures.value, empty ? 0 : row, taken);
    }
    return std::optional(std::move(taken));
  }

  std::vector<size_t> Targets(const PartRows& main) const {
    if (!plan_.targets) return {};
    const size_t keys = plan_.targets->keys.size();
    const ScanRows& rows = *rows_[plan_.targets->scan];
    return Other(rows, keys, rows.front().size()).Same(main);
  }

  // The target of a metric in these rows. A target of money stays exact; one of
  // a count or a rate is a number like any other, whatever the table holds.
  ResultColumn Target(size_t metric, const std::vector<size_t>& rows, Type type) const {
    const TargetPart& targets = *plan_.targets;
    const ResultColumn& column =
        (*rows_[targets.scan])[targets.keys.size() + targets.columns[metric]];
    ResultColumn taken = Take(column, rows);
    if (taken.type != Type::kDecimal || type == Type::kDecimal) return taken;
    ResultColumn numbers = internal::MakeColumnOf(Type::kDouble, 0, rows.size());
    const internal::Operand exact(&taken);
    for (size_t row = 0; row < taken.size(); ++row) exact.CopyTo(row, numbers);
    return numbers;
  }

  const Plan& plan_;
  const PoolRows& rows_;
  std::vector<std::string> currencies_;  // of each metric
};

}  // namespace

absl::Status Finish(const Plan& plan, const PoolRows& rows, Result& result) {
  Finisher finisher(plan, rows);
  MADAD_RETURN_IF_ERROR(finisher.FindCurrencies());
  MADAD_ASSIGN_OR_RETURN(std::vector<ResultColumn> columns, finisher.Rows(result));
  std::vector<size_t> order =
      SortedRows(columns, plan.rows.keys.size(), plan.order, plan.value_order);
  if (plan.limit > 0 && order.size() > static_cast<size_t>(plan.limit)) {
    order.resize(static_cast<size_t>(plan.limit));
  }
  for (const ResultColumn& column : columns) result.columns.push_back(Take(column, order));
  if (!plan.total) return absl::OkStatus();
  MADAD_ASSIGN_OR_RETURN(result.totals, finisher.Totals());
  return absl::OkStatus();
}

}  // namespace madad::core
