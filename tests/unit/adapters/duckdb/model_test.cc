// Models over files, and queries over what they make.
#include <algorithm>
#include <functional>

#include <gmock/gmock.h>

#include "core/arrow_reader.h"
#include "core/rows.h"
#include "core/text.h"
#include "support/status_matchers.h"
#include "unit/adapters/duckdb/model_fixture.h"
#include "unit/rpc/arrow_rows.h"

namespace madad::adapters::duckdb {
namespace {

using core::ModelFreshness;
using core::Type;
using madad::testing::ArrowColumn;
using madad::testing::IsOk;
using madad::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

core::ModelShape CountsShape() {
  core::ModelInput events{.name = "events", .stage_log = "lead"};
  events.columns = {{.name = "lead", .value = "entity_id"},
                    {.name = "stage", .value = "stage"},
                    {.name = "at", .value = "entered_at", .type = Type::kTimestamp}};
  events.order = {"lead", "at"};
  core::ModelOutput counts{.name = "counts", .entity = "lead", .key = "lead_id"};
  counts.columns = {{.name = "lead_id", .like = "events.lead"},
                    {.name = "entries", .type = Type::kInt64}};
  return {{events}, {counts}};
}

// Counts the stage entries of each lead; tests decide what goes wrong.
class CountsModel : public core::ModelInstance {
 public:
  explicit CountsModel(std::function<absl::Status()>& before) : before_(before) {}

  const core::ModelShape& shape() const override { return shape_; }
  const std::string& parameters() const override { return parameters_; }
  absl::StatusOr<std::vector<core::ArrowStream>> Compute(std::vector<core::ArrowStream> inputs,
                                                         const core::ModelCall& call) override {
    MADAD_RETURN_IF_ERROR(before_());
    std::vector<core::ResultColumn> read(3);
    for (size_t i = 0; i < 3; ++i) {
      read[i].type = i == 2 ? Type::kTimestamp : Type::kString;
      read[i].values = core::EmptyValues(read[i].type);
    }
    MADAD_RETURN_IF_ERROR(core::ReadArrow(std::move(inputs.at(0)), call.context, 1000, read));
    const auto& leads = std::get<std::vector<std::string>>(read[0].values);
    EXPECT_TRUE(std::is_sorted(leads.begin(), leads.end()));
    std::map<std::string, int64_t> counts;
    for (const std::string& lead : leads) ++counts[lead];
    ArrowColumn ids{.format = "u"};
    ArrowColumn entries{.format = "l"};
    for (const auto& [lead, count] : counts) {
      ids.texts.push_back(repeat_key ? "same" : lead);
      entries.integers.push_back(count);
    }
    call.progress(1, "counted");
    std::vector<core::ArrowStream> outputs;
    outputs.push_back(madad::testing::ToArrow({ids, entries}, static_cast<int64_t>(counts.size())));
    return outputs;
  }

  static inline bool repeat_key = false;

 private:
  const core::ModelShape shape_ = CountsShape();
  const std::string parameters_ = "{}";
  std::function<absl::Status()>& before_;
};

class FakeModels : public core::ModelCode {
 public:
  const std::vector<core::ModelDefinition>& models() const override { return models_; }
  absl::StatusOr<std::unique_ptr<core::ModelInstance>> Create(std::string_view,
                                                              std::string_view) override {
    return std::make_unique<CountsModel>(before);
  }

  std::function<absl::Status()> before = [] { return absl::OkStatus(); };

 private:
  std::vector<core::ModelDefinition> models_ = {{.id = "fake.counts", .plugin = "fake"}};
};

class ModelTest : public ModelFixture {
 protected:
  ModelTest() {
    CountsModel::repeat_key = false;
    core::Table& leads = AddTable("leads", "lead_id", Leads("2024-01-03"),
                                  {{.name = "lead_id"},
                                   {.name = "source"},
                                   {.name = "created_at", .type = Type::kTimestamp},
                                   {.name = "mql_at", .type = Type::kTimestamp}});
    leads.entity = "lead";
    AddDimension("source");
    catalog_.models["counts"] = {.name = "counts", .model = "fake.counts"};
    core::MetricDefinition& metric = AddMetric("fake.entries", "fake.counts", "lead.created_at");
    metric.value = "sum(entries)";
    metric.unit = core::Unit::kCount;
  }

