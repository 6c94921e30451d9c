// Calls of a model that may never return.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "absl/status/status.h"

#include "core/query.h"
#include "registry/model_handle.h"

namespace madad::registry {

// How one call ends: by itself, or given up by who waited for it. Shared by that one and by the
// thread that is in the plugin. Thread: any, at the same time.
class CallEnd {
 public:
  explicit CallEnd(std::shared_ptr<LoadedModel> model) : model_(std::move(model)) {}

  const LoadedModel& model() const { return *model_; }

  // The call is over.
  void Return();
  // Nobody waits any more, and the model is refused until the call returns. Returns false when it
  // has returned after all.
  bool GiveUp();

  // Runs `body` unless the call was given up; giving up waits for it.
  template <typename Body>
  void WhileAwaited(Body&& body) {
    const std::lock_guard lock(mutex_);
    if (!given_up_) body();
  }

 private:
  const std::shared_ptr<LoadedModel> model_;
  std::mutex mutex_;  // guards the rest
  bool given_up_ = false;
  bool returned_ = false;
};

// Runs `body`, which calls `function` of the plugin and throws nothing, on a thread of its own, and
// returns when it has. What `body` holds may be in use for ever when it has not.
// Errors: DEADLINE_EXCEEDED (MODEL_STUCK) when it has not within the model's grace after the end of
// `call`; RESOURCE_EXHAUSTED (NO_THREAD).
absl::Status CallModel(const std::shared_ptr<CallEnd>& end, const char* function,
                       std::function<void()> body, const core::CallContext& call);

// Errors: UNAVAILABLE (MODEL_STUCK) while a call of the model that was given up goes on.
absl::Status CheckNotStuck(const LoadedModel& model);

}  // namespace madad::registry
