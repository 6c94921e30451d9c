#include "funnel/tables.h"

#include <charconv>

namespace conversion::funnel {
namespace {

constexpr uint64_t kCheckEvery = 1 << 14;

std::optional<double> Share(int64_t part, int64_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

// An id in the column's own type.
void AppendId(sdk::Column& column, std::string_view id) {
  if (column.type() != sdk::Type::kInt64) {
    static_cast<sdk::TextColumn&>(column).Append(id);
    return;
  }
  int64_t number = 0;
  std::from_chars(id.data(), id.data() + id.size(), number);
  static_cast<sdk::Int64Column&>(column).Append(number);
}

void WriteStep(const Found& found, size_t group, size_t step, sdk::Writer& out) {
  const std::span<const StepFigures> steps = found.report.StepsOf(group);
  const StepFigures& figures = steps[step];
  const bool is_last = step + 1 == steps.size();
  const bool has_window = found.rules.definition().window != kForever;
  const auto unless_last = [&](auto value) {
    return is_last ? std::nullopt : std::make_optional(value);
  };
  out.Int64("step").Append(static_cast<int64_t>(step + 1));
  out.Text("stage").Append(found.rules.NameOf(static_cast<StageCode>(step)));
  out.Int64("entered").Append(figures.entered);
  out.Int64("reached_next").Append(unless_last(figures.went_on));
  const std::optional<double> rate = Share(figures.mature_went_on, figures.mature);
  out.Double("step_rate").Append(is_last ? std::nullopt : rate);
  out.Double("overall_rate").Append(Share(figures.mature, steps[0].mature));
  out.Int64("drop_off").Append(unless_last(figures.entered - figures.went_on));
  out.Duration("time_to_next_median").Append(figures.to_next_median);
  out.Duration("time_to_next_p90").Append(figures.to_next_p90);
  out.Duration("time_from_first_median").Append(figures.from_first_median);
  const auto with_window = [&](int64_t value) {
    return has_window ? std::make_optional(value) : std::nullopt;
  };
  out.Int64("mature").Append(with_window(figures.mature));
  out.Int64("immature").Append(with_window(figures.entered - figures.mature));
  const bool valued = found.has_amounts;
  ValueColumn(out).Append(valued ? std::make_optional(figures.value) : std::nullopt);
  out.Double("value_share").Append(valued ? Share(figures.value, steps[0].value) : std::nullopt);
}

class EntityRows {
 public:
  EntityRows(const Found& found, sdk::Writer& out)
      : found_(found), out_(out), groups_(found, out), value_(out) {}

  void Write(const PartAttempts& part, size_t index, int64_t number) {
    const AttemptRow& row = part.attempts.rows[index];
    const std::string_view id = part.entities.TextOf(row.entity);
    const std::span<const int64_t> times = part.attempts.TimesOf(row);
    const bool is_converted = row.reached() == found_.rules.steps();
    attempt_.Append(AttemptName(found_.rules, id, number));
    AppendId(entity_, id);
    entered_.Append(times.front());
    groups_.Append(row.group);
    reached_.Append(static_cast<int64_t>(row.reached()));
    stage_.Append(found_.rules.NameOf(row.last_stage));
    converted_.Append(is_converted);
    converted_at_.Append(is_converted ? std::make_optional(times.back()) : std::nullopt);
    time_.Append(is_converted ? std::make_optional(Elapsed(times.front(), times.back()))
                              : std::nullopt);
    mature_.Append(found_.report.IsMature(part, row));
    value_.Append(row.has_value ? std::make_optional(part.attempts.values[index]) : std::nullopt);
    out_.EndRow();
  }

 private:
  const Found& found_;
  sdk::Writer& out_;
  GroupColumns groups_;
  ValueColumn value_;
  sdk::TextColumn& attempt_ = out_.Text("attempt");
  sdk::Column& entity_ = out_.Any("entity_id");
  sdk::Int64Column& entered_ = out_.Timestamp("entered_at");
  sdk::Int64Column& reached_ = out_.Int64("reached");
  sdk::TextColumn& stage_ = out_.Text("last_stage");
  sdk::BoolColumn& converted_ = out_.Bool("converted");
  sdk::Int64Column& converted_at_ = out_.Timestamp("converted_at");
  sdk::Int64Column& time_ = out_.Duration("time_to_convert");
  sdk::BoolColumn& mature_ = out_.Bool("is_mature");
};

}  // namespace

GroupColumns::GroupColumns(const Found& found, sdk::Writer& out) : groups_(found.groups) {
  for (const std::string& name : found.parameters.by) columns_.push_back(&out.Text(name));
}

void GroupColumns::Append(size_t group) {
  for (size_t i = 0; i < columns_.size(); ++i) {
    const std::optional<std::string>& text = groups_[group][i];
    text ? columns_[i]->Append(*text) : columns_[i]->Null();
  }
}

void ValueColumn::Append(std::optional<int64_t> value) {
  if (!value) return column_.Null();
  if (column_.type() == sdk::Type::kDouble) {
    column_.AppendValue(static_cast<double>(*value) / static_cast<double>(LogReader::kPerDouble));
  } else {
    column_.AppendValue(*value);
  }
}

void WriteSteps(const Found& found, sdk::Writer& out) {
  GroupColumns by(found, out);
  for (const size_t group : found.groups.InOrder()) {
    // Rows that begin no attempt may have a breakdown that no attempt has.
    if (found.report.StepsOf(group)[0].entered == 0 && !found.parameters.by.empty()) continue;
    for (size_t step = 0; step < found.rules.steps(); ++step) {
      by.Append(group);
      WriteStep(found, group, step, out);
      out.EndRow();
    }
  }
}

void WriteEntities(const Found& found, const sdk::Call& call, sdk::Writer& out) {
  EntityRows rows(found, out);
  uint64_t written = 0;
  for (const PartAttempts& part : found.parts) {
    int64_t number = 0;
    for (size_t i = 0; i < part.attempts.rows.size(); ++i) {
      const bool is_same =
          i > 0 && part.attempts.rows[i - 1].entity == part.attempts.rows[i].entity;
      number = is_same ? number + 1 : 1;
      rows.Write(part, i, number);
      if (++written % kCheckEvery == 0) call.Check();
    }
  }
}

void WriteTimes(const Found& found, sdk::Writer& out) {
  GroupColumns by(found, out);
  const std::vector<std::vector<TimeBucket>> times = found.report.Times();
  for (const size_t group : found.groups.InOrder()) {
    if (found.report.StepsOf(group)[0].entered == 0) continue;
    for (const TimeBucket& bucket : times[group]) {
      by.Append(group);
      out.Int64("bucket").Append(bucket.bucket);
      out.Duration("at_least").Append(bucket.at_least);
      bucket.below == kForever ? out.Duration("below").Null()
                               : out.Duration("below").Append(bucket.below);
      out.Int64("count").Append(bucket.count);
      out.EndRow();
    }
  }
}

void WriteMatches(const Found& found, std::span<const TracedRow> rows, sdk::Writer& out) {
  for (const TracedRow& row : rows) {
    AppendId(out.Any("entity_id"), found.parameters.trace);
    row.attempt.empty() ? out.Text("attempt").Null() : out.Text("attempt").Append(row.attempt);
    out.Int64("step").Append(row.step);
    out.Text("stage").Append(row.stage);
    out.Timestamp("entered_at").Append(row.time);
    out.Text("verdict").Append(row.verdict);
    out.EndRow();
  }
}

}  // namespace conversion::funnel
