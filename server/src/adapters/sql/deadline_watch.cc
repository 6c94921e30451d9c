#include "adapters/sql/deadline_watch.h"

#include "absl/time/clock.h"

namespace madad::adapters::sql {

DeadlineWatch::DeadlineWatch() : thread_([this] { Run(); }) {}

DeadlineWatch::~DeadlineWatch() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

DeadlineWatch::Guard DeadlineWatch::Watch(absl::Time deadline, std::function<void()> action) {
  Key key;
  bool is_first = false;
  {
    const std::lock_guard lock(mutex_);
    key = {deadline, next_++};
    const auto added = actions_.emplace(key, std::move(action)).first;
    is_first = added == actions_.begin();
  }
  // The thread need not wake for one that is later than what it waits for.
  if (is_first && deadline != absl::InfiniteFuture()) changed_.notify_one();
  return {*this, key};
}

void DeadlineWatch::Forget(const Key& key) {
  const std::lock_guard lock(mutex_);
  actions_.erase(key);
}

void DeadlineWatch::Run() {
  std::unique_lock lock(mutex_);
  while (!closing_) {
    if (actions_.empty() || actions_.begin()->first.first == absl::InfiniteFuture()) {
      changed_.wait(lock);
      continue;
    }
    const absl::Time next = actions_.begin()->first.first;
    if (absl::Now() < next) {
      changed_.wait_until(lock, absl::ToChronoTime(next));
      continue;
    }
    // Under the lock, so that whoever forgets it waits until it has run.
    const auto action = actions_.extract(actions_.begin());
    action.mapped()();
  }
}

}  // namespace madad::adapters::sql
