#include "core/query.h"

#include "absl/time/clock.h"

#include "core/status.h"

namespace madad::core {

absl::Status CallContext::Check() const {
  if (stop.stop_requested()) {
    return Error(absl::StatusCode::kCancelled, "the caller cancelled the query",
                 {"QUERY_CANCELLED", {}, ""});
  }
  if (absl::Now() >= deadline) {
    return Error(absl::StatusCode::kDeadlineExceeded,
                 "the deadline passed before the query was done; give it more time or ask for less",
                 {"QUERY_DEADLINE_EXCEEDED", {}, ""});
  }
  return absl::OkStatus();
}

}  // namespace madad::core
