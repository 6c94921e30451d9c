// The threads that plugins share.
#include "registry/task_threads.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace madad::registry {
namespace {

// How many tasks run, and how often each has.
struct Seen {
  explicit Seen(size_t count) : times(count) {}
  void Do(size_t i) {
    int now = ++running;
    int seen = most.load();
    while (seen < now && !most.compare_exchange_weak(seen, now)) {
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    ++times[i];
    --running;
  }
  static void Task(void* arg, size_t i) { static_cast<Seen*>(arg)->Do(i); }

  std::vector<std::atomic<int>> times;
  std::atomic<int> running = 0;
  std::atomic<int> most = 0;
};

TEST(TaskThreadsTest, EachTaskRunsOnceAndNoMoreAtATimeThanAllowed) {
  for (const size_t threads : {0, 1, 3}) {
    TaskThreads tasks(threads);
    Seen seen(50);
    tasks.Run(seen.times.size(), Seen::Task, &seen);
    for (const auto& time : seen.times) EXPECT_EQ(time, 1);
    EXPECT_LE(seen.most, std::max<int>(static_cast<int>(threads), 1));
    tasks.Run(0, nullptr, nullptr);
  }
}

TEST(TaskThreadsTest, CallersShareWhatIsFree) {
  TaskThreads tasks(3);
  Seen seen(200);
  {
    std::vector<std::jthread> callers;
    for (int caller = 0; caller < 2; ++caller) {
      callers.emplace_back([&] { tasks.Run(seen.times.size(), Seen::Task, &seen); });
    }
  }
  for (const auto& time : seen.times) EXPECT_EQ(time, 2);
  EXPECT_LE(seen.most, 4);  // two callers, and two threads beside them
}

TEST(TaskThreadsTest, TasksInTasksRunOneAfterAnother) {
  struct Nested {
    TaskThreads tasks{4};
    std::atomic<int> inner = 0;
    std::atomic<int> elsewhere = 0;
  } nested;
  nested.tasks.Run(
      4,
      [](void* arg, size_t) {
        struct Inner {
          Nested& all;
          std::thread::id caller;
        } inner{*static_cast<Nested*>(arg), std::this_thread::get_id()};
        inner.all.tasks.Run(
            10,
            [](void* data, size_t) {
              auto& in = *static_cast<Inner*>(data);
              ++in.all.inner;
              if (std::this_thread::get_id() != in.caller) ++in.all.elsewhere;
            },
            &inner);
      },
      &nested);
  EXPECT_EQ(nested.inner, 40);
  EXPECT_EQ(nested.elsewhere, 0);
}

TEST(TaskThreadsTest, ATaskThatThrowsEndsAlone) {
  TaskThreads tasks(2);
  std::atomic<int> ran = 0;
  tasks.Run(
      20,
      [](void* arg, size_t i) {
        ++*static_cast<std::atomic<int>*>(arg);
        if (i % 2 == 0) throw std::runtime_error("against the ABI");
      },
      &ran);
  EXPECT_EQ(ran, 20);
}

}  // namespace
}  // namespace madad::registry
