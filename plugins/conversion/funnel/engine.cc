#include "funnel/engine.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace conversion::funnel {
namespace {

constexpr unsigned kPartBits = 7;
// Ids that wait for their codes, before the parts look them up side by side.
constexpr size_t kMostWaiting = size_t{8} << 20;

// As many as tasks run at the same time: their memory serves one part after another.
class ScratchPool {
 public:
  explicit ScratchPool(const Rules& rules) : rules_(rules) {}

  std::unique_ptr<MatchScratch> Take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<MatchScratch>(rules_);
    std::unique_ptr<MatchScratch> scratch = std::move(idle_.back());
    idle_.pop_back();
    return scratch;
  }
  void Return(std::unique_ptr<MatchScratch> scratch) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(scratch));
  }

 private:
  const Rules& rules_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<MatchScratch>> idle_;
};

}  // namespace

Engine::Engine(const Rules& rules, EventColumns columns, Arrival arrival, Tasks tasks)
    : rules_(rules),
      columns_(columns),
      arrival_(arrival),
      tasks_(std::move(tasks)),
      parts_(arrival == Arrival::kAny ? size_t{1} << kPartBits : 1) {
  if (arrival == Arrival::kByEntity) scratch_ = std::make_unique<MatchScratch>(rules);
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
  waiting_ += row.entity.size() + 8;
  if (waiting_ > kMostWaiting) CodeEntities();
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

void Engine::CodeEntities() {
  tasks_(parts_.size(), [this](size_t i) { parts_[i].CodeEntities(); });
  waiting_ = 0;
}

std::vector<PartAttempts> Engine::Finish() {
  std::vector<PartAttempts> found(parts_.size());
  if (arrival_ == Arrival::kByEntity) {
    MatchLast();
    found[0] = {std::move(parts_[0].entities()), std::move(attempts_)};
    return found;
  }
  CodeEntities();
  for (const EventPart& part : parts_) counts_.event_bytes += part.bytes();
  ScratchPool pool(rules_);
  tasks_(parts_.size(), [&](size_t i) {
    std::unique_ptr<MatchScratch> scratch = pool.Take();
    parts_[i].entities().Close();
    parts_[i].Match(0, *scratch, found[i].attempts);
    found[i].entities = std::move(parts_[i].entities());
    parts_[i] = {};
    pool.Return(std::move(scratch));
  });
  parts_.clear();
  return found;
}

}  // namespace conversion::funnel
