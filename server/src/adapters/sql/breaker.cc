#include "adapters/sql/breaker.h"

#include <algorithm>
#include <string>

#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::sql {

absl::Status Breaker::Ask() {
  const std::lock_guard lock(mutex_);
  if (failures_ < options_.failures) return absl::OkStatus();
  const absl::Time now = options_.now();
  if (now >= next_try_) {
    next_try_ = now + wait_;  // others wait for what comes of this try
    return absl::OkStatus();
  }
  core::ErrorDetail detail = core::DetailOf(last_);
  detail.metadata["retry_after"] = absl::FormatDuration(next_try_ - now);
  return core::Error(last_.code(),
                     core::Cat(last_.message(), "; it is tried again in ",
                               absl::FormatDuration(absl::Ceil(next_try_ - now,
                                                               absl::Milliseconds(100)))),
                     detail);
}

void Breaker::Succeeded() {
  const std::lock_guard lock(mutex_);
  failures_ = 0;
  wait_ = absl::ZeroDuration();
}

void Breaker::Failed(const absl::Status& status) {
  const std::lock_guard lock(mutex_);
  last_ = status;
  if (++failures_ < options_.failures) return;
  wait_ = wait_ == absl::ZeroDuration() ? options_.first_wait
                                        : std::min(wait_ * 2, options_.longest_wait);
  next_try_ = options_.now() + wait_;
}

}  // namespace madad::adapters::sql