  static std::string Leads(std::string_view last_mql) {
    return core::Cat("lead_id,source,created_at,mql_at\n",
                     "a,web,2024-01-01,2024-01-02\n"
                     "b,web,2024-01-01,\n"
                     "c,fair,2024-01-02,",
                     last_mql, "\n");
  }

  void Start() { StartModels(code_, CountsShape()); }

  absl::StatusOr<bool> RunModel(bool force = false) { return RunInstance("counts", force); }

  absl::StatusOr<core::Result> Ask() {
    return core::RunQuery({.metrics = {"entries"}, .dimensions = {"source"}}, *sources_->world(),
                          {});
  }

  FakeModels code_;
};

TEST_F(ModelTest, MakesATableThatMetricsGroupThroughItsEntity) {
  Start();
  EXPECT_EQ(RunModel().value(), true);
  EXPECT_EQ(progress_, 1);
  const auto answer = Ask();
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(Lines(*answer), ElementsAre("fair|2", "web|3"));
  // How far the leads were known when the model ran.
  EXPECT_EQ(core::ToText(core::Value(*answer->as_of)), "2024-01-03T00:00:00Z");
  EXPECT_EQ(State().freshness, ModelFreshness::kFresh);
  EXPECT_EQ(State().rows, 3);
}

TEST_F(ModelTest, SaysHowToRunWhatHasNotRun) {
  Start();
  EXPECT_THAT(Ask(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("madad model run counts")));
  EXPECT_EQ(State().freshness, ModelFreshness::kNeverRun);
}

TEST_F(ModelTest, RunsOnceForTheSameData) {
  Start();
  EXPECT_THAT(runs_->RunDue({}), ElementsAre("counts"));
  EXPECT_THAT(runs_->RunDue({}), ElementsAre());
  EXPECT_EQ(RunModel().value(), false);
  EXPECT_EQ(RunModel(/*force=*/true).value(), true);
}

TEST_F(ModelTest, IsStaleAndRunsAgainWhenItsDataChanges) {
  Start();
  ASSERT_THAT(RunModel(), IsOk());
  folder_.Write("leads.csv", Leads(""));
  ASSERT_THAT(sources_->Refresh("", true, {}), IsOk());
  const auto before = Ask();
  ASSERT_THAT(before, IsOk());
  EXPECT_THAT(Lines(*before), ElementsAre("fair|2", "web|3"));
  ASSERT_FALSE(before->warnings.empty());
  EXPECT_EQ(before->warnings.front().reason, "MODEL_STALE");
  EXPECT_THAT(runs_->RunDue({}), ElementsAre("counts"));
  const auto after = Ask();
  ASSERT_THAT(after, IsOk());
  EXPECT_THAT(Lines(*after), ElementsAre("fair|1", "web|3"));
  EXPECT_TRUE(after->warnings.empty());
}

TEST_F(ModelTest, AFailureLeavesTheLastGoodTable) {
  Start();
  ASSERT_THAT(RunModel(), IsOk());
  code_.before = [] { return absl::InvalidArgumentError("it does not converge"); };
  EXPECT_THAT(RunModel(/*force=*/true),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("it does not converge")));
  EXPECT_FALSE(State().last_status.ok());
  EXPECT_THAT(Ask(), IsOk());
}

TEST_F(ModelTest, AFailureIsNotTriedAgainOverTheSameData) {
  Start();
  int tries = 0;
  code_.before = [&] {
    ++tries;
    return absl::InvalidArgumentError("no");
  };
  runs_->RunDue({});
  runs_->RunDue({});
  EXPECT_EQ(tries, 1);
}

TEST_F(ModelTest, KeysThatRepeatAreRefused) {
  Start();
  CountsModel::repeat_key = true;
  EXPECT_THAT(RunModel(), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("not unique")));
  EXPECT_EQ(State().freshness, ModelFreshness::kNeverRun);
}

