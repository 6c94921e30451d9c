// Bottlenecks, in logs made by hand and in the demo's data.
#include "pipeline/bottleneck.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "demo/generators.h"
#include "unit/plugins/pipeline/log_rows.h"

namespace pipeline {
namespace {

using sdk::testing::RunModel;
using sdk::testing::RunResult;
using sdk::testing::Table;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

RunResult RunLog(const Table& log, int64_t as_of, std::string_view parameters = "{}") {
  RunResult run = RunModel<Bottleneck>(parameters, {{"log", log}}, {.as_of = as_of});
  EXPECT_TRUE(run.ok()) << run.error;
  return run;
}

// A value of the row of a stage and measure.
template <typename T>
std::optional<T> ValueOf(const RunResult& run, const std::string& measure, const std::string& stage,
                         const std::string& column) {
  const Table& rows = run["bottleneck"];
  for (size_t i = 0; i < rows.rows(); ++i) {
    if (rows.Text("measure")[i] != measure || rows.Text("stage")[i] != stage) continue;
    const sdk::Value& value = rows.At(column).values[i];
    if (std::holds_alternative<T>(value)) return std::get<T>(value);
    return std::nullopt;
  }
  ADD_FAILURE() << "no row of " << measure << " in " << stage;
  return std::nullopt;
}

// Forty entities a month for a year, that stay 2 days in `new` and `slow` days in `offer`, of whom
// every `lost`-th is lost there. From the tenth month on both are as given.
Log Year(int64_t slow, int lost) {
  Log log;
  for (int i = 0; i < 480; ++i) {
    const int month = i / 40;
    const int64_t day = month * 30 + i % 30;
    const std::string id = std::to_string(1000 + i);
    const int64_t stay = 4 + i % 3 + (month >= 9 ? slow : 0);
    const bool is_lost = i % (month >= 9 ? lost : 8) == 0;
    log.rows.push_back({id, "new", day});
    log.rows.push_back({id, "offer", day + 2});
    log.rows.push_back({id, is_lost ? "lost" : "won", day + 2 + stay});
  }
  return log;
}

TEST(BottleneckTest, NothingHasChanged) {
  const RunResult run = RunLog(Year(0, 8).ToTable(), DayOf(360));
  const auto& rows = run["bottleneck"];
  EXPECT_THAT(rows.Text("measure"), ElementsAre("dwell", "dwell", "drop_off", "drop_off"));
  EXPECT_THAT(rows.Text("stage"), ElementsAre("offer", "new", "offer", "new"));
  EXPECT_THAT(rows.Int64("rank"), ElementsAre(1, 2, 1, 2));
  EXPECT_THAT(rows.Duration("median"), ElementsAre(Days(5), Days(2), std::nullopt, std::nullopt));
  EXPECT_THAT(rows.Text("verdict"), testing::Each(testing::Optional(std::string("as before"))));
}

TEST(BottleneckTest, AStageThatBecameSlower) {
  const RunResult run = RunLog(Year(6, 8).ToTable(), DayOf(360));
  EXPECT_EQ(ValueOf<std::string>(run, "dwell", "offer", "verdict"), "slower");
  EXPECT_EQ(ValueOf<int64_t>(run, "dwell", "offer", "median"), Days(11));
  EXPECT_EQ(ValueOf<int64_t>(run, "dwell", "offer", "median_before"), Days(5));
  EXPECT_LT(*ValueOf<double>(run, "dwell", "offer", "p_adjusted"), 1e-6);
  EXPECT_EQ(ValueOf<std::string>(run, "dwell", "new", "verdict"), "as before");
  const std::string evidence = *ValueOf<std::string>(run, "dwell", "offer", "evidence");
  EXPECT_THAT(evidence, HasSubstr("recent stays in offer last 11.0 days or longer"));
  EXPECT_THAT(evidence, HasSubstr("rank 1 of 2 (1 is the slowest), 5.5 times the next, new"));
  EXPECT_THAT(evidence, HasSubstr("slower than before, 5.0 days"));
}

TEST(BottleneckTest, AStageThatLosesMore) {
  const RunResult run = RunLog(Year(0, 2).ToTable(), DayOf(360));
  EXPECT_EQ(ValueOf<std::string>(run, "drop_off", "offer", "verdict"), "more");
  EXPECT_NEAR(*ValueOf<double>(run, "drop_off", "offer", "lost_share"), 0.5, 0.02);
  EXPECT_NEAR(*ValueOf<double>(run, "drop_off", "offer", "lost_share_before"), 0.125, 0.01);
  EXPECT_LT(*ValueOf<double>(run, "drop_off", "offer", "lost_share_low"), 0.5);
  EXPECT_GT(*ValueOf<double>(run, "drop_off", "offer", "lost_share_high"), 0.5);
  EXPECT_EQ(ValueOf<std::string>(run, "dwell", "offer", "verdict"), "as before");
  EXPECT_THAT(*ValueOf<std::string>(run, "drop_off", "offer", "evidence"),
              HasSubstr("were lost within 45.0 days"));
}

TEST(BottleneckTest, TooFewStaysSaySo) {
  const Log log{{"a", "new", 1}, {"a", "won", 9}, {"b", "new", 3}, {"b", "won", 5}};
  const RunResult run = RunLog(log.ToTable(), DayOf(10));
  EXPECT_EQ(ValueOf<std::string>(run, "dwell", "new", "verdict"), "too few");
  EXPECT_EQ(ValueOf<int64_t>(run, "dwell", "new", "rank"), std::nullopt);
  EXPECT_THAT(*ValueOf<std::string>(run, "dwell", "new", "evidence"),
              HasSubstr("only 2 of 2 recent stays in new have ended; 10 are needed"));
  const RunResult lenient = RunLog(log.ToTable(), DayOf(10), R"({"min_stays": 2})");
  EXPECT_EQ(ValueOf<std::string>(lenient, "dwell", "new", "verdict"), "no history");
  EXPECT_EQ(ValueOf<int64_t>(lenient, "dwell", "new", "rank"), 1);
}

TEST(BottleneckTest, EmptyLog) {
  EXPECT_EQ(RunLog(Log().ToTable(), DayOf(10))["bottleneck"].rows(), 0U);
}

constexpr int64_t kSecond = 1'000'000;

// The stage log of the demo's leads, as its files have it.
Table DemoLog(const std::vector<madad::demo::Lead>& leads) {
  sdk::testing::Values<std::string> ids, stages;
  sdk::testing::Values<int64_t> times, sequences;
  for (const madad::demo::Lead& lead : leads) {
    const std::pair<const char*, std::optional<madad::demo::Time>> entries[] = {
        {"lead", lead.created}, {"mql", lead.mql},
        {"sql", lead.sql},      {"opportunity", lead.opportunity},
        {"won", lead.won},      {"lost", lead.lost}};
    std::vector<std::pair<madad::demo::Time, const char*>> log;
    for (const auto& [stage, time] : entries) {
      if (time) log.emplace_back(*time, stage);
    }
    std::stable_sort(log.begin(), log.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (size_t i = 0; i < log.size(); ++i) {
      ids.push_back(std::to_string(1'000'000 + lead.number));
      stages.push_back(log[i].second);
      times.push_back(DayOf(0) + log[i].first * kSecond);
      sequences.push_back(static_cast<int64_t>(i) + 1);
    }
  }
  Table table;
  table.Text("entity_id", ids).Dictionary("stage", stages).Timestamp("entered_at", times);
  return table.Int64("sequence", sequences);
}

// The generator makes sales-qualified leads wait: half of them more than three weeks. Leads are
// done with their own stages when they become opportunities, which have a log of theirs.
TEST(BottleneckTest, NamesTheSlowStageOfTheDemo) {
  std::vector<madad::demo::Lead> leads = madad::demo::MakeLeads(1, 20'000);
  madad::demo::MakeOpportunities(1, leads);
  const RunResult run = RunLog(DemoLog(leads), DayOf(731),
                               R"({"entity": "lead", "stages": ["lead", "mql", "sql"],
                                   "won": ["opportunity", "won"]})");
  const Table& rows = run["bottleneck"];
  EXPECT_EQ(rows.Text("measure")[0], "dwell");
  EXPECT_EQ(rows.Int64("rank")[0], 1);
  EXPECT_EQ(rows.Text("stage")[0], "sql") << *rows.Text("evidence")[0];
  EXPECT_GT(*ValueOf<int64_t>(run, "dwell", "sql", "median"),
            2 * *ValueOf<int64_t>(run, "dwell", "lead", "median"));
  EXPECT_THAT(*rows.Text("evidence")[0], HasSubstr("rank 1 of 3 (1 is the slowest)"));
}

}  // namespace
}  // namespace pipeline
