// The host's threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <type_traits>

#include "madad/abi/ext/tasks.h"
#include "madad/abi/host.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {

// Runs pieces of a computation at the same time, on threads that the host lends. Without them (an
// older host) they run one after another.
class Tasks {
 public:
  // `host` may be null. Lifetime: until `close`.
  explicit Tasks(const madad_host* host) : host_(host) {
    if (host == nullptr || host->get_extension == nullptr) return;
    pool_ = static_cast<const madad_tasks*>(host->get_extension(host->ctx, MADAD_EXT_TASKS));
    if (pool_ != nullptr && !MADAD_HAS_FIELD(pool_, madad_tasks, run)) pool_ = nullptr;
  }

  // How many run at the same time, at least 1.
  size_t threads() const { return pool_ == nullptr || pool_->threads == 0 ? 1 : pool_->threads; }

  // Runs task(0) .. task(count - 1) and returns when all have returned. The first exception that
  // one throws comes out of here; tasks that have not begun by then are left out.
  // A task does not call Run. Thread: any.
  template <typename Task>
  void Run(size_t count, Task&& task) const {
    using Run = OneRun<std::remove_reference_t<Task>>;
    Run run(task);
    if (pool_ == nullptr) {
      for (size_t i = 0; i < count; ++i) Run::Step(&run, i);
    } else if (count > 0) {
      pool_->run(host_->ctx, count, &Run::Step, &run);
    }
    if (run.failure != nullptr) std::rethrow_exception(run.failure);
  }

 private:
  template <typename Task>
  struct OneRun {
    explicit OneRun(Task& to_run) : task(to_run) {}

    static void Step(void* arg, size_t i) noexcept {
      auto& run = *static_cast<OneRun*>(arg);
      if (run.failed.load(std::memory_order_relaxed)) return;
      try {
        run.task(i);
      } catch (...) {
        const std::lock_guard lock(run.mutex);
        if (run.failure == nullptr) run.failure = std::current_exception();
        run.failed.store(true, std::memory_order_relaxed);
      }
    }

    Task& task;
    std::atomic<bool> failed = false;
    std::mutex mutex;  // guards `failure` while tasks run
    std::exception_ptr failure;
  };

  const madad_host* host_;
  const madad_tasks* pool_ = nullptr;
};

}  // namespace madad::sdk
#pragma GCC visibility pop
