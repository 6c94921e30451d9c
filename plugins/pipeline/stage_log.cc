#include "stage_log.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "log_reader.h"

namespace pipeline {
namespace {

// The mean number of other stages that entities have been in when they first reach each stage.
// Entries that nothing tells apart are reached together. Requires entries by time and sequence.
std::vector<double> MeanPositions(const StageLog& log) {
  std::vector<double> sums(log.stages.size()), counts(log.stages.size());
  std::vector<size_t> last_seen(log.stages.size());
  for (size_t e = 0; e < log.entities.size(); ++e) {
    double before = 0;
    double reached = 0;
    for (size_t i = log.entities[e].begin; i < log.entities[e].end; ++i) {
      const StageEntry& entry = log.entries[i];
      const StageEntry* last = i > log.entities[e].begin ? &entry - 1 : nullptr;
      const bool together =
          last != nullptr && last->at == entry.at && last->sequence == entry.sequence;
      if (!together) before = reached;
      const auto stage = static_cast<size_t>(entry.stage);
      if (last_seen[stage] == e + 1) continue;
      last_seen[stage] = e + 1;
      sums[stage] += before;
      ++counts[stage];
      ++reached;
    }
  }
  for (size_t i = 0; i < sums.size(); ++i) sums[i] = counts[i] > 0 ? sums[i] / counts[i] : 0;
  return sums;
}

template <typename Less>
void SortEach(StageLog& log, Less less) {
  for (const LoggedEntity& entity : log.entities) {
    std::sort(log.entries.begin() + static_cast<ptrdiff_t>(entity.begin),
              log.entries.begin() + static_cast<ptrdiff_t>(entity.end), less);
  }
}

void RankStages(const StageOptions& options, StageLog& log) {
  const std::vector<double> positions = MeanPositions(log);
  std::vector<size_t> order(log.stages.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto key = [&](size_t i) {
    const StageLog::Stage& stage = log.stages[i];
    const auto named = std::find(options.stages.begin(), options.stages.end(), stage.name);
    return std::tuple(stage.kind, named - options.stages.begin(), positions[i], stage.name);
  };
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return key(a) < key(b); });
  for (size_t i = 0; i < order.size(); ++i) log.stages[order[i]].rank = static_cast<int32_t>(i);
}

// Drops entries later than as_of; returns how many.
int64_t DropFuture(StageLog& log) {
  const size_t all = log.entries.size();
  size_t to = 0;
  for (LoggedEntity& entity : log.entities) {
    const size_t begin = to;
    for (size_t i = entity.begin; i < entity.end; ++i) {
      if (log.entries[i].at <= log.as_of) log.entries[to++] = log.entries[i];
    }
    entity.begin = begin;
    entity.end = to;
  }
  log.entries.resize(to);
  return static_cast<int64_t>(all - to);
}

// Puts each entity's entries in order, and the stages. Returns how many entries only the order of
// the stages could tell apart.
int64_t SortEntries(const StageOptions& options, StageLog& log) {
  SortEach(log, [](const StageEntry& a, const StageEntry& b) {
    return std::tuple(a.at, a.sequence) < std::tuple(b.at, b.sequence);
  });
  RankStages(options, log);
  const auto key = [&](const StageEntry& entry) {
    return std::tuple(entry.at, entry.sequence, log.stages[static_cast<size_t>(entry.stage)].rank);
  };
  SortEach(log, [&](const StageEntry& a, const StageEntry& b) { return key(a) < key(b); });
  int64_t ties = 0;
  for (const LoggedEntity& entity : log.entities) {
    for (size_t i = entity.begin + 1; i < entity.end; ++i) {
      const StageEntry& a = log.entries[i - 1];
      const StageEntry& b = log.entries[i];
      ties += a.at == b.at && a.sequence == b.sequence && a.stage != b.stage;
    }
  }
  return ties;
}

// A closing counts where no entry says that the entity is won or lost, up to as_of. Returns how
// many say neither won nor lost.
int64_t SettleClosings(StageLog& log) {
  int64_t unknown = 0;
  const auto kind = [&](int32_t stage) { return log.stages[static_cast<size_t>(stage)].kind; };
  for (LoggedEntity& entity : log.entities) {
    if (!entity.closing) continue;
    bool counts = kind(entity.closing->stage) != StageKind::kOpen;
    unknown += !counts;
    counts = counts && !(entity.closing->at && *entity.closing->at > log.as_of);
    for (size_t i = entity.begin; i < entity.end; ++i) {
      counts = counts && kind(log.entries[i].stage) == StageKind::kOpen;
    }
    if (!counts) entity.closing.reset();
  }
  return unknown;
}

}  // namespace

StageLog ReadLog(const StageOptions& options, const sdk::Call& call, sdk::Reader& rows) {
  RawLog raw = ReadRows(options, call, rows);
  StageLog& log = raw.log;
  call.Check();
  const int64_t future = DropFuture(log);
  const int64_t ties = SortEntries(options, log);
  call.Check();
  const int64_t unknown = SettleClosings(log);
  log.notes.Add("ENTRIES_INCOMPLETE", "entries without an entity, a stage or a time are left out",
                raw.incomplete);
  log.notes.Add("ENTRIES_IN_THE_FUTURE", "entries later than as_of are left out", future);
  log.notes.Add(
      "ENTRIES_TIED",
      "entries of one entity at one time have no sequence that tells them apart; the order of "
      "the stages does",
      ties);
  log.notes.Add("OUTCOMES_UNKNOWN",
                "outcomes are among neither the won nor the lost stages and are left out", unknown);
  return std::move(raw.log);
}

std::vector<int32_t> StageLog::OpenStages() const {
  std::vector<int32_t> open;
  for (size_t i = 0; i < stages.size(); ++i) {
    if (stages[i].kind == StageKind::kOpen) open.push_back(static_cast<int32_t>(i));
  }
  std::sort(open.begin(), open.end(), [&](int32_t a, int32_t b) {
    return stages[static_cast<size_t>(a)].rank < stages[static_cast<size_t>(b)].rank;
  });
  return open;
}

}  // namespace pipeline
