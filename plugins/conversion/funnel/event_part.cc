#include "funnel/event_part.h"

#include <stdexcept>

namespace conversion::funnel {
EventPart::EventPart(BlockPool& pool, BlockPool& ids)
    : entities_(ids),
      waiting_(pool),
      apart_(pool),
      entity_(pool),
      time_(pool),
      stage_(pool),
      sequence_(pool),
      amount_(pool),
      group_(pool) {}

void EventPart::Add(const EventRow& row, uint32_t hash, const EventColumns& columns) {
  waiting_.Add(row.entity, hash);
  AddColumns(row, columns);
}

void EventPart::AddToLast(const EventRow& row, const EventColumns& columns) {
  entity_.push_back(static_cast<uint32_t>(entities_.size() - 1));
  AddColumns(row, columns);
}

void EventPart::AddColumns(const EventRow& row, const EventColumns& columns) {
  time_.push_back(row.time);
  stage_.push_back(row.stage);
  if (columns.sequence) sequence_.push_back(row.sequence);
  if (columns.amount) amount_.push_back(row.amount);
  if (columns.group) group_.push_back(row.group);
}

void EventPart::CodeEntities(EntityIndex& index) {
  if (apart_.empty()) return;
  index.Open(entities_);
  apart_.Drain([&](std::string_view id, uint32_t hash) {
    entity_.push_back(index.CodeOf(entities_, id, hash));
  });
}

void EventPart::Match(uint32_t first_entity, PartScratch& scratch, Attempts& out) {
  GroupByEntity(first_entity, scratch);
  for (size_t i = 0; i + 1 < scratch.begins.size(); ++i) {
    const std::span<Event> events(scratch.events.data() + scratch.begins[i],
                                  scratch.begins[i + 1] - scratch.begins[i]);
    out.ties += SortEvents(events, scratch.sequence);
    for (const Attempt& attempt : scratch.matcher.Find(events)) {
      Append(attempt, scratch.matcher.history(), first_entity + static_cast<uint32_t>(i), out);
    }
  }
  entity_.clear();
  time_.clear();
  stage_.clear();
  sequence_.clear();
  amount_.clear();
  group_.clear();
}

// A counting sort: the entities' codes are dense.
void EventPart::GroupByEntity(uint32_t first_entity, PartScratch& scratch) const {
  if (size() >= std::numeric_limits<uint32_t>::max()) {
    throw std::length_error("the funnel's log has more events than can be held at once");
  }
  std::vector<uint32_t>& begins = scratch.begins;
  begins.assign(entities_.size() - first_entity + 2, 0);
  entity_.ForEach([&](size_t, uint32_t entity) { ++begins[entity - first_entity + 2]; });
  for (size_t i = 2; i < begins.size(); ++i) begins[i] += begins[i - 1];
  // Afterwards begins[e + 1] is where the events of e begin; filling them moves
  // it to where they end, which is where the next ones begin.
  scratch.events.resize(size());
  entity_.ForEach([&](size_t row, uint32_t entity) {
    Event& event = scratch.events[begins[entity - first_entity + 1]++];
    event.time = time_[row];
    event.row = static_cast<uint32_t>(row);
    event.stage = stage_[row];
    event.implied = false;
  });
  begins.pop_back();
  scratch.sequence.clear();
  if (sequence_.size() == 0) return;
  scratch.sequence.resize(size());
  sequence_.ForEach([&](size_t row, int64_t value) { scratch.sequence[row] = value; });
}

void EventPart::Append(const Attempt& attempt, History history, uint32_t entity,
                       Attempts& out) const {
  const std::vector<uint32_t>& positions = attempt.match.positions;
  const Event& entry = history[positions.front()];
  AttemptRow row{.matched = attempt.match.matched,
                 .entity = entity,
                 .group = group_.size() == 0 ? 0 : group_[entry.row],
                 .first_time = static_cast<uint32_t>(out.times.size()),
                 .last_stage = history[positions.back()].stage};
  for (const uint32_t position : positions) out.times.push_back(history[position].time);
  if (amount_.size() > 0) {
    int64_t value = kNoAmount;
    for (size_t i = positions.size(); i-- > 0 && value == kNoAmount;) {
      value = amount_[history[positions[i]].row];
    }
    row.has_value = value != kNoAmount;
    out.values.push_back(row.has_value ? value : 0);
  }
  if (attempt.lost_at != kForever || !out.lost_at.empty()) {
    out.lost_at.resize(out.rows.size(), kForever);
    out.lost_at.push_back(attempt.lost_at);
  }
  out.early += attempt.is_early ? 1 : 0;
  out.rows.push_back(row);
}

size_t EventPart::bytes() const {
  return entity_.bytes() + time_.bytes() + stage_.bytes() + sequence_.bytes() + amount_.bytes() +
         group_.bytes() + entities_.bytes();
}

}  // namespace conversion::funnel
