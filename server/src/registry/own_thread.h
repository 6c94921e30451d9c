// Work that may never end.
#pragma once

#include <functional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "core/query.h"

namespace madad::registry {

// Runs `body`, which throws nothing, on a thread of its own. Returns true once it has returned.
// False when it has not within `grace` after the call was over: the thread then goes on by itself,
// with all that `body` holds. Errors: RESOURCE_EXHAUSTED when there is no thread to be had.
absl::StatusOr<bool> RunOnOwnThread(std::function<void()> body, const core::CallContext& call,
                                    absl::Duration grace);

}  // namespace madad::registry
