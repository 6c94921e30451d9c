// Leaving a server alone that does not answer.
#pragma once

#include <functional>
#include <mutex>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace madad::adapters::sql {

// Opens after failures in a row; then calls fail at once, but for one at a time
// that tries whether the server is back. Each failed try doubles the wait.
// Thread: any, at the same time.
class Breaker {
 public:
  struct Options {
    int failures = 3;  // in a row
    absl::Duration first_wait = absl::Seconds(1);
    absl::Duration longest_wait = absl::Seconds(30);
    std::function<absl::Time()> now = absl::Now;
  };
  explicit Breaker(Options options) : options_(std::move(options)) {}

  // OK when the server may be asked; `Succeeded` or `Failed` must follow. Else
  // the status it last failed with, and in how long it is tried again (reason
  // SOURCE_UNAVAILABLE, metadata `retry_after`).
  absl::Status Ask();
  void Succeeded();
  void Failed(const absl::Status& status);

 private:
  const Options options_;
  std::mutex mutex_;
  int failures_ = 0;
  absl::Duration wait_ = absl::ZeroDuration();
  absl::Time next_try_ = absl::InfinitePast();
  absl::Status last_;
};

}  // namespace madad::adapters::sql
