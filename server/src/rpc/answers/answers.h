// Answers to queries: kept from before, under way for somebody else, or
// computed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "core/engine.h"
#include "rpc/answers/answer.h"
#include "rpc/answers/answer_cache.h"
#include "rpc/answers/query_key.h"
#include "rpc/worker_pool.h"

namespace madad::rpc {

// A call that waits for answers.
class Subscriber {
 public:
  virtual ~Subscriber() = default;
  // Takes the answer of the query with this index among those it asked; once
  // for each. Does not block.
  // Thread: any, several at once; also from within `Answers::Ask`.
  virtual void OnAnswer(size_t query, const absl::StatusOr<AnswerPtr>& answer) = 0;
  // Returns when the subscriber can take more of what is computed for it.
  virtual void WaitForRoom() {}
};

// Counts since the start, and what is there now.
struct AnswersReport {
  uint64_t hits = 0;      // kept from before
  uint64_t joined = 0;    // under way for another call
  uint64_t computed = 0;  // handed to the engine
  uint64_t finished = 0;  // come back from it
  uint64_t evicted = 0;
  size_t cached = 0;
  size_t cached_bytes = 0;
};

// Equal queries that are asked at the same time are computed once. What is
// computed is stopped when nobody waits for it any more; one caller's going
// leaves the others alone. Queries with `explain` are always computed anew.
// Thread: any.
class Answers {
 public:
  // What computes for one call, and one of its queries; only to be given back.
  struct Work;
  struct Flight;
  using Ticket = std::vector<std::shared_ptr<Flight>>;

  struct Options {
    size_t threads = 4;  // queries at the same time
    size_t max_waiting = 256;
    size_t cache_bytes = size_t{64} << 20;  // of kept answers; 0: none
    int64_t max_groups = core::kMaxGroups;  // of a query's scan
  };
  explicit Answers(const Options& options);
  Answers(const Answers&) = delete;
  Answers& operator=(const Answers&) = delete;

  // Returns the answer that is kept for `query` over `world`, or null. What Ask
  // would give at once, for a caller that has no more to ask.
  AnswerPtr Kept(const core::Query& query, const std::shared_ptr<const core::World>& world);

  // Has `queries` answered over `world`, those that must be computed together.
  // What was kept is given to `subscriber` before this returns.
  // Errors: RESOURCE_EXHAUSTED (SERVER_BUSY), UNAVAILABLE (SERVER_DRAINING);
  // nothing is given then.
  absl::StatusOr<Ticket> Ask(std::vector<core::Query> queries,
                             const std::shared_ptr<const core::World>& world,
                             const std::shared_ptr<Subscriber>& subscriber);

  // `subscriber` waits no longer for what `ticket` stands for. An answer that
  // is being handed over at this moment still comes.
  void Leave(const Ticket& ticket, const Subscriber& subscriber);

  // Gives `status` to everyone who waits, now and from now on.
  void Fail(const absl::Status& status);

  AnswersReport Report() const;

  // The threads that compute, for what else a call needs them.
  WorkerPool& pool() { return pool_; }

 private:
  struct Waiter {
    std::shared_ptr<Subscriber> subscriber;
    size_t query = 0;
  };
  struct Batch;

  // What every key over `world` begins with.
  std::string DataKeyLocked(const std::shared_ptr<const core::World>& world);
  AnswerPtr FindLocked(const std::string& key);
  void Admit(core::Query query, std::string key, size_t index, Batch& batch);
  void Join(const std::shared_ptr<Flight>& flight, size_t index, Batch& batch);
  void Run(const std::shared_ptr<Work>& work);
  void Deliver(const std::shared_ptr<Flight>& flight, const absl::StatusOr<AnswerPtr>& answer);
  void LeaveLocked(const Ticket& ticket, const Subscriber& subscriber,
                   std::vector<std::shared_ptr<Work>>& deserted);
  // Sees to it that nobody joins `work` any more.
  void DesertLocked(const std::shared_ptr<Work>& work);
  // Lets go of what `work` holds; it has ended, or never began.
  void ForgetLocked(const std::shared_ptr<Work>& work);
  void RemoveLocked(const std::shared_ptr<Flight>& flight);

  const int64_t max_groups_;
  mutable std::mutex mutex_;
  AnswerCache cache_;
  DefinitionsNumbers definitions_;
  std::unordered_map<std::string, std::shared_ptr<Flight>> in_flight_;
  std::unordered_set<std::shared_ptr<Work>> works_;
  AnswersReport report_;
  absl::Status failed_;
  WorkerPool pool_;  // last: its threads end before the rest goes
};

}  // namespace madad::rpc
