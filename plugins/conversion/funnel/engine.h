// The funnel engine: events in, attempts out.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "funnel/event_part.h"

namespace conversion::funnel {

// Runs task(0) .. task(count - 1), some at the same time, and returns when all
// have returned.
using Tasks = std::function<void(size_t count, const std::function<void(size_t)>& task)>;

// The attempts of the entities of one part. Lifetime: the engine must outlive it.
struct PartAttempts {
  EntityTable entities;
  Attempts attempts;
};

struct EngineCounts {
  size_t events = 0;       // held
  size_t beside = 0;       // of no stage that the funnel names
  size_t after_as_of = 0;  // left out
  size_t event_bytes = 0;  // most that the events took: their columns and entities
};

// Groups events by entity, sorts them, and matches every entity's.
//
// Events arrive in any order and are held in compact columns, by hash of their
// entity in parts that fit a processor's cache; parts are worked on side by
// side. When they arrive entity by entity, each is matched as soon as the next
// one comes, and no more than one entity's events are held.
//
// Thread: one at a time.
class Engine {
 public:
  enum class Arrival : uint8_t { kAny, kByEntity };

  Engine(const Rules& rules, EventColumns columns, Arrival arrival, Tasks tasks);

  // Reads events in batches: `fetch` makes one ready and returns how many events
  // it has, 0 when there are no more; `add` adds those of the first that is ready
  // and not yet added. Each is called by one thread at a time, not always the
  // same, and both at the same time.
  // Errors: what `fetch`, `add` and Add throw.
  void Read(const std::function<size_t()>& fetch, const std::function<void()>& add);
  // Errors: std::length_error beyond 2^32 events or 4 GiB of ids in a part.
  // Outside of Read the ids of all that is added wait until Finish.
  void Add(const EventRow& row);
  // Returns the attempts of all events; Add must not be called again.
  std::vector<PartAttempts> Finish();
  const EngineCounts& counts() const { return counts_; }

 private:
  void AddToEntity(const EventRow& row);
  void MatchLast();
  void SetIdsApart();
  size_t MostWaiting() const;

  const Rules& rules_;
  const EventColumns columns_;
  const Arrival arrival_;
  const Tasks tasks_;
  BlockPool ids_;
  std::unique_ptr<BlockPool> pool_;  // of the events' columns, and of ids that wait
  std::vector<EventPart> parts_;
  size_t waiting_ = 0;  // bytes of ids that wait in all parts
  EngineCounts counts_;
  std::unique_ptr<PartScratch> scratch_;
  Attempts attempts_;  // of events that arrive by entity
};

}  // namespace conversion::funnel