TEST_F(ModelTest, MoreRowsThanAllowedAreRefused) {
  catalog_.models["counts"].max_rows = 2;
  Start();
  EXPECT_THAT(RunModel(),
              StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("more than the 2 rows")));
}

TEST_F(ModelTest, EndsWithItsCall) {
  Start();
  std::stop_source stop;
  code_.before = [&] {
    stop.request_stop();
    return absl::OkStatus();
  };
  const core::CallContext call{.stop = stop.get_token()};
  EXPECT_THAT(runs_->Run("counts", false, call, [](double, std::string_view) {}),
              StatusIs(absl::StatusCode::kCancelled, HasSubstr("counts")));
  code_.before = [] { return absl::OkStatus(); };
  EXPECT_THAT(runs_->RunDue({}), ElementsAre("counts"));
}

TEST_F(ModelTest, AnEventTableGoesBeforeStageColumns) {
  AddTable(
      "lead_stage_events", "", "entity_id,stage,entered_at\na,x,2024-01-01\n",
      {{.name = "entity_id"}, {.name = "stage"}, {.name = "entered_at", .type = Type::kTimestamp}});
  Start();
  ASSERT_THAT(RunModel(), IsOk());
  const auto answer = Ask();
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(Lines(*answer), ElementsAre("web|1"));
}

TEST_F(ModelTest, RunsForOneCallerAlone) {
  Start();
  const auto outcome =
      runs_->RunOnce("fake.counts", "{}", 100, {}, [](double, std::string_view) {});
  ASSERT_THAT(outcome, IsOk());
  EXPECT_THAT(outcome->table_names, ElementsAre("counts"));
  EXPECT_EQ(State().freshness, ModelFreshness::kNeverRun);
  std::vector<std::string> leads;
  EXPECT_THAT(core::ReadRows({.table = "counts",
                              .columns = {"lead_id", "source"},
                              .filter = "entries = 2",
                              .order = {{"source", true}}},
                             *outcome->world, {},
                             [&](const std::vector<core::ResultColumn>& chunk) {
                               for (size_t row = 0; row < chunk[0].size(); ++row) {
                                 leads.push_back(std::get<std::string>(chunk[0].At(row)));
                               }
                               return absl::OkStatus();
                             }),
              IsOk());
  EXPECT_THAT(leads, ElementsAre("a", "c"));
}

TEST_F(ModelTest, OneThatTakesLongDelaysNoOther) {
  catalog_.models["more"] = catalog_.models["counts"];
  catalog_.models["more"].name = "more";
  Start();
  // The first to run waits for the other, which can only come by another thread.
  std::atomic<int> runs = 0;
  code_.before = [&runs] {
    const absl::Time start = absl::Now();
    for (++runs; runs < 2;) {
      if (absl::Now() - start > absl::Seconds(60)) return absl::InternalError("nobody came");
      absl::SleepFor(absl::Milliseconds(1));
    }
    return absl::OkStatus();
  };
  runs_->Start();
  const auto fresh = [this] {
    const std::vector<core::ModelState> states = runs_->instances();
    return std::count_if(states.begin(), states.end(), [](const core::ModelState& state) {
      return state.freshness == ModelFreshness::kFresh || !state.last_status.ok();
    });
  };
  while (fresh() < 2) absl::SleepFor(absl::Milliseconds(5));
  for (const core::ModelState& state : runs_->instances()) EXPECT_THAT(state.last_status, IsOk());
}

TEST_F(ModelTest, AnUnknownInstanceIsNamed) {
  Start();
  EXPECT_THAT(runs_->Run("count", false, {}, [](double, std::string_view) {}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("did you mean counts")));
}

}  // namespace
}  // namespace madad::adapters::duckdb
