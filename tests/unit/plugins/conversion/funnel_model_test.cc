// The model conversion.funnel over small logs, against figures worked out by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/plugins/conversion/funnel_rows.h"

namespace madad::testing {
namespace {

using conversion::funnel::FunnelModel;
using sdk::testing::RunResult;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Optional;

constexpr int64_t kMinute = kTestMinute;
constexpr int64_t kHour = kTestHour;
constexpr int64_t kDay = kTestDay;

// kpis.md's trace that tells entry policies apart.
std::vector<LogRow> WorkedTrace() {
  return {{"e", "A", kHour},
          {"e", "A", 90 * kMinute},
          {"e", "B", 105 * kMinute},
          {"e", "C", 135 * kMinute}};
}

std::string WorkedFunnel(const std::string& entry) {
  return R"({"steps": ["A", "B", "C"], "window": "1h", "entry": ")" + entry + R"("})";
}

TEST(FunnelModelTest, EntryPoliciesDifferOnTheWorkedTrace) {
  const RunResult first = RunFunnel(WorkedFunnel("first_entry"), StageLog(WorkedTrace()));
  ASSERT_TRUE(first.ok()) << first.error;
  EXPECT_THAT(first["steps"].Int64("entered"), ElementsAre(1, 1, 0));
  EXPECT_THAT(first["entities"].Bool("converted"), ElementsAre(false));
  const RunResult best = RunFunnel(WorkedFunnel("best_entry"), StageLog(WorkedTrace()));
  EXPECT_THAT(best["steps"].Int64("entered"), ElementsAre(1, 1, 1));
  EXPECT_THAT(best["entities"].Timestamp("entered_at"), ElementsAre(90 * kMinute));
  EXPECT_THAT(best["entities"].Duration("time_to_convert"), ElementsAre(45 * kMinute));
  const RunResult every = RunFunnel(WorkedFunnel("every_entry"), StageLog(WorkedTrace()));
  EXPECT_THAT(every["steps"].Int64("entered"), ElementsAre(2, 1, 1));
  EXPECT_THAT(every["entities"].Text("attempt"), ElementsAre("e#1", "e#2"));
  EXPECT_THAT(every["entities"].Int64("reached"), ElementsAre(1, 3));
}

// Four leads of two sources. d is lost; c skips mql.
std::vector<LogRow> Leads() {
  return {{"a", "lead", 0, 100'00, "web"},        {"b", "lead", 0, 200'00, "web"},
          {"c", "lead", kDay, 300'00, "fair"},    {"d", "lead", kDay, 50'00, "fair"},
          {"a", "mql", 2 * kDay, 100'00, "web"},  {"b", "mql", 4 * kDay, 250'00, "web"},
          {"a", "won", 10 * kDay, 150'00, "web"}, {"c", "won", 5 * kDay, 300'00, "other"},
          {"d", "lost", 3 * kDay, 50'00, "fair"}};
}
constexpr char kLeadFunnel[] = R"({"steps": ["lead", "mql", "won"])";

TEST(FunnelModelTest, StepsAddUp) {
  const RunResult run = RunFunnel(std::string(kLeadFunnel) + "}", StageLog(Leads()), 30 * kDay);
  ASSERT_TRUE(run.ok()) << run.error;
  const sdk::testing::Table& steps = run["steps"];
  EXPECT_THAT(steps.Int64("step"), ElementsAre(1, 2, 3));
  EXPECT_THAT(steps.Text("stage"), ElementsAre("lead", "mql", "won"));
  EXPECT_THAT(steps.Int64("entered"), ElementsAre(4, 3, 2));
  EXPECT_THAT(steps.Int64("reached_next"), ElementsAre(3, 2, std::nullopt));
  EXPECT_THAT(steps.Double("step_rate"), ElementsAre(0.75, 2.0 / 3, std::nullopt));
  EXPECT_THAT(steps.Double("overall_rate"), ElementsAre(1.0, 0.75, 0.5));
  EXPECT_THAT(steps.Int64("drop_off"), ElementsAre(1, 1, std::nullopt));
  // lead to mql: 2, 4 and (implied by won) 4 days; mql to won: 8 and 0.
  EXPECT_THAT(steps.Duration("time_to_next_median"), ElementsAre(4 * kDay, 4 * kDay, std::nullopt));
  EXPECT_THAT(steps.Duration("time_to_next_p90"),
              ElementsAre(4 * kDay, 8 * kDay * 9 / 10, std::nullopt));
  EXPECT_THAT(steps.Duration("time_from_first_median"),
              ElementsAre(std::nullopt, 4 * kDay, 7 * kDay));
  EXPECT_THAT(steps.Int64("mature"), ElementsAre(std::nullopt, std::nullopt, std::nullopt));
  // The newest amounts: a 150, b 250, c 300, d 50.
  EXPECT_THAT(steps.Decimal("value"), ElementsAre(750'00, 700'00, 450'00));
  EXPECT_THAT(steps.Double("value_share"), ElementsAre(1.0, 700.0 / 750, 0.6));
}

TEST(FunnelModelTest, StrictPolicyTakesOnlyWhatIsThere) {
  const RunResult run = RunFunnel(std::string(kLeadFunnel) + R"(, "policy": "strict"})",
                                  StageLog(Leads()), 30 * kDay);
  EXPECT_THAT(run["steps"].Int64("entered"), ElementsAre(4, 2, 1));
}

TEST(FunnelModelTest, BreakdownIsTheEntrys) {
  const RunResult run = RunFunnel(std::string(kLeadFunnel) + R"(, "by": ["source"]})",
                                  StageLog(Leads(), true), 30 * kDay);
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_THAT(run["steps"].Text("source"),
              ElementsAre("fair", "fair", "fair", "web", "web", "web"));
  EXPECT_THAT(run["steps"].Int64("entered"), ElementsAre(2, 1, 1, 2, 2, 1));
}

TEST(FunnelModelTest, NullIsAGroupOfItsOwn) {
  const std::vector<LogRow> rows = {{"a", "lead", 0, {}, std::nullopt}, {"b", "lead", 0, {}, ""}};
  const RunResult run = RunFunnel(R"({"steps": ["lead"], "by": ["source"]})", StageLog(rows, true));
  EXPECT_THAT(run["steps"].Text("source"), ElementsAre("", std::nullopt));
}

TEST(FunnelModelTest, RatesAreThoseOfMatureEntries) {
  // c and d entered a day later: with as_of after ten days their window is open.
  const RunResult run =
      RunFunnel(std::string(kLeadFunnel) + R"(, "window": "10d"})", StageLog(Leads()), 10 * kDay);
  ASSERT_TRUE(run.ok()) << run.error;
  const sdk::testing::Table& steps = run["steps"];
  EXPECT_THAT(steps.Int64("entered"), ElementsAre(4, 3, 2));
  EXPECT_THAT(steps.Int64("mature"), ElementsAre(2, 2, 1));  // a's window ends with its outcome
  EXPECT_THAT(steps.Int64("immature"), ElementsAre(2, 1, 1));
  EXPECT_THAT(steps.Double("step_rate"), ElementsAre(1.0, 0.5, std::nullopt));
  EXPECT_THAT(steps.Duration("time_to_next_median"), ElementsAre(3 * kDay, 8 * kDay, std::nullopt));
  EXPECT_THAT(run["notes"].Text("code"), ElementsAre("ENTRIES_IMMATURE"));
}

TEST(FunnelModelTest, NothingMatureHasNoRate) {
  const RunResult run =
      RunFunnel(std::string(kLeadFunnel) + R"(, "window": "100d"})", StageLog(Leads()), 10 * kDay);
  EXPECT_THAT(run["steps"].Double("overall_rate"),
              ElementsAre(std::nullopt, std::nullopt, std::nullopt));
}

TEST(FunnelModelTest, RangeSelectsEntriesAndNotOutcomes) {
  const std::string range = R"(, "from": "1970-01-01", "to": "1970-01-02T02:00:00+02:00"})";
  const RunResult run = RunFunnel(kLeadFunnel + range, StageLog(Leads()), 30 * kDay);
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_THAT(run["steps"].Int64("entered"), ElementsAre(2, 2, 1));
}

TEST(FunnelModelTest, CurveAllowsForLossAndOpenAttempts) {
  const RunResult run = RunFunnel(std::string(kLeadFunnel) + "}", StageLog(Leads()), 30 * kDay);
  const sdk::testing::Table& curve = run["curve"];
  // Of four: d is lost after 2 days, c won after 4, a after 10; b is open for 30.
  EXPECT_THAT(curve.Duration("elapsed"), ElementsAre(2 * kDay, 4 * kDay, 10 * kDay));
  EXPECT_THAT(curve.Int64("at_risk"), ElementsAre(4, 3, 2));
  const auto near = [](double value) { return Optional(DoubleNear(value, 1e-12)); };
  EXPECT_THAT(curve.Double("converted"), ElementsAre(near(0), near(0.25), near(0.5)));
  EXPECT_THAT(curve.Double("lost"), ElementsAre(near(0.25), near(0.25), near(0.25)));
  // Kaplan-Meier without d after day 2: 1 - 2/3, then 1 - 2/3 * 1/2.
  EXPECT_THAT(curve.Double("naive"), ElementsAre(near(0), near(1.0 / 3), near(2.0 / 3)));
}

TEST(FunnelModelTest, TimesToConvertAreSpreadOverRanges) {
  const RunResult run = RunFunnel(std::string(kLeadFunnel) + "}", StageLog(Leads()), 30 * kDay);
  EXPECT_THAT(run["times"].Duration("at_least"), ElementsAre(3 * kDay, 7 * kDay));
  EXPECT_THAT(run["times"].Duration("below"), ElementsAre(7 * kDay, 14 * kDay));
  EXPECT_THAT(run["times"].Int64("count"), ElementsAre(1, 1));
}

TEST(FunnelModelTest, TraceSaysWhatBecameOfEveryEvent) {
  const RunResult run = RunFunnel(R"({"steps": ["A", "B", "C"], "window": "1h", "trace": "e"})",
                                  StageLog(WorkedTrace()));
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_THAT(run["matches"].Int64("step"), ElementsAre(1, std::nullopt, 2, std::nullopt));
  EXPECT_THAT(run["matches"].Text("verdict"),
              ElementsAre("matched", "not matched: another event is the step's", "matched",
                          "not matched: later than the window"));
  EXPECT_THAT(
      RunFunnel(R"({"steps": ["A"], "trace": "x"})", StageLog(WorkedTrace()))["matches"].Text(
          "verdict"),
      IsEmpty());
}

TEST(FunnelModelTest, TraceShowsEntriesThatAreImplied) {
  const std::vector<LogRow> rows = {{"c", "lead", 0}, {"c", "call", 1}, {"c", "won", 2}};
  const RunResult run =
      RunFunnel(R"({"steps": ["lead", "mql", "won"], "trace": "c"})", StageLog(rows));
  EXPECT_THAT(run["matches"].Text("stage"), ElementsAre("lead", "call", "mql", "won"));
  EXPECT_THAT(run["matches"].Text("verdict"),
              ElementsAre("matched", "not matched: no step of the funnel",
                          "matched: taken as entered, a later stage was", "matched"));
}

TEST(FunnelModelTest, NotesCountWhatIsWrongWithTheLog) {
  sdk::testing::Table log;
  log.Text("entity_id", {"a", "a", "b", std::nullopt, "c", "d", "d", "e"});
  log.Text("stage", {"lead", "won", "lead", "lead", std::nullopt, "lead", "won", "lead"});
  log.Timestamp("entered_at", {5, 3, std::nullopt, 1, 1, 7, 7, 100});
  log.Decimal("amount", 2, sdk::testing::Values<int64_t>(8));
  const RunResult run = RunFunnel(R"({"steps": ["lead", "won"]})", log, 50);
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_THAT(run["notes"].Text("code"),
              ElementsAre("ENTITY_MISSING", "STAGE_MISSING", "TIME_MISSING", "LATER_THAN_AS_OF",
                          "TIES_WITHOUT_SEQUENCE", "OUTCOME_BEFORE_ENTRY", "ENTRIES_OPEN"));
  EXPECT_THAT(run["notes"].Int64("count"), ElementsAre(1, 1, 1, 1, 1, 1, 1));
  EXPECT_THAT(run["steps"].Decimal("value"), ElementsAre(std::nullopt, std::nullopt));
}

TEST(FunnelModelTest, StageThatNoEventHasIsNoted) {
  const RunResult run = RunFunnel(R"({"steps": ["lead", "sgl"]})", StageLog(Leads()));
  EXPECT_THAT(*run["notes"].Text("message")[0],
              HasSubstr("'sgl'; the log's other stages include 'mql', 'won'"));
}

TEST(FunnelModelTest, EmptyLogHasStepsOfNothing) {
  const RunResult run = RunFunnel(std::string(kLeadFunnel) + "}", StageLog({}));
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_THAT(run["steps"].Int64("entered"), ElementsAre(0, 0, 0));
  EXPECT_THAT(run["steps"].Double("step_rate"),
              ElementsAre(std::nullopt, std::nullopt, std::nullopt));
  EXPECT_EQ(run["entities"].rows(), 0);
  EXPECT_EQ(run["curve"].rows(), 0);
}

TEST(FunnelModelTest, NumbersAreIdsToo) {
  sdk::testing::Table log;
  log.Int64("entity_id", {-7, -7}).Text("stage", {"lead", "won"}).Timestamp("entered_at", {1, 2});
  log.Double("amount", {1.25, 2.5});
  const RunResult run = RunFunnel(R"({"steps": ["lead", "won"], "trace": "-7"})", log);
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_THAT(run["entities"].Int64("entity_id"), ElementsAre(-7));
  EXPECT_THAT(run["entities"].Double("value"), ElementsAre(2.5));
  EXPECT_EQ(run["matches"].rows(), 2);
}

TEST(FunnelModelTest, EventsByEntityGiveTheSame) {
  std::vector<LogRow> rows = Leads();
  std::stable_sort(rows.begin(), rows.end(),
                   [](const LogRow& a, const LogRow& b) { return a.entity < b.entity; });
  const RunResult run = RunFunnel(std::string(kLeadFunnel) + R"(, "arrival": "by_entity"})",
                                  StageLog(rows), 30 * kDay);
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_THAT(run["steps"].Int64("entered"), ElementsAre(4, 3, 2));
  EXPECT_THAT(run["entities"].Text("attempt"), ElementsAre("a", "b", "c", "d"));
}

TEST(FunnelModelTest, WrongParametersAreExplained) {
  const std::pair<const char*, const char*> wrong[] = {
      {R"({})", "parameter 'steps' is required"},
      {R"({"steps": []})", "no steps; name at least one stage"},
      {R"({"steps": "lead"})", "parameter 'steps': is \"lead\", expected a list"},
      {R"({"steps": [3]})", "parameter 'steps': 3 is no step; write a stage"},
      {R"({"steps": ["a", "b", "a"]})", "step 3 ('a') repeats step 1"},
      {R"({"steps": [{"stage": "a", "max": "1d"}]})", "which is none of: stage, optional"},
      {R"({"steps": ["a", {"stage": "b", "max_gap": "1 day"}]})", "'1 day' is no duration"},
      {R"({"steps": ["a", {"stage": "b", "min_gap": "2d", "max_gap": "1d"}]})",
       "step 2 ('b') can never be reached"},
      {R"({"steps": ["a", {"stage": "b", "optional": true}]})", "step 2 ('b') cannot be optional"},
      {R"({"steps": ["a", "b"], "exclude": [{"stage": "x", "after": "c"}]})",
       "names 'c', which is no step; the steps are 'a', 'b'"},
      {R"({"steps": ["a", "b"], "exclude": [{"stage": "x", "after": "b", "before": "a"}]})",
       "which does not come later"},
      {R"({"steps": ["a", {"stage": "b", "max_gap": "1d"}], "order": "unordered"})",
       "needs an order of steps"},
      {R"({"steps": ["a"], "window": "1mo"})", "parameter 'window': '1mo' has no fixed length"},
      {R"({"steps": ["a"], "order": "any"})", "expected one of: ordered, unordered, strict"},
      {R"({"steps": ["a"], "from": "2024-02-30"})", "parameter 'from': '2024-02-30' is no instant"},
      {R"({"steps": ["a"], "from": "2024-02-02", "to": "2024-02-02"})", "is not after from"},
      {R"({"steps": ["a"], "by": ["stage"]})", "would have the column 'stage' twice"}};
  for (const auto& [parameters, problem] : wrong) {
    const RunResult run = RunFunnel(parameters, StageLog({}));
    EXPECT_EQ(run.code, MADAD_INVALID_ARGUMENT) << parameters;
    EXPECT_THAT(run.error, HasSubstr(problem));
  }
}

TEST(FunnelModelTest, CancellationEndsIt) {
  sdk::testing::RunOptions options;
  options.cancel_after = 0;
  const RunResult run = sdk::testing::RunModel<FunnelModel>(
      R"({"steps": ["lead"]})", {{"events", StageLog(Leads())}}, options);
  EXPECT_EQ(run.code, MADAD_CANCELLED);
}

TEST(FunnelModelTest, SumBeyondADecimalIsAnError) {
  const int64_t large = std::numeric_limits<int64_t>::max() - 1;
  const RunResult run = RunFunnel(R"({"steps": ["lead"]})",
                                  StageLog({{"a", "lead", 0, large}, {"b", "lead", 0, large}}));
  EXPECT_EQ(run.code, MADAD_OUT_OF_RANGE);
  EXPECT_THAT(run.error, HasSubstr("add up to more than a decimal holds"));
}

}  // namespace
}  // namespace madad::testing
