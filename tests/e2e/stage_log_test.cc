// Time in stages on the real log of loan applications, against SQL written for these tests.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "e2e/real_data_server.h"
#include "support/database.h"

namespace madad::testing {
namespace {

// The milestones of an application; what else happens to it is no stage.
constexpr char kCatalog[] = R"(
tables:
  application_stage_events:
    source: bpi2012
    files: bpi2012_events.csv
    columns:
      entity_id: case_id
      stage:
        from: activity
        values: {A_SUBMITTED: submitted, A_PREACCEPTED: preaccepted, A_ACCEPTED: accepted,
          O_SENT: offered, O_SENT_BACK: answered, A_APPROVED: won, A_DECLINED: lost,
          A_CANCELLED: lost}
        nulls: [A_PARTLYSUBMITTED, A_FINALIZED, A_REGISTERED, A_ACTIVATED, O_SELECTED, O_CREATED,
          O_ACCEPTED, O_CANCELLED, O_DECLINED, W_Completeren aanvraag, W_Nabellen offertes,
          W_Valideren aanvraag, W_Nabellen incomplete dossiers, W_Afhandelen leads,
          W_Beoordelen fraude, W_Wijzigen contractgegevens]
      entered_at: {from: timestamp, type: timestamp}
      sequence: {from: event_nr, type: int64}
models:
  dwell: {model: pipeline.stage_dwell, params: {entity: application,
    stages: [submitted, preaccepted, accepted, offered, answered]}}
dimensions:
  stage: {}
metrics:
  bpi.finished: {from: dwell_stays, at: entered_at, value: count(*), filter: NOT is_censored}
  bpi.median: {from: dwell_stays, at: entered_at, value: median(duration), filter: NOT is_censored,
    unit: duration}
)";

// The stays, as intervals between an entry and the next one into another stage.
constexpr char kStays[] = R"(
CREATE VIEW entries AS SELECT case_id, event_nr, epoch_us(timestamp) AS at, CASE activity
    WHEN 'A_SUBMITTED' THEN 'submitted' WHEN 'A_PREACCEPTED' THEN 'preaccepted'
    WHEN 'A_ACCEPTED' THEN 'accepted' WHEN 'O_SENT' THEN 'offered'
    WHEN 'O_SENT_BACK' THEN 'answered' WHEN 'A_APPROVED' THEN 'won'
    WHEN 'A_DECLINED' THEN 'lost' WHEN 'A_CANCELLED' THEN 'lost' END AS stage
  FROM read_csv('$FILE', types={'timestamp': 'TIMESTAMPTZ'}) WHERE stage IS NOT NULL;
CREATE VIEW moves AS SELECT * FROM (SELECT *, lag(stage) OVER w AS before FROM entries
  WINDOW w AS (PARTITION BY case_id ORDER BY at, event_nr)) WHERE before IS DISTINCT FROM stage;
CREATE TABLE stays AS SELECT * FROM (SELECT case_id, stage, at,
    lead(at) OVER (PARTITION BY case_id ORDER BY at, event_nr) AS left_at FROM moves)
  WHERE stage NOT IN ('won', 'lost');
CREATE TABLE until AS SELECT max(epoch_us(timestamp)) AS at
  FROM read_csv('$FILE', types={'timestamp': 'TIMESTAMPTZ'});
CREATE TABLE times AS SELECT stage, coalesce(left_at, (SELECT at FROM until)) - stays.at AS time,
  left_at IS NOT NULL AS finished FROM stays;
)";

class StageLogTest : public RealDataServer {
 protected:
  StageLogTest() : RealDataServer("bpi2012", kCatalog), database_(2) {}

  void SetUp() override {
    RealDataServer::SetUp();
    if (IsSkipped()) return;
    std::string sql = kStays;
    const std::string file = absl::StrCat(RealData("bpi2012"), "/bpi2012_events.csv");
    for (size_t at = sql.find("$FILE"); at != std::string::npos; at = sql.find("$FILE")) {
      sql.replace(at, 5, file);
    }
    database_.Run(sql);
    const Output run = RunMadad(*server_, {"model", "run", "dwell"});
    ASSERT_EQ(run.exit_code, 0) << run.err;
  }

  Rows Table(const std::string& table, const std::string& columns, const std::string& sort) {
    const Output output = RunMadad(
        *server_, {"rows", table, "--columns", columns, "--sort", sort, "--format", "csv"});
    EXPECT_EQ(output.exit_code, 0) << output.err;
    Rows rows = ParseCsv(output.out);
    if (!rows.empty()) rows.erase(rows.begin());
    return rows;
  }

  Database database_;
};

TEST_F(StageLogTest, StaysThatEndedByStage) {
  const Rows expected = database_.Rows(
      "SELECT stage, count(*) FILTER (WHERE finished), median(time) FILTER (WHERE finished) "
      "FROM times GROUP BY stage ORDER BY stage");
  const Rows actual = Query({"bpi.finished", "bpi.median", "--by", "stage", "--sort", "stage"});
  ASSERT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < actual.size(); ++i) {
    EXPECT_EQ(actual[i][0], expected[i][0]);
    EXPECT_EQ(actual[i][1], expected[i][1]) << actual[i][0];
    EXPECT_NEAR(std::stod(actual[i][2]), std::stod(expected[i][2]), 1) << actual[i][0];
  }
}

// The product-limit curve in SQL: those at risk at each time are all that stayed as long.
TEST_F(StageLogTest, KaplanMeierMedianByStage) {
  const Rows expected = database_.Rows(
      "WITH at AS (SELECT stage, time, count(*) FILTER (WHERE finished) AS d, count(*) AS leaving "
      "FROM times GROUP BY ALL), risk AS (SELECT *, sum(leaving) OVER (PARTITION BY stage ORDER BY "
      "time DESC) AS n FROM at), curve AS (SELECT stage, time, d, product(1 - d / n) OVER "
      "(PARTITION BY stage ORDER BY time) AS s FROM risk) SELECT stage, min(time) FILTER (WHERE d "
      "> 0 AND s <= 0.5) FROM curve GROUP BY stage ORDER BY stage");
  const Rows actual = Table("dwell", "stage,median", "stage");
  ASSERT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < actual.size(); ++i) {
    EXPECT_EQ(actual[i][0], expected[i][0]);
    EXPECT_NEAR(std::stod(actual[i][1]), std::stod(expected[i][1]), 1) << actual[i][0];
  }
}

// Entered and reached: any later stage, or won, at any later time.
TEST_F(StageLogTest, ConversionByStage) {
  const Rows expected = database_.Rows(
      "WITH ranks(stage, rank) AS (VALUES ('submitted', 1), ('preaccepted', 2), ('accepted', 3), "
      "('offered', 4), ('answered', 5), ('won', 6), ('lost', 0)), firsts AS (SELECT case_id, "
      "stage, "
      "min(at) AS at, rank FROM entries JOIN ranks USING (stage) GROUP BY ALL) SELECT a.stage, "
      "count(*), count(*) FILTER (WHERE EXISTS (SELECT 1 FROM entries b JOIN ranks r ON r.stage = "
      "b.stage WHERE b.case_id = a.case_id AND r.rank > a.rank AND b.at >= a.at)) FROM firsts a "
      "WHERE a.rank BETWEEN 1 AND 5 GROUP BY a.stage ORDER BY a.stage");
  EXPECT_EQ(Table("dwell", "stage,entered,advanced", "stage"), expected);
}

}  // namespace
}  // namespace madad::testing
