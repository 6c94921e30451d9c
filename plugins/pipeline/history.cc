#include "history.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

namespace pipeline {
namespace {

// What an entity is worth between two entries.
struct Worth {
  bool open = false;
  int64_t value = 0;     // unscaled
  int64_t weighted = 0;  // unscaled
};

// Of the entities that entered a stage and are closed, those that were won.
struct WonShare {
  int64_t won = 0;
  int64_t closed = 0;
};

StageKind OutcomeOf(const StageLog& log, const LoggedEntity& entity) {
  if (entity.closing) return log.stages[static_cast<size_t>(entity.closing->stage)].kind;
  if (entity.begin == entity.end) return StageKind::kOpen;
  return log.stages[static_cast<size_t>(log.entries[entity.end - 1].stage)].kind;
}

// By stage.
std::vector<WonShare> WonShares(const StageLog& log) {
  std::vector<WonShare> shares(log.stages.size());
  std::vector<size_t> counted(log.stages.size());
  for (size_t e = 0; e < log.entities.size(); ++e) {
    const StageKind outcome = OutcomeOf(log, log.entities[e]);
    if (outcome == StageKind::kOpen) continue;
    for (size_t i = log.entities[e].begin; i < log.entities[e].end; ++i) {
      const auto stage = static_cast<size_t>(log.entries[i].stage);
      if (counted[stage] == e + 1) continue;
      counted[stage] = e + 1;
      ++shares[stage].closed;
      shares[stage].won += outcome == StageKind::kWon;
    }
  }
  return shares;
}

class ChangeWriter {
 public:
  ChangeWriter(StageLog& log, sdk::Writer& out)
      : log_(log), out_(out), shares_(WonShares(log)), defaulted_(log.stages.size()) {}

  void Write(const LoggedEntity& entity) {
    if (entity.closing && !entity.closing->at) {
      ++unknown_ends_;
      return;
    }
    Worth before;
    int64_t amount = 0;
    bool has_amount = false;
    for (size_t i = entity.begin; i < entity.end; ++i) {
      const StageEntry& entry = log_.entries[i];
      if (entry.has_amount) amount = entry.amount;
      has_amount = has_amount || entry.has_amount;
      const bool open = log_.stages[static_cast<size_t>(entry.stage)].kind == StageKind::kOpen;
      without_amount_ += open && !has_amount;
      const Worth now = open ? Worth{true, amount, Weighted(entry, amount)} : Worth{};
      WriteChange(entity, entry.at, entry.stage, before, now);
      before = now;
    }
    if (!entity.closing || entity.begin == entity.end) return;
    const int64_t at = std::max(*entity.closing->at, log_.entries[entity.end - 1].at);
    WriteChange(entity, at, entity.closing->stage, before, {});
  }

  void AddNotes() {
    log_.notes.Add("OUTCOMES_WITHOUT_TIME",
                   "entities are won or lost, nobody knows when, and are left out", unknown_ends_);
    log_.notes.Add("ENTRIES_WITHOUT_AMOUNT",
                   "entries have no amount, nor has an earlier one: they add nothing",
                   without_amount_);
    log_.notes.Add("PROBABILITIES_NO_SHARES",
                   "probabilities are not between 0 and 1 and count as missing; map 25 % as 0.25",
                   no_share_);
    for (size_t i = 0; i < defaulted_.size(); ++i) AddDefault(i);
  }

 private:
  int64_t Weighted(const StageEntry& entry, int64_t amount) {
    double probability = entry.probability;
    bool known = entry.has_probability;
    if (known && !(probability >= 0 && probability <= 1)) {
      ++no_share_;
      known = false;
    }
    if (!known) {
      ++defaulted_[static_cast<size_t>(entry.stage)];
      const WonShare& share = shares_[static_cast<size_t>(entry.stage)];
      probability = share.closed == 0
                        ? 0
                        : static_cast<double>(share.won) / static_cast<double>(share.closed);
    }
    return std::llround(static_cast<double>(amount) * probability);
  }

  void WriteChange(const LoggedEntity& entity, int64_t at, int32_t stage, const Worth& before,
                   const Worth& now) {
    const int64_t count = int64_t{now.open} - int64_t{before.open};
    if (count == 0 && now.value == before.value && now.weighted == before.weighted) return;
    out_.Any("entity_id").AppendValue(entity.id);
    out_.Timestamp("at").Append(at);
    out_.Text("stage").Append(log_.stages[static_cast<size_t>(stage)].name);
    out_.Int64("open_change").Append(count);
    out_.Decimal("value_change").Append(now.value - before.value);
    out_.Decimal("weighted_change").Append(now.weighted - before.weighted);
    out_.EndRow();
  }

