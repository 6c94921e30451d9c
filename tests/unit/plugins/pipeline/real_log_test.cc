// Time in stages over the real log of loan applications, against SQL written for these tests.
#include <map>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/stage_dwell.h"
#include "support/database.h"
#include "support/real_data.h"
#include "unit/plugins/pipeline/log_rows.h"

namespace pipeline {
namespace {

using madad::testing::Database;
using madad::testing::RealData;
using sdk::testing::RunModel;
using sdk::testing::RunResult;
using sdk::testing::Table;

// The milestones of an application; what else happens to it is no stage. The stays are intervals
// between an entry and the next one into another stage; those that go on end with the data.
constexpr char kTables[] = R"(
CREATE TABLE log AS SELECT case_id, event_nr, activity, epoch_us(timestamp) AS t
  FROM read_csv('$FILE', types = {'case_id': 'VARCHAR', 'timestamp': 'TIMESTAMPTZ'});
CREATE TABLE entries AS SELECT case_id, event_nr, t, CASE activity
    WHEN 'A_SUBMITTED' THEN 'submitted' WHEN 'A_PREACCEPTED' THEN 'preaccepted'
    WHEN 'A_ACCEPTED' THEN 'accepted' WHEN 'O_SENT' THEN 'offered'
    WHEN 'O_SENT_BACK' THEN 'answered' WHEN 'A_APPROVED' THEN 'won'
    WHEN 'A_DECLINED' THEN 'lost' WHEN 'A_CANCELLED' THEN 'lost' END AS stage
  FROM log WHERE stage IS NOT NULL;
CREATE TABLE moves AS SELECT * FROM (SELECT *, lag(stage) OVER w AS before FROM entries
  WINDOW w AS (PARTITION BY case_id ORDER BY t, event_nr)) WHERE before IS DISTINCT FROM stage;
CREATE TABLE stays AS SELECT stage, coalesce(left_at, (SELECT max(t) FROM log)) - t AS time,
    left_at IS NOT NULL AS finished
  FROM (SELECT *, lead(t) OVER (PARTITION BY case_id ORDER BY t, event_nr) AS left_at FROM moves)
  WHERE stage NOT IN ('won', 'lost');
)";

// The log in a database, and what the model makes of it.
struct Loaded {
  Loaded() : database(2) {
    std::string sql = kTables;
    sql.replace(sql.find("$FILE"), 5, RealData("bpi2012/bpi2012_events.csv"));
    database.Run(sql);
    sdk::testing::Values<std::string> ids, stages;
    sdk::testing::Values<int64_t> times, numbers;
    for (const auto& row : database.Rows(
             "SELECT case_id, stage, t, event_nr FROM entries ORDER BY case_id, t, event_nr")) {
      ids.push_back(row[0]);
      stages.push_back(row[1]);
      times.push_back(std::stoll(row[2]));
      numbers.push_back(std::stoll(row[3]));
    }
    Table log;
    log.Text("entity_id", ids).Dictionary("stage", stages).Timestamp("entered_at", times);
    log.Int64("sequence", numbers);
    run = RunModel<StageDwell>(
        R"({"entity": "application",
            "stages": ["submitted", "preaccepted", "accepted", "offered", "answered"]})",
        {{"log", log}}, {.as_of = std::stoll(database.Rows("SELECT max(t) FROM log")[0][0])});
  }

  Database database;
  RunResult run;
};

class RealLogTest : public ::testing::Test {
 protected:
  static void TearDownTestSuite() { loaded_.reset(); }

  void SetUp() override {
    MADAD_SKIP_WITHOUT_DATA("bpi2012");
    if (loaded_ == nullptr) loaded_ = std::make_unique<Loaded>();
    ASSERT_TRUE(loaded_->run.ok()) << loaded_->run.error;
  }

  // A column of `dwell`, by stage, as text.
  std::map<std::string, std::string> ByStage(const std::string& column) {
    std::map<std::string, std::string> values;
    const Table& dwell = loaded_->run["dwell"];
    for (size_t i = 0; i < dwell.rows(); ++i) {
      values[*dwell.Text("stage")[i]] = std::to_string(*dwell.Int64(column)[i]);
    }
    return values;
  }
  std::map<std::string, std::string> Sql(const std::string& sql) {
    std::map<std::string, std::string> values;
    for (const auto& row : loaded_->database.Rows(sql)) values[row[0]] = row[1];
    return values;
  }

  static inline std::unique_ptr<Loaded> loaded_;
};

TEST_F(RealLogTest, StaysThatEndedAndThatGoOn) {
  EXPECT_EQ(ByStage("finished"),
            Sql("SELECT stage, count(*) FILTER (WHERE finished) FROM stays GROUP BY stage"));
  EXPECT_EQ(ByStage("still_there"),
            Sql("SELECT stage, count(*) FILTER (WHERE NOT finished) FROM stays GROUP BY stage"));
}

// Without those that go on, the stays are those that SQL has, to the microsecond.
TEST_F(RealLogTest, TimesOfFinishedStays) {
  const auto stages = loaded_->run["stays"].Text("stage");
  const auto times = loaded_->run["stays"].Duration("duration");
  const auto censored = loaded_->run["stays"].Bool("is_censored");
  std::map<std::string, int64_t> sums;
  for (size_t i = 0; i < stages.size(); ++i) {
    if (!*censored[i]) sums[*stages[i]] += *times[i];
  }
  std::map<std::string, std::string> texts;
  for (const auto& [stage, sum] : sums) texts[stage] = std::to_string(sum);
  EXPECT_EQ(texts,
            Sql("SELECT stage, sum(time) FILTER (WHERE finished) FROM stays GROUP BY stage"));
}

// The product-limit curve in SQL: those at risk at each time are all that stayed as long.
TEST_F(RealLogTest, KaplanMeierMedian) {
  EXPECT_EQ(
      ByStage("median"),
      Sql("WITH ends AS (SELECT stage, time, count(*) FILTER (WHERE finished) AS d, count(*) AS "
          "leaving FROM stays GROUP BY ALL), risk AS (SELECT *, sum(leaving) OVER (PARTITION BY "
          "stage ORDER BY time DESC) AS n FROM ends), curve AS (SELECT stage, time, d, product(1 - "
          "d "
          "/ n) OVER (PARTITION BY stage ORDER BY time) AS s FROM risk) SELECT stage, min(time) "
          "FILTER (WHERE d > 0 AND s <= 0.5) FROM curve GROUP BY stage"));
}

// Entered, and reached any later stage, or won, at any later time.
TEST_F(RealLogTest, Conversion) {
  const std::string firsts =
      "WITH ranks(stage, rank) AS (VALUES ('submitted', 1), ('preaccepted', 2), ('accepted', 3), "
      "('offered', 4), ('answered', 5), ('won', 6), ('lost', 0)), firsts AS (SELECT case_id, "
      "stage, "
      "min(t) AS t, rank FROM entries JOIN ranks USING (stage) WHERE rank BETWEEN 1 AND 5 GROUP "
      "BY ALL) ";
  EXPECT_EQ(ByStage("entered"), Sql(firsts + "SELECT stage, count(*) FROM firsts GROUP BY stage"));
  EXPECT_EQ(ByStage("advanced"),
            Sql(firsts +
                "SELECT stage, count(*) FROM firsts a WHERE EXISTS (SELECT 1 FROM entries b JOIN "
                "ranks r ON r.stage = b.stage WHERE b.case_id = a.case_id AND r.rank > a.rank AND "
                "b.t >= a.t) GROUP BY stage"));
}

}  // namespace
}  // namespace pipeline
