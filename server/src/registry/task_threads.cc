#include "registry/task_threads.h"

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace madad::registry {
namespace {

// Whether this thread is in a task.
thread_local bool in_task = false;

}  // namespace

TaskThreads::TaskThreads(size_t threads)
    : threads_(std::max<size_t>(threads, 1)), free_(threads_ - 1) {}

size_t TaskThreads::Take(size_t wanted) {
  size_t free = free_.load();
  size_t taken = 0;
  do {
    taken = std::min(free, wanted);
  } while (!free_.compare_exchange_weak(free, free - taken));
  return taken;
}

void TaskThreads::Run(size_t count, void (*task)(void* arg, size_t i), void* arg) noexcept {
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    const bool was_in_task = std::exchange(in_task, true);
    for (size_t i = next++; i < count; i = next++) {
      try {
        task(arg, i);
      } catch (...) {
        // The ABI forbids it; the other tasks go on.
      }
    }
    in_task = was_in_task;
  };
  const size_t taken = in_task || count < 2 ? 0 : Take(count - 1);
  std::vector<std::jthread> helpers;
  try {
    for (size_t i = 0; i < taken; ++i) helpers.emplace_back(work);
  } catch (const std::exception&) {
    // No thread or no memory: those that there are do the work.
  }
  work();
  helpers.clear();
  free_ += taken;
}

}  // namespace madad::registry
