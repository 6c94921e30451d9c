#include "log_reader.h"

#include <algorithm>
#include <map>
#include <utility>

namespace pipeline {
namespace {

// What says that an entity is closed, where the log does not: columns of the log's own rows, or of
// the entity that they belong to.
constexpr const char* kClosings[] = {"outcome", "closed_at", "won_at", "lost_at"};

std::string OfEntity(const char* column) { return std::string("entity_") + column; }

bool Among(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// A column of the batch, or of the entity when the batch has none of its own.
std::string NameOf(const sdk::Reader& rows, const char* column) {
  if (rows.Has(column)) return column;
  return rows.Has(OfEntity(column)) ? OfEntity(column) : "";
}

// Those columns in the current batch.
class ClosingColumns {
 public:
  explicit ClosingColumns(sdk::Reader& rows) {
    if (const std::string name = NameOf(rows, "outcome"); !name.empty()) outcome_ = rows.Text(name);
    closed_at_ = Times(rows, "closed_at");
    won_at_ = Times(rows, "won_at");
    lost_at_ = Times(rows, "lost_at");
  }

  std::optional<std::string_view> Outcome(size_t row) const {
    return outcome_ ? outcome_->at(row) : std::nullopt;
  }
  std::optional<int64_t> ClosedAt(size_t row) const { return At(closed_at_, row); }
  std::optional<int64_t> WonAt(size_t row) const { return At(won_at_, row); }
  std::optional<int64_t> LostAt(size_t row) const { return At(lost_at_, row); }

 private:
  using OptionalTimes = std::optional<sdk::Numbers<int64_t>>;

  static OptionalTimes Times(sdk::Reader& rows, const char* column) {
    const std::string name = NameOf(rows, column);
    return name.empty() ? std::nullopt : OptionalTimes(rows.Timestamp(name));
  }
  static std::optional<int64_t> At(const OptionalTimes& times, size_t row) {
    return times ? times->at(row) : std::nullopt;
  }

  std::optional<sdk::TextView> outcome_;
  OptionalTimes closed_at_, won_at_, lost_at_;
};

class LogReader {
 public:
  LogReader(const StageOptions& options, const sdk::Call& call, sdk::Reader& rows)
      : options_(options), call_(call), rows_(rows) {}

  RawLog Read() {
    while (rows_.Next()) {
      call_.Check();
      ReadBatch();
    }
    EndEntity();
    log_.as_of = call_.as_of().value_or(log_.entries.empty() ? 0 : newest_);
    return {std::move(log_), incomplete_};
  }

 private:
  void ReadBatch() {
    const sdk::AnyView ids = rows_.Any("entity_id");
    const sdk::TextView stages = rows_.Text("stage");
    const auto times = rows_.Timestamp("entered_at");
    std::vector<sdk::AnyView> by;
    for (const std::string& dimension : options_.by) by.push_back(rows_.Any(dimension));
    const ClosingColumns closings(rows_);
    const size_t first = log_.entries.size();
    std::vector<size_t> kept;
    for (size_t i = 0; i < rows_.rows(); ++i) {
      if (!ids.valid(i) || !stages.valid(i) || !times.valid(i)) {
        ++incomplete_;
        continue;
      }
      BeginEntity(ids.Value(i), closings, i);
      newest_ = std::max(newest_, times[i]);
      log_.entries.push_back(
          {.at = times[i], .stage = StageOf(stages[i]), .group = GroupOf(by, i)});
      kept.push_back(i);
    }
    ReadNumbers(first, kept);
  }

  void BeginEntity(sdk::Value id, const ClosingColumns& closings, size_t row) {
    if (!log_.entities.empty() && log_.entities.back().id == id) return;
    EndEntity();
    log_.entities.push_back({.id = std::move(id), .begin = log_.entries.size()});
    log_.entities.back().closing = ClosingOf(closings, row);
  }
  void EndEntity() {
    if (!log_.entities.empty()) log_.entities.back().end = log_.entries.size();
  }

  // Columns that may be missing.
  void ReadNumbers(size_t first, const std::vector<size_t>& kept) {
    if (rows_.Has("sequence")) {
      const auto sequence = rows_.Int64("sequence");
      for (size_t k = 0; k < kept.size(); ++k) {
        if (sequence.valid(kept[k])) log_.entries[first + k].sequence = sequence[kept[k]];
      }
    }
    if (rows_.Has("amount")) {
      const auto amount = rows_.Decimal("amount");
      for (size_t k = 0; k < kept.size(); ++k) {
        if (!amount.valid(kept[k])) continue;
        log_.entries[first + k].amount = amount[kept[k]];
        log_.entries[first + k].has_amount = true;
      }
    }
    if (rows_.Has("probability")) {
      const auto probability = rows_.Number("probability");
      for (size_t k = 0; k < kept.size(); ++k) {
        if (!probability.valid(kept[k])) continue;
        log_.entries[first + k].probability = probability[kept[k]];
        log_.entries[first + k].has_probability = true;
      }
    }
  }

  std::optional<Closing> ClosingOf(const ClosingColumns& columns, size_t row) {
    if (const auto outcome = columns.Outcome(row)) {
      return Closing{StageOf(*outcome), columns.ClosedAt(row)};
    }
    if (const auto won = columns.WonAt(row); won && !options_.won.empty()) {
      return Closing{StageOf(options_.won.front()), won};
    }
    if (const auto lost = columns.LostAt(row); lost && !options_.lost.empty()) {
      return Closing{StageOf(options_.lost.front()), lost};
    }
    return std::nullopt;
  }

  int32_t StageOf(std::string_view name) {
    const auto known = stages_.find(name);
    if (known != stages_.end()) return known->second;
    const auto index = static_cast<int32_t>(log_.stages.size());
    StageLog::Stage& stage = log_.stages.emplace_back();
    stage.name = name;
    if (Among(options_.won, stage.name)) stage.kind = StageKind::kWon;
    if (Among(options_.lost, stage.name)) stage.kind = StageKind::kLost;
    stages_.emplace(stage.name, index);
    return index;
  }

  int32_t GroupOf(const std::vector<sdk::AnyView>& by, size_t row) {
    std::vector<sdk::Value> values;
    for (const sdk::AnyView& view : by) values.push_back(view.Value(row));
    const auto [found, is_new] =
        groups_.try_emplace(std::move(values), static_cast<int32_t>(groups_.size()));
    if (is_new) log_.groups.push_back(found->first);
    return found->second;
  }

  const StageOptions& options_;
  const sdk::Call& call_;
  sdk::Reader& rows_;
  StageLog log_;
  std::map<std::string, int32_t, std::less<>> stages_;
  std::map<std::vector<sdk::Value>, int32_t> groups_;
  int64_t newest_ = INT64_MIN;
  int64_t incomplete_ = 0;
};

}  // namespace

void DeclareLog(const StageOptions& options, bool with_amounts, sdk::Shape& shape) {
  sdk::Input& log = shape.Input("log").StageLog(options.entity);
  log.Column("entity_id").Column("stage").Type(sdk::Type::kString);
  log.Column("entered_at").Type(sdk::Type::kTimestamp);
  log.Column("sequence").Type(sdk::Type::kInt64).Optional();
  for (const char* column : kClosings) {
    const auto type =
        std::string_view(column) == "outcome" ? sdk::Type::kString : sdk::Type::kTimestamp;
    log.Column(column).Type(type).Optional();
    log.Column(OfEntity(column), options.entity + "." + column).Type(type).Optional();
  }
  if (with_amounts) {
    log.Column("amount").Type(sdk::Type::kDecimal);
    log.Column("probability").Type(sdk::Type::kDouble).Optional();
  }
  for (const std::string& dimension : options.by) log.Dimension(dimension);
  log.OrderBy({"entity_id", "entered_at"});
}

RawLog ReadRows(const StageOptions& options, const sdk::Call& call, sdk::Reader& rows) {
  return LogReader(options, call, rows).Read();
}

}  // namespace pipeline
