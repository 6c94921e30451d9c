// Connections to one server, lent out one at a time.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "adapters/sql/breaker.h"
#include "core/query.h"
#include "core/status.h"

namespace madad::adapters::sql {

// `Connection` has `bool IsUsable() const`: whether it can go back to the pool.
// Thread: any, at the same time.
// Lifetime: loans keep what they need of the pool alive.
template <typename Connection>
class Pool {
  struct State;

 public:
  using Opener =
      std::function<absl::StatusOr<std::unique_ptr<Connection>>(const core::CallContext&)>;

  // At most `size` connections at a time; `open` makes one.
  Pool(size_t size, Opener open, Breaker::Options breaker = {})
      : state_(std::make_shared<State>(size, std::move(open), std::move(breaker))) {}

  // A connection that goes back when destroyed, unless it is not usable any more.
  class Loan {
   public:
    Loan(Loan&&) noexcept = default;
    Loan& operator=(Loan&&) = delete;
    ~Loan() {
      if (state_ != nullptr) state_->GiveBack(std::move(connection_));
    }
    Connection& operator*() { return *connection_; }
    Connection* operator->() { return connection_.get(); }
    // It was used before: the server may have gone since.
    bool is_used() const { return is_used_; }

   private:
    friend class Pool;
    Loan(std::shared_ptr<State> state, std::unique_ptr<Connection> connection, bool is_used)
        : state_(std::move(state)), connection_(std::move(connection)), is_used_(is_used) {}

    std::shared_ptr<State> state_;
    std::unique_ptr<Connection> connection_;
    bool is_used_;
  };

  // Returns a connection, waiting for one to come back when all are lent.
  // Errors: what opening says, or said last when the server is left alone for a
  // while; CANCELLED, DEADLINE_EXCEEDED.
  absl::StatusOr<Loan> Borrow(const core::CallContext& call) {
    bool is_used = false;
    MADAD_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, state_->Take(call, is_used));
    return Loan(state_, std::move(connection), is_used);
  }

  // Closes the connections that are not lent: they are to a server that is gone.
  void DropIdle() { state_->DropIdle(); }

 private:
  struct State {
    State(size_t limit, Opener opener, Breaker::Options options)
        : size(limit), open(std::move(opener)), breaker(std::move(options)) {}

    absl::StatusOr<std::unique_ptr<Connection>> Take(const core::CallContext& call, bool& is_used) {
      {
        std::unique_lock lock(mutex);
        while (idle.empty() && lent >= size) {
          changed.wait_for(lock, std::chrono::milliseconds(10));
          MADAD_RETURN_IF_ERROR(call.Check());
        }
        ++lent;
        is_used = !idle.empty();
        if (is_used) {
          std::unique_ptr<Connection> connection = std::move(idle.back());
          idle.pop_back();
          return connection;
        }
      }
      absl::StatusOr<std::unique_ptr<Connection>> opened = Open(call);
      if (!opened.ok()) GiveBack(nullptr);
      return opened;
    }

    absl::StatusOr<std::unique_ptr<Connection>> Open(const core::CallContext& call) {
      MADAD_RETURN_IF_ERROR(breaker.Ask());
      absl::StatusOr<std::unique_ptr<Connection>> opened = open(call);
      // That a call ended says nothing of the server.
      if (opened.ok()) {
        breaker.Succeeded();
      } else if (call.Check().ok()) {
        breaker.Failed(opened.status());
      }
      return opened;
    }

    void GiveBack(std::unique_ptr<Connection> connection) {
      {
        const std::lock_guard lock(mutex);
        --lent;
        if (connection != nullptr && connection->IsUsable()) idle.push_back(std::move(connection));
      }
      changed.notify_one();
    }

    void DropIdle() {
      std::vector<std::unique_ptr<Connection>> dropped;
      const std::lock_guard lock(mutex);
      dropped.swap(idle);
    }

    const size_t size;
    const Opener open;
    Breaker breaker;
    std::mutex mutex;
    std::condition_variable changed;
    size_t lent = 0;
    std::vector<std::unique_ptr<Connection>> idle;
  };

  std::shared_ptr<State> state_;
};

// Runs `work` with a connection of `pool`. When a connection that had lain idle
// turns out to be lost (`work` says UNAVAILABLE), it is run once more with a new
// one: nothing has come back yet.
template <typename Connection, typename Work>
auto RunOn(Pool<Connection>& pool, const core::CallContext& call, Work work)
    -> decltype(work(std::declval<typename Pool<Connection>::Loan>())) {
  auto loan = pool.Borrow(call);
  if (!loan.ok()) return loan.status();
  const bool is_used = loan->is_used();
  auto result = work(*std::move(loan));
  if (result.ok() || !is_used || !absl::IsUnavailable(result.status())) return result;
  pool.DropIdle();
  auto fresh = pool.Borrow(call);
  if (!fresh.ok()) return fresh.status();
  return work(*std::move(fresh));
}

}  // namespace madad::adapters::sql
