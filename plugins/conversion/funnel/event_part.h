// The events of some of the entities, in columns, until all have come.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "funnel/attempts.h"
#include "funnel/chunked.h"
#include "funnel/entity_table.h"
#include "funnel/event.h"
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

// What one thread needs to match one part after another.
struct MatchScratch {
  explicit MatchScratch(const Rules& rules) : matcher(rules) {}

  Matcher matcher;
  std::vector<Event> events;
  std::vector<uint32_t> begins;
  std::vector<int64_t> sequence;
};

class EventPart {
 public:
  // Keeps the row's columns, and its entity until CodeEntities.
  void Add(const EventRow& row, uint32_t hash, const EventColumns& columns);
  // Keeps the row as an event of the entity that was appended last.
  void AddToLast(const EventRow& row, const EventColumns& columns);

  // Turns the ids that wait into codes.
  void CodeEntities();
  // Appends the attempts of entities from `first_entity` on to `out`, and
  // forgets the events. All entities have their codes.
  void Match(uint32_t first_entity, MatchScratch& scratch, Attempts& out);

  EntityTable& entities() { return entities_; }
  const EntityTable& entities() const { return entities_; }
  size_t size() const { return time_.size(); }
  // Bytes taken: by the events' columns, and by ids that wait for their codes.
  size_t bytes() const;
  size_t waiting_bytes() const { return waiting_.capacity(); }

 private:
  void AddColumns(const EventRow& row, const EventColumns& columns);
  void GroupByEntity(uint32_t first_entity, MatchScratch& scratch) const;
  void Append(const Attempt& attempt, History history, uint32_t entity, Attempts& out) const;

  EntityTable entities_;
  std::vector<char> waiting_;  // hash, length and bytes of the ids without code
  Chunked<uint32_t> entity_;
  Chunked<int64_t> time_;
  Chunked<StageCode> stage_;
  Chunked<int64_t> sequence_;
  Chunked<int64_t> amount_;
  Chunked<uint32_t> group_;
};

}  // namespace conversion::funnel
