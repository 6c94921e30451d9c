// The threads that the server lends to plugins.
#pragma once

#include <atomic>
#include <cstddef>

namespace madad::registry {

// Bounds how many threads work for plugins beside those that called them. A thread lives for one
// Run only: what a plugin leaves in its thread-local variables is gone when its call is, and no
// thread holds a plugin's library.
// Thread: any, at the same time.
class TaskThreads {
 public:
  // `threads` may work at the same time for one call, the caller's own included; at least 1.
  explicit TaskThreads(size_t threads);
  TaskThreads(const TaskThreads&) = delete;
  TaskThreads& operator=(const TaskThreads&) = delete;

  size_t threads() const { return threads_; }

  // Runs task(arg, 0) .. task(arg, count - 1) on the caller's thread and on as many others as are
  // free, and returns when all have returned. In a task, runs one after another. What a task lets
  // out of itself ends it alone.
  void Run(size_t count, void (*task)(void* arg, size_t i), void* arg) noexcept;

 private:
  // Takes up to `wanted` of the free threads and returns how many.
  size_t Take(size_t wanted);

  const size_t threads_;
  std::atomic<size_t> free_;  // beside the callers'
};

}  // namespace madad::registry
