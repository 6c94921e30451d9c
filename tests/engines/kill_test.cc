// Servers that are killed and started again while queries run.
#include <atomic>
#include <filesystem>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "absl/time/clock.h"

#include "core/engine.h"
#include "core/text.h"
#include "engines/engines.h"
#include "engines/worlds.h"
#include "support/status_matchers.h"

namespace madad::engines {
namespace {

constexpr int kThreads = 4;
constexpr int kKills = 3;

ptrdiff_t OpenFiles() {
  const std::filesystem::directory_iterator files("/proc/self/fd");
  return std::distance(begin(files), end(files));
}

class KillTest : public ::testing::TestWithParam<std::string> {
 protected:
  void Start() {
    madad::testing::TableRows facts{
        "facts", {{.name = "id"}, {.name = "at", .type = core::Type::kTimestamp}}, {}, "id"};
    for (int i = 0; i < 1'000; ++i) facts.rows.push_back({core::Cat(i), "2024-01-01T00:00:00Z"});
    const auto source = FillServer(GetParam(), server_, {facts});
    if (absl::IsUnavailable(source.status())) GTEST_SKIP() << source.status().message();
    ASSERT_THAT(source, madad::testing::IsOk());
    // What it wrote must be there after a crash.
    server_.Stop();
    server_.Start();
    world_ = worlds_.Load(
        core::Cat("sources:\n  shop: {", *source, ", mode: pushdown, pool: 2}\n",
                  "tables:\n  facts: {source: shop, relation: facts_", getpid(), ", key: id, ",
                  "columns: {id: id, at: {type: timestamp}}}\n",
                  "metrics:\n  t.rows: {from: facts, at: at, value: count(*), unit: count}\n"));
  }

  // Asks once and notes what came of it.
  void Ask() {
    const auto result = core::RunQuery({.metrics = {"t.rows"}}, *world_,
                                       {.deadline = absl::Now() + absl::Seconds(30)});
    const std::lock_guard lock(mutex_);
    if (result.ok()) {
      ++answered_;
      EXPECT_EQ(core::ToText(result->columns.at(0).At(0)), "1000");
    } else {
      ++failed_;
      EXPECT_EQ(result.status().code(), absl::StatusCode::kUnavailable) << result.status();
      EXPECT_THAT(std::string(result.status().message()), ::testing::HasSubstr("shop"));
    }
  }

  // Kills the server and starts it again while `asked` grows to `queries`.
  void KillAndStart(const std::atomic<int>& asked, int queries) {
    for (int i = 1; i <= kKills; ++i) {
      while (asked < i * queries / (kKills + 1)) absl::SleepFor(absl::Milliseconds(1));
      server_.Kill();
      absl::SleepFor(absl::Milliseconds(100));
      server_.Start();
      EXPECT_TRUE(server_.is_there()) << server_.why_not();
    }
  }

  madad::testing::EngineServer server_{GetParam()};
  Worlds worlds_;
  std::shared_ptr<const core::World> world_;
  std::mutex mutex_;  // guards these
  int answered_ = 0;
  int failed_ = 0;
};

TEST_P(KillTest, QueriesFailClearlyAndRecover) {
  const ptrdiff_t files = OpenFiles();
  Start();
  if (IsSkipped() || HasFailure()) return;
  const int queries = LongOr(200, 1'000);
  std::atomic<int> asked = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      while (asked++ < queries) {
        Ask();
        absl::SleepFor(absl::Milliseconds(5));
      }
    });
  }
  KillAndStart(asked, queries);
  threads.clear();
  EXPECT_GT(answered_, 0);
  EXPECT_GT(failed_, 0) << "nobody noticed";
  // The breaker closes by itself.
  const absl::Time start = absl::Now();
  for (const int before = answered_;
       answered_ == before && absl::Now() < start + absl::Seconds(60);) {
    Ask();
    absl::SleepFor(absl::Milliseconds(100));
  }
  const int before = answered_;
  Ask();
  EXPECT_EQ(answered_, before + 1);
  RecordProperty("answered", answered_);
  RecordProperty("failed", failed_);
  world_ = nullptr;
  EXPECT_LE(OpenFiles(), files + 1) << "connections are left";
}

INSTANTIATE_TEST_SUITE_P(Servers, KillTest, ::testing::Values("postgresql", "mysql", "clickhouse"),
                         [](const auto& kind) { return kind.param; });

}  // namespace
}  // namespace madad::engines
