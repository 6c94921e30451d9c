// The engine at its limits, and against independent SQL.
#include "funnel/engine.h"

#include <map>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "funnel/percentile.h"
#include "funnel/report.h"
#include "support/database.h"

namespace madad::testing {
namespace {

namespace engine = conversion::funnel;
using ::testing::ElementsAre;

void RunInTurn(size_t count, const std::function<void(size_t)>& task) {
  for (size_t i = 0; i < count; ++i) task(i);
}

struct StageEvent {
  int entity = 0;
  int stage = 0;  // 0 .. 2: the steps; 3: another
  int64_t time = 0;
};

// Reached of each step, as the engine has it.
std::vector<int64_t> ByEngine(const engine::Definition& definition,
                              const std::vector<StageEvent>& events) {
  const engine::Rules rules(definition);
  engine::Engine found(rules, {}, engine::Engine::Arrival::kAny, RunInTurn);
  for (const StageEvent& event : events) {
    const std::string entity = "entity " + std::to_string(event.entity);
    found.Add({.entity = entity,
               .time = event.time,
               .stage = rules.CodeOf("s" + std::to_string(event.stage))});
  }
  const std::vector<engine::PartAttempts> parts = found.Finish();
  const engine::Report report(rules, parts, 1, engine::kForever, RunInTurn);
  std::vector<int64_t> reached;
  for (const engine::StepFigures& step : report.StepsOf(0)) reached.push_back(step.entered);
  return reached;
}

// Random events of 400 entities, no two of an entity at the same time.
std::vector<StageEvent> RandomEvents() {
  std::mt19937 random(7);
  std::map<int, int64_t> clock;
  std::vector<StageEvent> events;
  for (int i = 0; i < 3'000; ++i) {
    StageEvent event{.entity = static_cast<int>(random() % 400),
                     .stage = static_cast<int>(random() % 4)};
    event.time = clock[event.entity] += 1 + random() % 5;
    events.push_back(event);
  }
  std::shuffle(events.begin(), events.end(), random);
  return events;
}

class EngineSqlTest : public ::testing::Test {
 protected:
  EngineSqlTest() : events_(RandomEvents()), database_(1) {
    std::string rows;
    for (const StageEvent& event : events_) {
      rows += (rows.empty() ? "(" : ", (") + std::to_string(event.entity) + ", 's" +
              std::to_string(event.stage) + "', " + std::to_string(event.time) + ")";
    }
    database_.Run("CREATE TABLE e AS SELECT * FROM (VALUES " + rows + ") AS v(id, stage, t)");
    definition_.steps = {{.stage = "s0"}, {.stage = "s1"}, {.stage = "s2"}};
    definition_.policy = engine::Policy::kStrict;
    definition_.window = 12;
  }
  std::vector<int64_t> Sql(const std::string& sql) {
    std::vector<int64_t> row;
    const std::vector<std::vector<std::string>> rows = database_.Rows(sql);
    for (const std::string& value : rows.at(0)) row.push_back(std::stoll(value));
    return row;
  }

