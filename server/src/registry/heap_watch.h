// A bound on what a model allocates inside the server's process.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <thread>

#include "absl/status/status.h"

#include "core/query.h"

namespace madad::registry {

// Watches the heap while a call runs, and ends the call when it has grown by more than a limit. The
// heap is the whole process's but the embedded store's, which has one of its own: what else the
// server allocates meanwhile counts too, so a limit is a fence and no measure. Several models that
// run at a time share what they grow by. Looks 20 times a second: what is allocated and freed in
// between is not seen.
class HeapWatch {
 public:
  // `limit_bytes` 0: watches nothing. Where the process's allocator says nothing (the sanitizers'),
  // nothing is seen.
  HeapWatch(const core::CallContext& call, uint64_t limit_bytes);
  ~HeapWatch();
  HeapWatch(const HeapWatch&) = delete;
  HeapWatch& operator=(const HeapWatch&) = delete;

  // The call, which also ends when the limit is passed.
  const core::CallContext& call() const { return call_; }

  // Stops watching. Errors: RESOURCE_EXHAUSTED (MODEL_MEMORY) when the limit was passed.
  absl::Status End();

 private:
  void Watch(const std::stop_token& stop);

  const uint64_t limit_;
  std::stop_source over_;
  core::CallContext call_;
  std::stop_callback<std::function<void()>> chained_;
  uint64_t grown_ = 0;  // read once the thread has ended
  std::jthread thread_;
};

}  // namespace madad::registry
