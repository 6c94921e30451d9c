// Reading into the engine, on two threads.
#include <atomic>
#include <functional>
#include <set>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "funnel/engine.h"

namespace madad::testing {
namespace {

namespace engine = conversion::funnel;
using ::testing::ElementsAre;

// Two at a time, each on a thread of its own.
void RunSideBySide(size_t count, const std::function<void(size_t)>& task) {
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t i = next++; i < count; i = next++) task(i);
  };
  std::thread other(work);
  work();
  other.join();
}

// 60 MB of ids, some longer than a block of memory: several lots wait in turn.
// Entity e has the steps a and, if it is even, b.
TEST(EngineTest, ReadsWhileEarlierIdsAreTurnedIntoCodes) {
  constexpr int kEntities = 3'000;
  engine::Definition definition;
  definition.steps = {{.stage = "a"}, {.stage = "b"}};
  const engine::Rules rules(definition);
  engine::Engine found(rules, {}, engine::Engine::Arrival::kAny, RunSideBySide);
  const auto id_of = [](int e) {
    return std::string(e % 3 == 0 ? 20'000 : 10'000, 'x') + std::to_string(e);
  };
  // Batches of 100, as if each event were many: so a lot is a few of them.
  constexpr int kBatch = 100;
  std::atomic<int> fetched = 0;
  const auto fetch = [&]() -> size_t {
    if (fetched == 2 * kEntities) return 0;
    fetched += kBatch;
    return 20'000;
  };
  int at = 0;
  const auto add = [&] {
    for (const int end = at + kBatch; at < end; ++at) {
      ASSERT_LT(at, fetched);
      const int entity = at % kEntities;
      if (at < kEntities) {
        found.Add({.entity = id_of(entity), .time = 5, .stage = 0});
      } else if (entity % 2 == 0) {
        found.Add({.entity = id_of(entity), .time = 7 + entity, .stage = 1});
      }
    }
  };
  found.Read(fetch, add);
  std::set<std::string> entities;
  for (const engine::PartAttempts& part : found.Finish()) {
    for (const engine::AttemptRow& row : part.attempts.rows) {
      const std::string id(part.entities.TextOf(row.entity));
      ASSERT_TRUE(entities.insert(id).second);
      const int entity = std::stoi(id.substr(id.rfind('x') + 1));
      ASSERT_EQ(id, id_of(entity));
      const auto times = part.attempts.TimesOf(row);
      if (entity % 2 == 0) {
        ASSERT_THAT(times, ElementsAre(5, 7 + entity));
      } else {
        ASSERT_THAT(times, ElementsAre(5));
      }
    }
  }
  EXPECT_EQ(entities.size(), kEntities);
  EXPECT_EQ(found.counts().events, kEntities * 3 / 2);
}

TEST(EngineTest, WhatFetchingThrowsComesOut) {
  engine::Definition definition;
  definition.steps = {{.stage = "a"}};
  const engine::Rules rules(definition);
  // A task that throws on a thread of its own must be caught there, as the host's are.
  const auto one_after_another = [](size_t count, const std::function<void(size_t)>& task) {
    for (size_t i = 0; i < count; ++i) task(i);
  };
  engine::Engine found(rules, {}, engine::Engine::Arrival::kAny, one_after_another);
  const auto fetch = []() -> size_t { throw std::runtime_error("the stream broke"); };
  EXPECT_THROW(found.Read(fetch, [] {}), std::runtime_error);
}

}  // namespace
}  // namespace madad::testing
