// Calls that end while an engine works for them.
#pragma once

#include <functional>
#include <stop_token>

#include "absl/time/time.h"

#include "adapters/sql/deadline_watch.h"
#include "core/query.h"

namespace madad::adapters::sql {

// Runs an action once, from another thread, when a call is cancelled or its
// deadline passes, unless it is destroyed before. After its destruction the
// action does not run, nor is it still running.
class Interruption {
 public:
  // `action` must be short and safe from any thread.
  // Lifetime: `watch` outlives it.
  Interruption(DeadlineWatch& watch, const core::CallContext& call, std::function<void()> action)
      : on_stop_(call.stop, action), on_deadline_(watch.Watch(call.deadline, std::move(action))) {}
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

 private:
  std::stop_callback<std::function<void()>> on_stop_;
  DeadlineWatch::Guard on_deadline_;
};

}  // namespace madad::adapters::sql
