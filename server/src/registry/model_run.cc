#include "registry/model_run.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include <time.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "core/utf8.h"
#include "core/zone.h"
#include "registry/contain.h"
#include "registry/names.h"

namespace madad::registry {
namespace {

// A word for a person is no essay.
constexpr size_t kMaxStep = 120;
constexpr int64_t kDayMicros = 86'400'000'000;

// Returns the deadline on CLOCK_MONOTONIC.
int64_t MonotonicNanos(absl::Time deadline) {
  if (deadline == absl::InfiniteFuture()) return INT64_MAX;
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return absl::ToInt64Nanoseconds(absl::DurationFromTimespec(now) + (deadline - absl::Now()));
}

void ReleaseAll(std::vector<ArrowArrayStream>& streams) noexcept {
  for (ArrowArrayStream& stream : streams) {
    if (stream.release == nullptr) continue;
    Contain("a stream's release()", [&] { stream.release(&stream); }).IgnoreError();
  }
}

}  // namespace

ModelRun::ModelRun(std::shared_ptr<ModelHandle> handle, const char* name, PluginFunction function,
                   const core::ModelCall& call, std::vector<core::ArrowStream> inputs,
                   size_t outputs)
    : handle_(std::move(handle)),
      name_(name),
      function_(std::move(function)),
      end_(std::make_shared<CallEnd>(handle_->shared_model())),
      call_(call),
      zone_name_(call.zone.name()),
      abi_{sizeof(madad_call),
           0,
           this,
           MonotonicNanos(call.context.deadline),
           &ModelRun::Cancelled,
           &ModelRun::Log,
           &ModelRun::Progress,
           {nullptr, 0},
           call.as_of ? call.as_of->micros : INT64_MIN,
           {zone_name_.data(), zone_name_.size()},
           &ModelRun::LocalDays},
      in_(inputs.size()),
      out_(outputs),
      error_(EmptyError()) {
  for (size_t i = 0; i < inputs.size(); ++i) in_[i] = std::exchange(*inputs[i].get(), {});
}

ModelRun::~ModelRun() {
  ReleaseAll(in_);
  ReleaseAll(out_);
}

void ModelRun::Execute() {
  thrown_ = Contain(
      name_,
      [&] {
        code_ = function_(handle_->get(), &abi_, in_.data(), in_.size(), out_.data(), out_.size(),
                          &error_);
      },
      kModelThrew);
  // Only with MADAD_OK are they the server's.
  if (!thrown_.ok() || code_ != MADAD_OK) out_.assign(out_.size(), {});
}

absl::StatusOr<std::vector<core::ArrowStream>> ModelRun::TakeOutputs() {
  MADAD_RETURN_IF_ERROR(thrown_);
  if (code_ != MADAD_OK) {
    const bool says_over = code_ == MADAD_CANCELLED || code_ == MADAD_DEADLINE_EXCEEDED;
    // A model that gives up by itself was not cancelled by anyone.
    const bool is_over = !call_.context.Check().ok();
    return PluginError(name_, says_over && !is_over ? MADAD_INTERNAL : code_, error_, kModelFailed);
  }
  std::vector<core::ArrowStream> streams;
  for (ArrowArrayStream& stream : out_) streams.emplace_back(&stream);
  return streams;
}

int32_t ModelRun::Cancelled(void* ctx) noexcept {
  ModelRun& run = *static_cast<ModelRun*>(ctx);
  return run.call_.context.Check().ok() ? 0 : 1;
}

void ModelRun::Log(void* ctx, int32_t level, madad_str text) noexcept {
  static_cast<ModelRun*>(ctx)->handle_->session().host().LogOf(level, text);
}

void ModelRun::Progress(void* ctx, double fraction, madad_str text) noexcept {
  ModelRun& run = *static_cast<ModelRun*>(ctx);
  try {
    const std::string step = core::Clip(ViewOf(text), kMaxStep);
    const double sound = std::isnan(fraction) ? 0 : std::clamp(fraction, 0.0, 1.0);
    run.end_->WhileAwaited([&] { run.call_.progress(sound, step); });
  } catch (...) {
    // What cannot be shown must not end the computation.
  }
}

void ModelRun::LocalDays(void* ctx, const int64_t* instants, size_t n, int32_t* days) noexcept {
  if (n == 0) return;
  const auto [first, last] = std::minmax_element(instants, instants + n);
  const std::vector<core::OffsetSpan> spans =
      core::UtcToLocal(static_cast<ModelRun*>(ctx)->call_.zone, {*first}, {*last});
  size_t span = 0;
  for (size_t i = 0; i < n; ++i) {
    int64_t local = instants[i];
    if (!spans.empty()) {
      // Mostly the one of the instant before.
      if (span > 0 && local < spans[span - 1].until.micros) span = 0;
      while (span + 1 < spans.size() && local >= spans[span].until.micros) ++span;
      local += spans[span].offset_micros;
    }
    days[i] = static_cast<int32_t>(local / kDayMicros - (local % kDayMicros < 0 ? 1 : 0));
  }
}

}  // namespace madad::registry
