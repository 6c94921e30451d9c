// The engine against trying every subsequence, over random histories.
#include <cstdlib>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "funnel/engine.h"
#include "unit/plugins/conversion/random_funnels.h"

namespace madad::testing {
namespace {

namespace engine = conversion::funnel;
using Entry = ReferenceFunnel::Entry;
using AttemptsByEntity = std::map<std::string, std::vector<ReferenceAttempt>>;

constexpr int kEntities = 20;  // of a funnel

// How many histories a policy is tried with: MADAD_FULL=1 asks for all.
int Histories() { return std::getenv("MADAD_FULL") != nullptr ? 100'000 : 10'000; }

void RunInTurn(size_t count, const std::function<void(size_t)>& task) {
  for (size_t i = 0; i < count; ++i) task(i);
}

// The engine's attempts in the reference's words. A row's group and amount are
// its id, so the first and last event matched are known as well as the times.
AttemptsByEntity Found(const std::vector<engine::PartAttempts>& parts) {
  AttemptsByEntity found;
  for (const engine::PartAttempts& part : parts) {
    for (size_t i = 0; i < part.attempts.rows.size(); ++i) {
      const engine::AttemptRow& row = part.attempts.rows[i];
      ReferenceAttempt attempt;
      for (int step = 0; step < 64; ++step) {
        if (((row.matched >> step) & 1) != 0) attempt.steps.push_back(step);
      }
      const auto times = part.attempts.TimesOf(row);
      attempt.times.assign(times.begin(), times.end());
      attempt.ids = {row.group, part.attempts.values[i]};
      if (!part.attempts.lost_at.empty() && part.attempts.lost_at[i] != engine::kForever) {
        attempt.lost_at = part.attempts.lost_at[i];
      }
      found[std::string(part.entities.TextOf(row.entity))].push_back(attempt);
    }
  }
  return found;
}

// What both say, in one form: which attempt was early is told as a sum only.
AttemptsByEntity Comparable(AttemptsByEntity attempts) {
  for (auto& [entity, list] : attempts) {
    for (ReferenceAttempt& attempt : list) {
      attempt.ids = {attempt.ids.front(), attempt.ids.back()};
      attempt.is_early = false;
    }
  }
  return attempts;
}

std::string Describe(const ReferenceFunnel& funnel,
                     const std::vector<std::vector<ReferenceEvent>>& histories) {
  std::string text = "order " + std::to_string(static_cast<int>(funnel.order)) + " window " +
                     std::to_string(funnel.window.value_or(-1)) +
                     (funnel.reached_or_beyond ? " reached_or_beyond" : " strict");
  for (const ReferenceStep& step : funnel.steps) {
    text += "\n step" + std::string(step.optional ? " optional" : "") + " gap " +
            std::to_string(step.min_gap) + ".." + std::to_string(step.max_gap.value_or(-1));
  }
  for (const ReferenceExclusion& x : funnel.exclusions) {
    text += "\n without " + std::to_string(x.stage) + " after " + std::to_string(x.after) +
            " before " + std::to_string(x.before);
  }
  for (size_t e = 0; e < histories.size(); ++e) {
    text += "\n entity " + std::to_string(e) + ":";
    for (const ReferenceEvent& event : histories[e]) {
      text += " " + std::to_string(event.stage) + "@" + std::to_string(event.time) + "#" +
              std::to_string(event.id);
    }
  }
  return text;
}

struct Case {
  ReferenceFunnel funnel;
  std::vector<std::vector<ReferenceEvent>> histories;  // by entity
  bool with_sequence = false;
};

Case RandomCase(RandomFunnels& random, Entry entry, bool with_rules) {
  Case made{.funnel = random.Funnel(entry, with_rules), .with_sequence = random.OneIn(3)};
  int64_t id = 0;
  for (int i = 0; i < kEntities; ++i) {
    made.histories.push_back(random.History(made.funnel, 8, made.with_sequence, id));
    id += 8;
  }
  return made;
}

engine::EventRow Row(const engine::Rules& rules, const std::string& entity,
                     const ReferenceEvent& event) {
  return {.entity = entity,
          .time = event.time,
          .stage = rules.CodeOf(StageName(event.stage)),
          .sequence = event.sequence.value_or(engine::kForever),
          .amount = event.id,
          .group = static_cast<uint32_t>(event.id)};
}

// Lets the engine find the attempts; events of entities are mixed unless they
// arrive by entity.
AttemptsByEntity ByEngine(const Case& made, engine::Engine::Arrival arrival, size_t* early) {
  const engine::Rules rules(EngineFunnel(made.funnel));
  engine::Engine found(rules, {made.with_sequence, true, true}, arrival, RunInTurn);
  const auto add = [&](size_t entity, size_t event) {
    found.Add(Row(rules, "entity " + std::to_string(entity), made.histories[entity][event]));
  };
  for (size_t a = 0; a < std::max<size_t>(8, kEntities); ++a) {
    for (size_t b = 0; b < std::max<size_t>(8, kEntities); ++b) {
      const auto [entity, event] =
          arrival == engine::Engine::Arrival::kAny ? std::pair(b, a) : std::pair(a, b);
      if (entity < made.histories.size() && event < made.histories[entity].size()) {
        add(entity, event);
      }
    }
  }
  const std::vector<engine::PartAttempts> parts = found.Finish();
  *early = 0;
  for (const engine::PartAttempts& part : parts) *early += part.attempts.early;
  return Found(parts);
}

class EngineReferenceTest : public ::testing::TestWithParam<std::tuple<Entry, bool>> {};

TEST_P(EngineReferenceTest, AgreesWithTryingEverySubsequence) {
  const auto [entry, with_rules] = GetParam();
  RandomFunnels random(20'261'125);
  size_t attempts = 0;
  size_t converted = 0;
  for (int done = 0; done < Histories(); done += kEntities) {
    const Case made = RandomCase(random, entry, with_rules);
    AttemptsByEntity expected;
    size_t expected_early = 0;
    for (size_t e = 0; e < made.histories.size(); ++e) {
      const auto list = BruteForce(made.funnel, made.histories[e]);
      for (const ReferenceAttempt& attempt : list) {
        expected_early += attempt.is_early ? 1 : 0;
        converted += attempt.steps.size() > 1 ? 1 : 0;
      }
      attempts += list.size();
      if (!list.empty()) expected["entity " + std::to_string(e)] = list;
    }
    for (const auto arrival : {engine::Engine::Arrival::kAny, engine::Engine::Arrival::kByEntity}) {
      size_t early = 0;
      const AttemptsByEntity found = ByEngine(made, arrival, &early);
      ASSERT_EQ(found, Comparable(expected)) << Describe(made.funnel, made.histories);
      ASSERT_EQ(early, expected_early) << Describe(made.funnel, made.histories);
    }
  }
  // The histories are worth comparing.
  EXPECT_GT(attempts, static_cast<size_t>(Histories()) / 2);
  EXPECT_GT(converted, static_cast<size_t>(Histories()) / 10);
}

std::string NameOf(const ::testing::TestParamInfo<std::tuple<Entry, bool>>& info) {
  constexpr const char* kNames[] = {"FirstEntry", "BestEntry", "EveryEntry"};
  return std::string(kNames[static_cast<int>(std::get<0>(info.param))]) +
         (std::get<1>(info.param) ? "WithExclusionsGapsAndOptionalSteps" : "");
}

INSTANTIATE_TEST_SUITE_P(Entries, EngineReferenceTest,
                         ::testing::Combine(::testing::Values(Entry::kFirst, Entry::kBest,
                                                              Entry::kEvery),
                                            ::testing::Bool()),
                         NameOf);

}  // namespace

void PrintTo(const ReferenceAttempt& attempt, std::ostream* out) {
  for (size_t i = 0; i < attempt.steps.size(); ++i) {
    *out << attempt.steps[i] << "@" << attempt.times[i] << " ";
  }
  for (const int64_t id : attempt.ids) *out << "#" << id;
  if (attempt.lost_at) *out << " lost@" << *attempt.lost_at;
}

}  // namespace madad::testing
