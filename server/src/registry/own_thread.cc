#include "registry/own_thread.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"

#include "core/status.h"

namespace madad::registry {
namespace {

// Shared with the thread, which may outlive who waits for it.
struct State {
  std::mutex mutex;
  std::condition_variable_any changed;
  bool done = false;
};

// Returns whether the work is done by the end of the call and `grace` after it.
bool Wait(State& state, const core::CallContext& call, absl::Duration grace) {
  std::unique_lock lock(state.mutex);
  const auto done = [&state] { return state.done; };
  if (call.deadline == absl::InfiniteFuture()) {
    state.changed.wait(lock, call.stop, done);
  } else {
    state.changed.wait_until(lock, call.stop, absl::ToChronoTime(call.deadline), done);
  }
  return state.changed.wait_for(lock, absl::ToChronoNanoseconds(grace), done);
}

}  // namespace

absl::StatusOr<bool> RunOnOwnThread(std::function<void()> body, const core::CallContext& call,
                                    absl::Duration grace) {
  const auto state = std::make_shared<State>();
  std::thread thread;
  try {
    thread = std::thread([state, body = std::move(body)]() mutable {
      body();
      body = nullptr;  // what it holds goes before anyone is told
      const std::lock_guard lock(state->mutex);
      state->done = true;
      state->changed.notify_all();
    });
  } catch (const std::system_error& e) {
    return core::Error(absl::StatusCode::kResourceExhausted,
                       absl::StrCat("no thread could be started: ", e.what()),
                       {"NO_THREAD", {}, ""});
  }
  if (Wait(*state, call, grace)) {
    thread.join();
    return true;
  }
  thread.detach();
  return false;
}

}  // namespace madad::registry
