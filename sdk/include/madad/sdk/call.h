// The context of one computation.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <time.h>

#include "madad/abi/host.h"
#include "madad/sdk/error.h"
#include "madad/sdk/tasks.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {

enum class LogLevel : int32_t {
  kDebug = MADAD_LOG_DEBUG,
  kInfo = MADAD_LOG_INFO,
  kWarning = MADAD_LOG_WARNING,
  kError = MADAD_LOG_ERROR,
};

// Under which a model computes.
// Thread: any, at the same time. Lifetime: until Compute returns.
class Call {
 public:
  // Either may be null.
  Call(const madad_host* host, const madad_call* call) : call_(call), tasks_(host) {}

  // True once somebody gave up on the call or its deadline has passed.
  bool cancelled() const {
    return (call_ != nullptr && call_->cancelled != nullptr && call_->cancelled(call_->ctx) != 0) ||
           PastDeadline();
  }

  // Throws when the call is over: ask every few thousand rows, so that the model stops soon.
  // Errors: MADAD_DEADLINE_EXCEEDED, MADAD_CANCELLED.
  void Check() const {
    if (!cancelled()) return;
    if (PastDeadline()) {
      throw Error(MADAD_DEADLINE_EXCEEDED, "the model's time is over", MADAD_SOURCE_DOWNSTREAM);
    }
    throw Error(MADAD_CANCELLED, "the call was cancelled", MADAD_SOURCE_DOWNSTREAM);
  }

  // Says how far it is, 0 to 1, with a word for a person ("fitting").
  void Progress(double fraction, std::string_view step = {}) const {
    if (call_ == nullptr || call_->progress == nullptr) return;
    call_->progress(call_->ctx, fraction, {step.data(), step.size()});
  }

  // Writes a line to the server's log.
  void Log(LogLevel level, std::string_view text) const {
    if (call_ == nullptr || call_->log == nullptr) return;
    call_->log(call_->ctx, static_cast<int32_t>(level), {text.data(), text.size()});
  }
  void Log(std::string_view text) const { Log(LogLevel::kInfo, text); }

  // How far the data is known, in microseconds since 1970 UTC: what is later has not happened yet.
  // Nulls: when nobody knows.
  std::optional<int64_t> as_of() const {
    if (call_ == nullptr || !MADAD_HAS_FIELD(call_, madad_call, as_of_us)) return std::nullopt;
    if (call_->as_of_us == INT64_MIN) return std::nullopt;
    return call_->as_of_us;
  }

  // The IANA name of the zone in which the catalog cuts days, weeks and months; UTC under a host
  // that does not say.
  std::string_view timezone() const {
    return HasLocalDays() ? std::string_view(call_->timezone.ptr, call_->timezone.len) : "UTC";
  }

  // Returns the day (since 1970-01-01) in that zone of each instant (microseconds since 1970 UTC).
  // Thread: any.
  std::vector<int32_t> LocalDays(const std::vector<int64_t>& instants) const {
    std::vector<int32_t> days(instants.size());
    if (HasLocalDays()) {
      call_->local_days(call_->ctx, instants.data(), instants.size(), days.data());
    } else {
      for (size_t i = 0; i < days.size(); ++i) days[i] = UtcDay(instants[i]);
    }
    return days;
  }
  int32_t LocalDay(int64_t instant) const { return LocalDays({instant}).front(); }

  const Tasks& tasks() const { return tasks_; }

  // A word for the plugin's own logs; may be empty.
  std::string_view trace_id() const {
    if (call_ == nullptr || call_->trace_id.ptr == nullptr) return {};
    return {call_->trace_id.ptr, call_->trace_id.len};
  }

 private:
  bool HasLocalDays() const {
    return call_ != nullptr && MADAD_HAS_FIELD(call_, madad_call, local_days) &&
           call_->local_days != nullptr;
  }
  static int32_t UtcDay(int64_t instant) {
    constexpr int64_t kDay = 86'400'000'000;
    return static_cast<int32_t>(instant / kDay - (instant % kDay < 0 ? 1 : 0));
  }
  bool PastDeadline() const {
    if (call_ == nullptr || call_->deadline_mono_ns == INT64_MAX) return false;
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec >= call_->deadline_mono_ns;
  }

  const madad_call* call_;
  Tasks tasks_;
};

}  // namespace madad::sdk
#pragma GCC visibility pop
