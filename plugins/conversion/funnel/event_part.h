// The events of some of the entities, in columns, until all have come.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include "funnel/attempts.h"
#include "funnel/chunked.h"
#include "funnel/entity_table.h"
#include "funnel/event.h"
#include "funnel/hashed_texts.h"
#include "funnel/matcher.h"

namespace conversion::funnel {

inline constexpr int64_t kNoAmount = std::numeric_limits<int64_t>::min();

// One event as it arrives.
struct EventRow {
  std::string_view entity;
  int64_t time = 0;
  StageCode stage = kOther;
  int64_t sequence = kForever;  // kForever: none, which comes last
  int64_t amount = kNoAmount;
  uint32_t group = 0;  // the breakdown, as the caller numbers it
};

// Which of the columns that may be missing there are; the others are not held.
struct EventColumns {
  bool sequence = false;
  bool amount = false;
  bool group = false;
};

// What one thread needs to work on one part after another.
struct PartScratch {
  explicit PartScratch(const Rules& rules) : matcher(rules) {}

  EntityIndex index;
  Matcher matcher;
  std::vector<Event> events;
  std::vector<uint32_t> begins;
  std::vector<int64_t> sequence;
};

// Thread: one at a time; but one may add while another turns ids into codes.
class EventPart {
 public:
  // Lifetime: the pools must outlive it; `ids` is of the entities.
  EventPart(BlockPool& pool, BlockPool& ids);

  // Keeps the row's columns; its id waits.
  void Add(const EventRow& row, uint32_t hash, const EventColumns& columns);
  // Keeps the row as an event of the entity that was appended last.
  void AddToLast(const EventRow& row, const EventColumns& columns);

  // Sets the ids that wait apart: those added from now on wait for the next time.
  // None are apart.
  void SetIdsApart() { std::swap(waiting_, apart_); }
  // Turns the ids that were set apart into codes.
  void CodeEntities(EntityIndex& index);
  // Appends the attempts of entities from `first_entity` on to `out`, and
  // forgets the events. All entities have their codes.
  void Match(uint32_t first_entity, PartScratch& scratch, Attempts& out);

  EntityTable& entities() { return entities_; }
  const EntityTable& entities() const { return entities_; }
  size_t size() const { return time_.size(); }
  // Bytes taken by the events' columns and their entities.
  size_t bytes() const;

 private:
  void AddColumns(const EventRow& row, const EventColumns& columns);
  void GroupByEntity(uint32_t first_entity, PartScratch& scratch) const;
  void Append(const Attempt& attempt, History history, uint32_t entity, Attempts& out) const;

  EntityTable entities_;
  HashedTexts waiting_;
  HashedTexts apart_;
  Chunked<uint32_t> entity_;
  Chunked<int64_t> time_;
  Chunked<StageCode> stage_;
  Chunked<int64_t> sequence_;
  Chunked<int64_t> amount_;
  Chunked<uint32_t> group_;
};

}  // namespace conversion::funnel
