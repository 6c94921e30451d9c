#include "rpc/answers/answers.h"

#include <stop_token>
#include <utility>

#include "absl/time/clock.h"

#include "core/status.h"
#include "core/text.h"
#include "rpc/status.h"

namespace madad::rpc {
namespace {

absl::StatusOr<AnswerPtr> ToAnswer(absl::StatusOr<core::Result> result) {
  if (!result.ok()) return result.status();
  return std::make_shared<const Answer>(*std::move(result));
}

}  // namespace

// What runs for one call: those of its queries that nobody had asked yet.
struct Answers::Work {
  std::shared_ptr<const core::World> world;
  std::shared_ptr<Subscriber> owner;
  std::vector<core::Query> queries;
  std::vector<std::shared_ptr<Flight>> flights;  // one for each query
  std::stop_source stop;
  size_t waiting = 0;  // over all its flights
};

// One query under way, and who waits for it.
struct Answers::Flight {
  std::string key;  // empty: shared with nobody
  std::shared_ptr<Work> work;
  std::vector<Waiter> waiters;
};

// One call of Ask.
struct Answers::Batch {
  std::shared_ptr<Subscriber> subscriber;
  std::shared_ptr<Work> work;
  Ticket ticket;
  std::vector<std::pair<size_t, AnswerPtr>> hits;
};

Answers::Answers(const Options& options)
    : max_groups_(options.max_groups),
      cache_(options.cache_bytes),
      pool_(options.threads, options.max_waiting) {}

std::string Answers::DataKeyLocked(const std::shared_ptr<const core::World>& world) {
  return core::Cat(definitions_.Of(world->definitions()), ":", world->snapshot().id, ":");
}

AnswerPtr Answers::FindLocked(const std::string& key) {
  AnswerPtr answer = cache_.Find(key, absl::Now());
  if (answer != nullptr) ++report_.hits;
  return answer;
}

AnswerPtr Answers::Kept(const core::Query& query, const std::shared_ptr<const core::World>& world) {
  if (query.explain) return nullptr;
  const std::string key = QueryKey(query, world->catalog());
  const std::lock_guard lock(mutex_);
  return FindLocked(DataKeyLocked(world) + key);
}

absl::StatusOr<Answers::Ticket> Answers::Ask(std::vector<core::Query> queries,
                                             const std::shared_ptr<const core::World>& world,
                                             const std::shared_ptr<Subscriber>& subscriber) {
  std::vector<std::string> keys;
  for (const core::Query& query : queries) {
    keys.push_back(query.explain ? std::string() : QueryKey(query, world->catalog()));
  }
  Batch batch{.subscriber = subscriber, .work = std::make_shared<Work>()};
  batch.work->world = world;
  batch.work->owner = subscriber;
  {
    const std::lock_guard lock(mutex_);
    MADAD_RETURN_IF_ERROR(failed_);
    const std::string data = DataKeyLocked(world);
    for (size_t i = 0; i < queries.size(); ++i) {
      Admit(std::move(queries[i]), keys[i].empty() ? std::string() : data + keys[i], i, batch);
    }
    if (!batch.work->queries.empty() && !pool_.TryRun([this, work = batch.work] { Run(work); })) {
      std::vector<std::shared_ptr<Work>> deserted;
      LeaveLocked(batch.ticket, *subscriber, deserted);
      ForgetLocked(batch.work);
      return BusyError();
    }
  }
  for (const auto& [index, answer] : batch.hits) subscriber->OnAnswer(index, answer);
  return std::move(batch.ticket);
}

void Answers::Admit(core::Query query, std::string key, size_t index, Batch& batch) {
  if (!key.empty()) {
    if (AnswerPtr answer = FindLocked(key); answer != nullptr) {
      batch.hits.emplace_back(index, std::move(answer));
      return;
    }
    if (const auto flight = in_flight_.find(key); flight != in_flight_.end()) {
      ++report_.joined;
      Join(flight->second, index, batch);
      return;
    }
  }
  ++report_.computed;
  auto flight = std::make_shared<Flight>();
  flight->work = batch.work;
  if (!key.empty()) in_flight_.emplace(key, flight);
  flight->key = std::move(key);
  works_.insert(batch.work);
  batch.work->queries.push_back(std::move(query));
  batch.work->flights.push_back(flight);
  Join(flight, index, batch);
}

void Answers::Join(const std::shared_ptr<Flight>& flight, size_t index, Batch& batch) {
  flight->waiters.push_back({batch.subscriber, index});
  ++flight->work->waiting;
  batch.ticket.push_back(flight);
}

void Answers::Run(const std::shared_ptr<Work>& work) {
  // Whoever waits watches its own deadline.
  const core::CallContext call{.stop = work->stop.get_token(), .max_groups = max_groups_};
  core::RunQueries(work->queries, *work->world, call,
                   [&](size_t query, absl::StatusOr<core::Result> result) {
                     Deliver(work->flights[query], ToAnswer(std::move(result)));
                     work->owner->WaitForRoom();
                   });
  const std::lock_guard lock(mutex_);
  ForgetLocked(work);
}

void Answers::ForgetLocked(const std::shared_ptr<Work>& work) {
  works_.erase(work);
  // These hold the work in turn.
  work->flights.clear();
  work->owner.reset();
}

void Answers::Deliver(const std::shared_ptr<Flight>& flight,
                      const absl::StatusOr<AnswerPtr>& answer) {
  std::vector<Waiter> waiters;
  std::vector<AnswerPtr> dropped;
  bool deserted = false;
  {
    const std::lock_guard lock(mutex_);
    ++report_.finished;
    RemoveLocked(flight);
    waiters.swap(flight->waiters);
    flight->work->waiting -= waiters.size();
    deserted = flight->work->waiting == 0;
    if (deserted) DesertLocked(flight->work);
    if (answer.ok() && !flight->key.empty())
      dropped = cache_.Put(flight->key, *answer, absl::Now());
    report_.evicted += dropped.size();
  }
  if (deserted) flight->work->stop.request_stop();
  for (const Waiter& waiter : waiters) waiter.subscriber->OnAnswer(waiter.query, answer);
}

void Answers::Leave(const Ticket& ticket, const Subscriber& subscriber) {
  std::vector<std::shared_ptr<Work>> deserted;
  {
    const std::lock_guard lock(mutex_);
    LeaveLocked(ticket, subscriber, deserted);
  }
  // Engines are interrupted from here, so not under the lock.
  for (const std::shared_ptr<Work>& work : deserted) work->stop.request_stop();
}

void Answers::LeaveLocked(const Ticket& ticket, const Subscriber& subscriber,
                          std::vector<std::shared_ptr<Work>>& deserted) {
  for (const std::shared_ptr<Flight>& flight : ticket) {
    const size_t left = std::erase_if(flight->waiters, [&](const Waiter& waiter) {
      return waiter.subscriber.get() == &subscriber;
    });
    flight->work->waiting -= left;
    if (left == 0 || flight->work->waiting > 0) continue;
    DesertLocked(flight->work);
    deserted.push_back(flight->work);
  }
}

void Answers::DesertLocked(const std::shared_ptr<Work>& work) {
  for (const std::shared_ptr<Flight>& flight : work->flights) RemoveLocked(flight);
  works_.erase(work);
}

void Answers::RemoveLocked(const std::shared_ptr<Flight>& flight) {
  const auto found = in_flight_.find(flight->key);
  if (found != in_flight_.end() && found->second == flight) in_flight_.erase(found);
}

void Answers::Fail(const absl::Status& status) {
  std::vector<Waiter> waiters;
  std::unordered_set<std::shared_ptr<Work>> works;
  {
    const std::lock_guard lock(mutex_);
    failed_ = status;
    works.swap(works_);
    in_flight_.clear();
    for (const std::shared_ptr<Work>& work : works) {
      work->waiting = 0;
      for (const std::shared_ptr<Flight>& flight : work->flights) {
        for (Waiter& waiter : flight->waiters) waiters.push_back(std::move(waiter));
        flight->waiters.clear();
      }
    }
  }
  for (const Waiter& waiter : waiters) waiter.subscriber->OnAnswer(waiter.query, status);
  for (const std::shared_ptr<Work>& work : works) work->stop.request_stop();
}

AnswersReport Answers::Report() const {
  const std::lock_guard lock(mutex_);
  AnswersReport report = report_;
  report.cached = cache_.size();
  report.cached_bytes = cache_.byte_size();
  return report;
}

}  // namespace madad::rpc
