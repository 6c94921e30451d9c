// Deadlines of statements that are running.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/time/time.h"

namespace madad::adapters::sql {

// One thread that acts when a deadline passes. A statement's own thread may be
// deep in the engine for long and cannot look at the clock itself.
// Thread: any.
class DeadlineWatch {
 public:
  DeadlineWatch();
  ~DeadlineWatch();
  DeadlineWatch(const DeadlineWatch&) = delete;
  DeadlineWatch& operator=(const DeadlineWatch&) = delete;

  using Key = std::pair<absl::Time, uint64_t>;

  // Ends the watch when destroyed; the action does not run after that, nor is
  // it still running.
  class Guard {
   public:
    Guard(DeadlineWatch& watch, Key key) : watch_(watch), key_(key) {}
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
    ~Guard() { watch_.Forget(key_); }

   private:
    DeadlineWatch& watch_;
    Key key_;
  };

  // Runs `action` once when `deadline` passes, unless the guard goes before.
  // `action` must be short and must not use this watch.
  [[nodiscard]] Guard Watch(absl::Time deadline, std::function<void()> action);

 private:
  void Forget(const Key& key);
  void Run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<Key, std::function<void()>> actions_;
  uint64_t next_ = 0;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace madad::adapters::sql
