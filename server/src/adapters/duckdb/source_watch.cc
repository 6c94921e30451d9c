#include "adapters/duckdb/source_watch.h"

#include <algorithm>

#include "absl/time/clock.h"

#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

// How long after a look that failed the next one is.
constexpr absl::Duration kRetryPeriod = absl::Seconds(5);

}  // namespace

SourceWatch::SourceWatch(TableSources& sources, const core::Catalog& catalog,
                         const TableSourcesOptions& options)
    : sources_(sources), options_(options) {
  for (const auto& [name, source] : catalog.sources) {
    const bool is_known = source.is_files() || options.sql.contains(name);
    if (!is_known || source.watch_micros <= 0) continue;
    periods_[name] = absl::Microseconds(source.watch_micros);
    due_[name] = absl::Now() + periods_[name];
  }
  thread_ = std::jthread([this](const std::stop_token& stop) { Run(stop); });
}

void SourceWatch::Wake() {
  {
    const std::lock_guard lock(mutex_);
    has_work_ = true;
  }
  changed_.notify_one();
}

void SourceWatch::Run(const std::stop_token& stop) {
  const core::CallContext call{.stop = stop};
  absl::Time next = absl::Now();
  while (WaitUntil(next, stop, true)) {
    next = LookAround(call);
    // Its only errors are the end of the watch.
    sources_.LayOut(call).status().IgnoreError();
  }
}

absl::Time SourceWatch::LookAround(const core::CallContext& call) {
  absl::Time next = absl::InfiniteFuture();
  for (auto& [source, due] : due_) {
    if (due <= absl::Now()) {
      LookAt(source, call);
      // A database that is back is found soon.
      const bool waits = options_.sql.contains(source) && sources_.HasFailed(source);
      due = absl::Now() + (waits ? std::min(periods_[source], kRetryPeriod) : periods_[source]);
    }
    next = std::min(next, due);
  }
  return next;
}

// Files that are being written are left to settle: reading them would only be
// for nothing.
void SourceWatch::LookAt(const std::string& source, const core::CallContext& call) {
  if (!sources_.HasChanged(source)) return;
  if (options_.sql.contains(source)) return Load(source, call);
  const absl::Time limit = absl::Now() + options_.settle_limit;
  std::string seen = sources_.Look(source);
  while (absl::Now() < limit) {
    if (!WaitUntil(absl::Now() + options_.settle, call.stop, false)) return;
    std::string now = sources_.Look(source);
    if (now == seen) break;
    seen = std::move(now);
  }
  Load(source, call);
}

void SourceWatch::Load(const std::string& source, const core::CallContext& call) {
  const auto loaded = sources_.Refresh(source, false, call);
  if (loaded.ok() || call.stop.stop_requested()) return;
  options_.log(core::Cat("source ", source, ": ", loaded.status().message()));
}

bool SourceWatch::WaitUntil(absl::Time time, const std::stop_token& stop, bool wakes) {
  std::unique_lock lock(mutex_);
  const auto is_over = [&] { return wakes && has_work_; };
  if (time == absl::InfiniteFuture()) {
    changed_.wait(lock, stop, is_over);
  } else {
    changed_.wait_until(lock, stop, absl::ToChronoTime(time), is_over);
  }
  if (wakes) has_work_ = false;
  return !stop.stop_requested();
}

}  // namespace madad::adapters::duckdb