  void AddDefault(size_t stage) {
    const WonShare& share = shares_[stage];
    char text[120];
    if (share.closed == 0) {
      std::snprintf(text, sizeof(text), "0, as nothing that was in it is closed yet");
    } else {
      std::snprintf(text, sizeof(text), "%.4f: %lld won of %lld closed that were in it",
                    static_cast<double>(share.won) / static_cast<double>(share.closed),
                    static_cast<long long>(share.won), static_cast<long long>(share.closed));
    }
    log_.notes.Add("PROBABILITIES_DEFAULTED",
                   "entries into " + log_.stages[stage].name +
                       " have no probability and take the stage's own, " + text,
                   defaulted_[stage]);
  }

  StageLog& log_;
  sdk::Writer& out_;
  const std::vector<WonShare> shares_;
  std::vector<int64_t> defaulted_;  // by stage
  int64_t unknown_ends_ = 0;
  int64_t without_amount_ = 0;
  int64_t no_share_ = 0;
};

}  // namespace

void History::Declare(sdk::ModelSpec<History>& m) {
  m.Label("History of the pipeline").Label("he", "היסטוריית הצינור");
  m.Description(
      "By how much each entry of the stage log changed what is open: its number, its value and its "
      "value weighted by probability, as amounts and probabilities stood then. An entry without an "
      "amount keeps the one before it. One without a probability takes its stage's own: of all "
      "that "
      "were in the stage and are closed, the share that was won; notes say which and how often. An "
      "entity that was won or lost nobody knows when is left out.");
  DeclareStageOptions(m);
}

void History::Shape(sdk::Shape& shape) const {
  using sdk::Type;
  DeclareLog(*this, /*with_amounts=*/true, shape);
  shape.Output("changes")
      .Entity(entity, "entity_id")
      .Like("entity_id", "log.entity_id")
      .Column("at", Type::kTimestamp)
      .Column("stage", Type::kString, "The one that was entered")
      .Column("open_change", Type::kInt64, "1: it was opened; -1: it was closed")
      .Like("value_change", "log.amount")
      .Like("weighted_change", "log.amount");
  sdk::Notes::Declare(shape, "the log");
}

void History::Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out) {
  StageLog log = ReadLog(*this, call, in["log"]);
  ChangeWriter changes(log, out["changes"]);
  for (size_t i = 0; i < log.entities.size(); ++i) {
    if (i % 10'000 == 0) call.Check();
    changes.Write(log.entities[i]);
  }
  changes.AddNotes();
  log.notes.WriteTo(out);
}

void DeclareHistory(sdk::Plugin& p) {
  p.Model<History>("pipeline.history");
  const auto declare = [&p](const char* id, const char* label, const char* hebrew,
                            const char* value, const char* description) -> sdk::Metric& {
    return p.Metric(id)
        .Label(label)
        .Label("he", hebrew)
        .Description(description)
        .Aggregate(value)
        .From("pipeline.history.changes")
        .At("at")
        .Balance();
  };
  declare(
      "pipeline.history_open_count", "Open opportunities (history)", "הזדמנויות פתוחות (היסטוריה)",
      "sum(open_change)",
      "Opportunities that were open at the end of the period, by their stage log. Where the log "
      "and the opportunities agree, so do this and open_count.")
      .Unit(sdk::Unit::kCount)
      .Neutral();
  declare("pipeline.history_open_value", "Open pipeline (history)", "ערך המכירות בצינור (היסטוריה)",
          "sum(value_change)",
          "Sum of the amounts of the opportunities that were open at the end of the period, as the "
          "amounts stood then. Use it for the past where the stage log has amounts; open_value has "
          "today's amounts at every time.")
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter();
  declare("pipeline.history_weighted_value", "Weighted pipeline (history)",
          "ערך משוקלל של הצינור (היסטוריה)", "sum(weighted_change)",
          "Sum of amount times probability of the opportunities that were open at the end of the "
          "period, as both stood then. Use it for the past where the stage log has them; "
          "weighted_value is of now only. A missing probability is its stage's own share of won "
          "ones, and the notes of the model say so.")
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter();
}

}  // namespace pipeline
