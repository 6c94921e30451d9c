#include "registry/heap_watch.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

#include <malloc.h>

#include "absl/strings/str_cat.h"

#include "registry/errors.h"

namespace madad::registry {
namespace {

constexpr auto kBetweenLooks = std::chrono::milliseconds(50);

uint64_t HeapBytes() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

core::CallContext Ending(core::CallContext call, std::stop_token stop) {
  call.stop = std::move(stop);
  return call;
}

}  // namespace

HeapWatch::HeapWatch(const core::CallContext& call, uint64_t limit_bytes)
    : limit_(limit_bytes),
      call_(Ending(call, over_.get_token())),
      chained_(call.stop, [this] { over_.request_stop(); }) {
  if (limit_ > 0) thread_ = std::jthread([this](const std::stop_token& stop) { Watch(stop); });
}

HeapWatch::~HeapWatch() = default;

void HeapWatch::Watch(const std::stop_token& stop) {
  const uint64_t before = HeapBytes();
  std::mutex idle;
  std::unique_lock lock(idle);
  while (!std::condition_variable_any().wait_for(lock, stop, kBetweenLooks,
                                                 [&stop] { return stop.stop_requested(); })) {
    const uint64_t now = HeapBytes();
    if (now <= before + limit_) continue;
    grown_ = now - before;
    over_.request_stop();
    return;
  }
}

absl::Status HeapWatch::End() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
  if (grown_ == 0) return absl::OkStatus();
  return LoadError(absl::StatusCode::kResourceExhausted, kModelMemory,
                   absl::StrCat("it was stopped: the server's memory had grown by ", grown_ >> 20,
                                " MB while it ran, and ", limit_ >> 20,
                                " MB is allowed; give it less data (a filter, fewer columns), or "
                                "start the server with a larger --model-memory"),
                   {});
}

}  // namespace madad::registry
