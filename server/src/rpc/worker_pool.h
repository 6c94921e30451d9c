// Threads that queries run on.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace madad::rpc {

// A fixed number of threads over a bounded queue. gRPC's own threads never
// block: what takes time is handed to one of these, which are joined when the
// server drains.
// Thread: any.
class WorkerPool {
 public:
  // Both at least 1.
  WorkerPool(size_t threads, size_t max_waiting);
  // Runs what was accepted, then joins the threads.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Hands over `task`; false when the queue is full, and `task` was not taken.
  bool TryRun(std::function<void()> task);

 private:
  void Work();

  const size_t max_waiting_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  bool closing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace madad::rpc