  std::vector<StageEvent> events_;
  Database database_;
  engine::Definition definition_;
};

TEST_F(EngineSqlTest, FirstEntryInOrder) {
  const auto expected = Sql(
      "WITH a AS (SELECT id, min(t) AS t1 FROM e WHERE stage = 's0' GROUP BY id), b AS (SELECT id, "
      "t1, min(t) AS t2 FROM a JOIN e USING (id) WHERE stage = 's1' AND t > t1 AND t <= t1 + 12 "
      "GROUP BY id, t1), c AS (SELECT id, min(t) AS t3 FROM b JOIN e USING (id) WHERE stage = 's2' "
      "AND t > t2 AND t <= t1 + 12 GROUP BY id) SELECT (SELECT count(*) FROM a), (SELECT count(*) "
      "FROM b), (SELECT count(*) FROM c)");
  EXPECT_GT(expected[2], 20);
  EXPECT_EQ(ByEngine(definition_, events_), expected);
}

TEST_F(EngineSqlTest, FirstEntryInAnyOrder) {
  definition_.order = engine::Order::kUnordered;
  const auto expected = Sql(
      "WITH a AS (SELECT id, min(t) AS t1 FROM e WHERE stage <> 's3' GROUP BY id), b AS (SELECT "
      "id, "
      "count(DISTINCT stage) AS n FROM a JOIN e USING (id) WHERE stage <> 's3' AND t BETWEEN t1 "
      "AND t1 + 12 GROUP BY id) SELECT count(*), count(*) FILTER (n >= 2), count(*) FILTER (n >= "
      "3) "
      "FROM b");
  EXPECT_GT(expected[2], 20);
  EXPECT_EQ(ByEngine(definition_, events_), expected);
}

// Any three events in a row: what comes right after a run of s0 is a run of s1,
// and so on; of all such runs the one that goes furthest.
TEST_F(EngineSqlTest, BestEntryWithNothingBetween) {
  definition_.order = engine::Order::kStrict;
  definition_.entry = engine::Entry::kBest;
  const auto expected = Sql(
      "WITH r AS (SELECT id, t, stage, sum(CASE WHEN stage = p THEN 0 ELSE 1 END) OVER (PARTITION "
      "BY id ORDER BY t) AS run FROM (SELECT *, lag(stage, 1, '') OVER (PARTITION BY id ORDER BY "
      "t) "
      "AS p FROM e)), g AS (SELECT id, run, any_value(stage) AS stage, min(t) AS b, max(t) AS z "
      "FROM r GROUP BY id, run), n AS (SELECT a.id, CASE WHEN x.stage = 's1' AND x.b - a.z <= 12 "
      "THEN CASE WHEN y.stage = 's2' AND y.b - a.z <= 12 THEN 3 ELSE 2 END ELSE 1 END AS n FROM g "
      "a "
      "LEFT JOIN g x ON x.id = a.id AND x.run = a.run + 1 LEFT JOIN g y ON y.id = a.id AND y.run = "
      "a.run + 2 WHERE a.stage = 's0'), m AS (SELECT id, max(n) AS n FROM n GROUP BY id) SELECT "
      "count(*), count(*) FILTER (n >= 2), count(*) FILTER (n >= 3) FROM m");
  EXPECT_GT(expected[2], 5);
  EXPECT_EQ(ByEngine(definition_, events_), expected);
}

TEST(EngineTest, OneEntityMayHaveAMillionEvents) {
  engine::Definition definition;
  definition.steps = {{.stage = "a"},
                      {.stage = "b", .optional = true, .max_gap = 50},
                      {.stage = "c", .min_gap = 3, .max_gap = 100}};
  definition.exclusions = {{"x", "", ""}};
  definition.window = 1'000;
  definition.entry = engine::Entry::kBest;
  const engine::Rules rules(definition);
  engine::Engine found(rules, {}, engine::Engine::Arrival::kAny, RunInTurn);
  // Entries by the hundred, and never one that reaches c: x ends each of them.
  for (int64_t i = 0; i < 1'000'000; ++i) {
    const char* stages[] = {"a", "a", "b", "a", "x", "c", "b"};
    found.Add({.entity = "one", .time = i, .stage = rules.CodeOf(stages[i % 7])});
  }
  const std::vector<engine::PartAttempts> parts = found.Finish();
  EXPECT_LT(found.counts().event_bytes, size_t{20} << 20);
  size_t attempts = 0;
  for (const engine::PartAttempts& part : parts) {
    for (const engine::AttemptRow& row : part.attempts.rows) {
      ++attempts;
      EXPECT_EQ(row.reached(), 2);
    }
  }
  EXPECT_EQ(attempts, 1);
}

TEST(EngineTest, EventsByEntityHoldOneEntity) {
  engine::Definition definition;
  definition.steps = {{.stage = "a"}, {.stage = "b"}};
  const engine::Rules rules(definition);
  engine::Engine found(rules, {}, engine::Engine::Arrival::kByEntity, RunInTurn);
  for (int e = 0; e < 50'000; ++e) {
    const std::string entity = "entity " + std::to_string(e);
    found.Add({.entity = entity, .time = 2, .stage = rules.CodeOf("b")});
    found.Add({.entity = entity, .time = 1, .stage = rules.CodeOf("a")});
  }
  EXPECT_EQ(found.Finish()[0].attempts.rows.size(), 50'000);
  // A block of each column and the ids; all the events would be 1.3 million bytes more.
  EXPECT_LT(found.counts().event_bytes, size_t{2} << 20);
}

TEST(PercentileTest, InterpolatesAsTypeSeven) {
  std::vector<int64_t> values = {40, 10, 20, 30};
  EXPECT_EQ(engine::Percentile(values, 50), 25);
  EXPECT_EQ(engine::Percentile(values, 90), 37);  // position 2.7: 30 + 0.7 * 10
  EXPECT_EQ(engine::Percentile(values, 0), 10);
  EXPECT_EQ(engine::Percentile(values, 100), 40);
  EXPECT_EQ(engine::Percentile({}, 50), std::nullopt);
}

TEST(EntityTableTest, CodesAreDenseAndStable) {
  engine::BlockPool pool;
  engine::EntityTable table(pool);
  engine::EntityIndex index;
  const auto code = [&](const std::string& text) {
    return index.CodeOf(table, text, static_cast<uint32_t>(engine::HashOf(text)));
  };
  for (uint32_t i = 0; i < 10'000; ++i) ASSERT_EQ(code(std::to_string(i)), i);
  for (uint32_t i = 0; i < 10'000; ++i) ASSERT_EQ(code(std::to_string(i)), i);
  EXPECT_EQ(code(""), 10'000);
  EXPECT_EQ(table.TextOf(10'000), "");
  EXPECT_EQ(table.TextOf(42), "42");
  // An index made anew knows what an earlier one appended.
  engine::EntityIndex another;
  another.Open(table);
  EXPECT_EQ(another.CodeOf(table, "42", static_cast<uint32_t>(engine::HashOf("42"))), 42);
  // The same hash is not the same text.
  EXPECT_NE(index.CodeOf(table, "left", 1), index.CodeOf(table, "right", 1));
}

}  // namespace
}  // namespace madad::testing
