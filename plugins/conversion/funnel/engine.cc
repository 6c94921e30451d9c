#include "funnel/engine.h"

#include <algorithm>
#include <limits>
#include <mutex>
#include <numeric>
#include <utility>

namespace conversion::funnel {
namespace {

constexpr unsigned kPartBits = 8;
constexpr size_t kParts = size_t{1} << kPartBits;
// How many are fetched while as many are added: work enough for two threads to share, and small
// beside what is held.
constexpr size_t kLotEvents = size_t{1} << 16;

// As many as tasks run at the same time: their memory serves one part after another.
class ScratchPool {
 public:
  explicit ScratchPool(const Rules& rules) : rules_(rules) {}

  std::unique_ptr<PartScratch> Take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<PartScratch>(rules_);
    std::unique_ptr<PartScratch> scratch = std::move(idle_.back());
    idle_.pop_back();
    return scratch;
  }
  void Return(std::unique_ptr<PartScratch> scratch) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(scratch));
  }

 private:
  const Rules& rules_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<PartScratch>> idle_;
};

}  // namespace

Engine::Engine(const Rules& rules, EventColumns columns, Arrival arrival, Tasks tasks)
    : rules_(rules),
      columns_(columns),
      arrival_(arrival),
      tasks_(std::move(tasks)),
      pool_(std::make_unique<BlockPool>()),
      scratch_(std::make_unique<PartScratch>(rules)) {
  const size_t parts = arrival == Arrival::kAny ? kParts : 1;
  parts_.reserve(parts);
  for (size_t i = 0; i < parts; ++i) parts_.emplace_back(*pool_, ids_);
}

void Engine::Read(const std::function<size_t()>& fetch, const std::function<void()>& add) {
  ScratchPool scratches(rules_);
  bool has_more = true;
  size_t ready = 0;  // batches
  while (has_more || ready > 0) {
    const bool codes = waiting_ >= MostWaiting();
    if (codes) SetIdsApart();
    size_t fetched = 0;
    const auto fetch_lot = [&] {
      for (size_t events = 0; has_more && events < kLotEvents;) {
        const size_t more = fetch();
        has_more = more > 0;
        fetched += has_more ? 1 : 0;
        events += more;
      }
    };
    const auto add_lot = [&] {
      for (; ready > 0; --ready) add();
    };
    tasks_(2 + (codes ? parts_.size() : 0), [&](size_t i) {
      if (i == 0) return fetch_lot();
      if (i == 1) return add_lot();
      std::unique_ptr<PartScratch> scratch = scratches.Take();
      parts_[i - 2].CodeEntities(scratch->index);
      scratches.Return(std::move(scratch));
    });
    ready = fetched;
  }
}

// Ids wait in proportion to what is held: a part's index is made anew for every
// lot, which so costs no more in all than a few times the last one.
size_t Engine::MostWaiting() const {
  constexpr size_t kLeast = size_t{16} << 20;
  if (arrival_ == Arrival::kByEntity) return std::numeric_limits<size_t>::max();
  size_t held = 0;
  for (const EventPart& part : parts_) held += part.bytes();
  return std::max(kLeast, held / 4);
}

void Engine::SetIdsApart() {
  for (EventPart& part : parts_) part.SetIdsApart();
  waiting_ = 0;
}

void Engine::Add(const EventRow& row) {
  if (row.time > rules_.definition().as_of) {
    ++counts_.after_as_of;
    return;
  }
  counts_.beside += row.stage == kOther ? 1 : 0;
  if (!rules_.Matters(row.stage)) return;
  ++counts_.events;
  if (arrival_ == Arrival::kByEntity) {
    AddToEntity(row);
    return;
  }
  const uint64_t hash = HashOf(row.entity);
  parts_[hash >> (64 - kPartBits)].Add(row, static_cast<uint32_t>(hash), columns_);
  waiting_ += row.entity.size() + sizeof(uint64_t);
}

void Engine::AddToEntity(const EventRow& row) {
  EventPart& part = parts_.front();
  EntityTable& entities = part.entities();
  if (entities.size() == 0 ||
      entities.TextOf(static_cast<uint32_t>(entities.size() - 1)) != row.entity) {
    MatchLast();
    entities.Append(row.entity);
  }
  part.AddToLast(row, columns_);
}

void Engine::MatchLast() {
  EventPart& part = parts_.front();
  if (part.size() == 0) return;
  counts_.event_bytes = std::max(counts_.event_bytes, part.bytes());
  part.Match(static_cast<uint32_t>(part.entities().size() - 1), *scratch_, attempts_);
}

std::vector<PartAttempts> Engine::Finish() {
  std::vector<PartAttempts> found;
  found.reserve(parts_.size());
  for (size_t i = 0; i < parts_.size(); ++i) found.push_back({EntityTable(ids_), {}});
  if (arrival_ == Arrival::kByEntity) {
    MatchLast();
    found[0] = {std::move(parts_[0].entities()), std::move(attempts_)};
    return found;
  }
  ScratchPool scratches(rules_);
  std::vector<size_t> bytes(parts_.size());
  tasks_(parts_.size(), [&](size_t i) {
    EventPart& part = parts_[i];
    std::unique_ptr<PartScratch> scratch = scratches.Take();
    part.CodeEntities(scratch->index);
    part.SetIdsApart();
    part.CodeEntities(scratch->index);
    bytes[i] = part.bytes();
    part.Match(0, *scratch, found[i].attempts);
    found[i].entities = std::move(part.entities());
    part = EventPart(*pool_, ids_);
    scratches.Return(std::move(scratch));
  });
  counts_.event_bytes = std::accumulate(bytes.begin(), bytes.end(), size_t{0});
  parts_.clear();
  pool_.reset();
  return found;
}

}  // namespace conversion::funnel
