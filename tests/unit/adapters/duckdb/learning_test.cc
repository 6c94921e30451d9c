// Models that learn, over files: when they are trained, and what of it serves.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "artifacts/memory_store.h"
#include "core/arrow_reader.h"
#include "core/rows.h"
#include "core/text.h"
#include "support/status_matchers.h"
#include "unit/adapters/duckdb/model_fixture.h"
#include "unit/rpc/arrow_rows.h"

namespace madad::adapters::duckdb {
namespace {

using core::ArtifactState;
using core::ModelFreshness;
using core::Type;
using madad::testing::ArrowColumn;
using madad::testing::IsOk;
using madad::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

core::ModelShape ScoresShape() {
  core::ModelInput leads{.name = "leads", .table = "leads"};
  leads.columns = {{.name = "lead_id", .value = "lead_id"},
                   {.name = "size", .value = "size", .type = Type::kInt64},
                   {.name = "won", .value = "won", .type = Type::kBool, .optional = true},
                   {.name = "campaign", .value = "campaign", .optional = true}};
  leads.from_request = true;
  core::ModelInput notes{.name = "notes", .table = "notes"};
  notes.columns = {{.name = "note", .value = "note"}};
  core::ModelOutput scores{.name = "scores", .entity = "lead", .key = "lead_id"};
  scores.columns = {{.name = "lead_id", .like = "leads.lead_id"},
                    {.name = "score", .type = Type::kInt64}};
  return {.inputs = {leads, notes}, .outputs = {scores}, .trained = true};
}

// What the model is told to do, and what it was asked.
struct Script {
  std::function<absl::Status()> on_train = [] { return absl::OkStatus(); };
  std::function<absl::Status()> on_apply = [] { return absl::OkStatus(); };
  bool replaces = true;
  std::vector<std::string> asked;  // `train <previous>`, `apply <artifact>`
  int trained = 0;
};

// Learns a number, which goes up at each training, and adds it to the size of each lead.
class Scores : public core::ModelInstance {
 public:
  explicit Scores(Script& script) : script_(script) {}

  const core::ModelShape& shape() const override { return shape_; }
  const std::string& parameters() const override { return parameters_; }
  absl::StatusOr<std::vector<core::ArrowStream>> Compute(std::vector<core::ArrowStream>,
                                                         const core::ModelCall&) override {
    return absl::InternalError("a model that learns was computed");
  }
  absl::StatusOr<core::TrainedModel> Train(std::vector<core::ArrowStream>,
                                           core::ArtifactBytes previous,
                                           const core::ModelCall&) override {
    script_.asked.push_back("train " + (previous == nullptr ? "nothing" : *previous));
    MADAD_RETURN_IF_ERROR(script_.on_train());
    return core::TrainedModel{.artifact = std::to_string(100 * ++script_.trained),
                              .report = core::Cat(R"({"trained":)", script_.trained, "}"),
                              .replaces = script_.replaces,
                              .reason = script_.replaces ? "better" : "no better"};
  }
  absl::StatusOr<std::vector<core::ArrowStream>> Apply(core::ArtifactBytes artifact,
                                                       std::vector<core::ArrowStream> inputs,
                                                       const core::ModelCall& call) override {
    script_.asked.push_back("apply " + *artifact);
    MADAD_RETURN_IF_ERROR(script_.on_apply());
    std::vector<core::ResultColumn> read(3);
    for (size_t i = 0; i < read.size(); ++i) {
      read[i].type = i == 0 ? Type::kString : i == 1 ? Type::kInt64 : Type::kBool;
      read[i].values = core::EmptyValues(read[i].type);
    }
    // Without the label, as a request may come.
    if (ColumnsOf(inputs.at(0)) == 2) read.pop_back();
    MADAD_RETURN_IF_ERROR(core::ReadArrow(std::move(inputs.at(0)), call.context, 1000, read));
    ArrowColumn ids{.format = "u"};
    ArrowColumn scores{.format = "l"};
    ids.texts = std::get<std::vector<std::string>>(read[0].values);
    for (const int64_t size : std::get<std::vector<int64_t>>(read[1].values)) {
      scores.integers.push_back(size + std::stoll(*artifact));
    }
    std::vector<core::ArrowStream> outputs;
    const auto rows = static_cast<int64_t>(ids.texts.size());
    outputs.push_back(madad::testing::ToArrow({ids, scores}, rows));
    return outputs;
  }

 private:
  static int64_t ColumnsOf(core::ArrowStream& stream) {
    ArrowSchema schema{};
    EXPECT_EQ(stream.get()->get_schema(stream.get(), &schema), 0);
    const int64_t columns = schema.n_children;
    schema.release(&schema);
    return columns;
  }

  Script& script_;
  const core::ModelShape shape_ = ScoresShape();
  const std::string parameters_ = "{}";
};

class Code : public core::ModelCode {
 public:
  explicit Code(Script& script) : script_(script) {}
  const std::vector<core::ModelDefinition>& models() const override { return models_; }
  absl::StatusOr<std::unique_ptr<core::ModelInstance>> Create(std::string_view,
                                                              std::string_view) override {
    return std::make_unique<Scores>(script_);
  }
  // Another version of the plugin.
  void Upgrade() { models_.front().plugin_version = "2.0.0"; }

 private:
  Script& script_;
  std::vector<core::ModelDefinition> models_ = {
      {.id = "fake.scores", .plugin = "fake", .plugin_version = "1.0.0"}};
};

class LearningTest : public ModelFixture {
 protected:
  LearningTest() {
    core::Table& leads = AddTable("leads", "lead_id", "lead_id,size,won\na,1,true\nb,2,false\n",
                                  {{.name = "lead_id"},
                                   {.name = "size", .type = Type::kInt64},
                                   {.name = "won", .type = Type::kBool}});
    leads.entity = "lead";
    AddTable("notes", "", "note\nhello\n", {{.name = "note"}});
    catalog_.models["scores"] = {.name = "scores", .model = "fake.scores"};
  }

  // Starts anew, as a server does, with what was learned before.
  void Start() {
    core::ModelRunsOptions options;
    options.artifacts = artifacts_;
    options.log = [this](const std::string& line) { log_.push_back(line); };
    StartModels(code_, ScoresShape(), options);
  }

  void Change(const std::string& leads) {
    folder_.Write("leads.csv", "lead_id,size,won\n" + leads);
    ASSERT_THAT(sources_->Refresh("", true, {}), IsOk());
  }

  absl::StatusOr<bool> Run(bool force = false) { return RunInstance("scores", force); }

  // What the instance's table holds.
  std::map<std::string, int64_t> Table() {
    std::map<std::string, int64_t> scores;
    EXPECT_THAT(core::ReadRows({.table = "scores"}, *sources_->world(), {},
                               [&](const std::vector<core::ResultColumn>& chunk) {
                                 for (size_t row = 0; row < chunk[0].size(); ++row) {
                                   scores[std::get<std::string>(chunk[0].At(row))] =
                                       std::get<int64_t>(chunk[1].At(row));
                                 }
                                 return absl::OkStatus();
                               }),
                IsOk());
    return scores;
  }

  std::vector<std::string> TakeAsked() { return std::exchange(script_.asked, {}); }

  Script script_;
  Code code_{script_};
  std::shared_ptr<core::ArtifactStore> artifacts_ = std::make_shared<artifacts::MemoryStore>();
  std::vector<std::string> log_;
};

TEST_F(LearningTest, IsTrainedThenApplied) {
  Start();
  EXPECT_THAT(runs_->RunDue({}), ElementsAre("scores"));
  EXPECT_THAT(TakeAsked(), ElementsAre("train nothing", "apply 100"));
  EXPECT_THAT(Table(), ElementsAre(Pair("a", 101), Pair("b", 102)));
  EXPECT_EQ(State().freshness, ModelFreshness::kFresh);
  ASSERT_NE(State().serving, nullptr);
  EXPECT_EQ(State().serving->number, 1);
  EXPECT_EQ(State().serving->report, R"({"trained":1})");
  EXPECT_EQ(State().serving->plugin_version, "1.0.0");
  EXPECT_EQ(State().training, "version 1 was trained and serves: better");
  EXPECT_THAT(log_, ElementsAre("model scores: version 1 was trained and serves: better",
                                "model scores: ran"));
  EXPECT_THAT(runs_->RunDue({}), IsEmpty());
  EXPECT_EQ(Run().value(), false);
  EXPECT_THAT(TakeAsked(), IsEmpty());
}

TEST_F(LearningTest, IsTrainedAgainWhenItsDataChangesAndToldWhatServes) {
  Start();
  ASSERT_THAT(Run(), IsOk());
  Change("a,5,true\n");
  EXPECT_EQ(State().freshness, ModelFreshness::kStale);
  TakeAsked();
  EXPECT_THAT(runs_->RunDue({}), ElementsAre("scores"));
  EXPECT_THAT(TakeAsked(), ElementsAre("train 100", "apply 200"));
  EXPECT_THAT(Table(), ElementsAre(Pair("a", 205)));
}

TEST_F(LearningTest, ForceTrainsOverTheSameData) {
  Start();
  ASSERT_THAT(Run(), IsOk());
  TakeAsked();
  EXPECT_EQ(Run(/*force=*/true).value(), true);
  EXPECT_THAT(TakeAsked(), ElementsAre("train 100", "apply 200"));
}

TEST_F(LearningTest, OneThatIsNoBetterIsKeptBackAndSaysSo) {
  Start();
  ASSERT_THAT(Run(), IsOk());
  script_.replaces = false;
  Change("a,5,true\n");
  TakeAsked();
  ASSERT_THAT(Run(), IsOk());
  EXPECT_THAT(TakeAsked(), ElementsAre("train 100", "apply 100"));
  EXPECT_THAT(Table(), ElementsAre(Pair("a", 105)));
  EXPECT_EQ(State().training, "version 2 was trained and kept back: no better; version 1 serves");
  MADAD_ASSERT_OK_AND_ASSIGN(const core::ArtifactVersions versions, runs_->Versions("scores"));
  ASSERT_EQ(versions.all.size(), 2U);
  EXPECT_EQ(versions.all[0].state, ArtifactState::kKeptBack);
  EXPECT_EQ(versions.all[1].state, ArtifactState::kServing);
  // The same data does not train it again.
  EXPECT_THAT(runs_->RunDue({}), IsEmpty());
}

TEST_F(LearningTest, WhenNoneIsFitNothingServesUntilOneIsActivated) {
  script_.replaces = false;
  catalog_.models["scores"].refresh_micros = 3'600'000'000;  // new data waits, this does not
  Start();
  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kFailedPrecondition,
                              HasSubstr("no version serves: version 1 was kept back: no better; "
                                        "`madad model activate scores 1` lets it serve")));
  EXPECT_EQ(State().serving, nullptr);
  EXPECT_EQ(runs_->Activate("scores", 1)->number, 1);
  EXPECT_THAT(runs_->RunDue({}), ElementsAre("scores"));
  EXPECT_THAT(Table(), ElementsAre(Pair("a", 101), Pair("b", 102)));
}

TEST_F(LearningTest, ATrainingThatFailsLeavesWhatServesAndAppliesIt) {
  Start();
  ASSERT_THAT(Run(), IsOk());
  script_.on_train = [] { return absl::FailedPreconditionError("too few leads"); };
  Change("a,5,true\n");
  TakeAsked();
  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kFailedPrecondition,
                              HasSubstr("(fake.scores): training failed: too few leads")));
  EXPECT_THAT(TakeAsked(), ElementsAre("train 100", "apply 100"));
  EXPECT_THAT(Table(), ElementsAre(Pair("a", 105)));
  EXPECT_EQ(State().training, "training failed, version 1 goes on serving: too few leads");
  EXPECT_FALSE(State().last_status.ok());
  EXPECT_THAT(runs_->RunDue({}), IsEmpty());
}

TEST_F(LearningTest, AFirstTrainingThatFailsMakesNothing) {
  script_.on_train = [] { return absl::FailedPreconditionError("too few leads"); };
  Start();
  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("too few leads")));
  EXPECT_THAT(TakeAsked(), ElementsAre("train nothing"));
  EXPECT_THAT(runs_->RunDue({}), IsEmpty());
  EXPECT_EQ(State().freshness, ModelFreshness::kNeverRun);
}

TEST_F(LearningTest, AnotherVersionOfThePluginTrainsAnew) {
  Start();
  ASSERT_THAT(Run(), IsOk());
  code_.Upgrade();
  TakeAsked();
  Start();  // as a server does that was started with the new plugin
  ASSERT_THAT(Run(), IsOk());
  EXPECT_THAT(TakeAsked(), ElementsAre("train 100", "apply 200"));
}

TEST_F(LearningTest, AfterARestartItIsAppliedWithoutTraining) {
  Start();
  ASSERT_THAT(Run(), IsOk());
  TakeAsked();
  Start();
  EXPECT_EQ(State().freshness, ModelFreshness::kNeverRun);
  ASSERT_THAT(Run(), IsOk());
  EXPECT_THAT(TakeAsked(), ElementsAre("apply 100"));
  EXPECT_THAT(Table(), ElementsAre(Pair("a", 101), Pair("b", 102)));
}

TEST_F(LearningTest, AnActivatedVersionIsAppliedWithoutTrainingAndPinned) {
  catalog_.models["scores"].refresh_micros = 3'600'000'000;  // data changes wait, this does not
  Start();
  ASSERT_THAT(Run(), IsOk());
  ASSERT_THAT(Run(/*force=*/true), IsOk());
  EXPECT_THAT(Table(), ElementsAre(Pair("a", 201), Pair("b", 202)));
  TakeAsked();
  EXPECT_EQ(runs_->Activate("scores", 1)->number, 1);
  EXPECT_EQ(State().freshness, ModelFreshness::kStale);
  EXPECT_TRUE(State().pinned);
  EXPECT_THAT(runs_->RunDue({}), ElementsAre("scores"));
  EXPECT_THAT(TakeAsked(), ElementsAre("apply 100"));
  EXPECT_THAT(Table(), ElementsAre(Pair("a", 101), Pair("b", 102)));
  EXPECT_EQ(State().freshness, ModelFreshness::kFresh);
  // A later training is kept back, whatever it says.
  ASSERT_THAT(Run(/*force=*/true), IsOk());
  EXPECT_THAT(TakeAsked(), ElementsAre("train 100", "apply 100"));
  EXPECT_EQ(State().training,
            "version 3 was trained and kept back: better; version 1 serves, "
            "which was activated");
  EXPECT_EQ(runs_->Activate("scores", 0)->number, 3);
  EXPECT_FALSE(State().pinned);
  EXPECT_THAT(runs_->RunDue({}), ElementsAre("scores"));
  EXPECT_THAT(Table(), ElementsAre(Pair("a", 301), Pair("b", 302)));
}

TEST_F(LearningTest, AManualOneIsAppliedWhenAVersionIsActivated) {
  catalog_.models["scores"].refresh = core::ModelRefresh::kManual;
  Start();
  EXPECT_THAT(runs_->RunDue({}), IsEmpty());
  ASSERT_THAT(Run(), IsOk());
  ASSERT_THAT(Run(/*force=*/true), IsOk());
  EXPECT_THAT(runs_->RunDue({}), IsEmpty());
  ASSERT_THAT(runs_->Activate("scores", 1), IsOk());
  EXPECT_THAT(runs_->RunDue({}), ElementsAre("scores"));
}

TEST_F(LearningTest, AVersionThatCannotBeAppliedIsNotTriedOverAndOver) {
  Start();
  ASSERT_THAT(Run(), IsOk());
  ASSERT_THAT(Run(/*force=*/true), IsOk());
  script_.on_apply = [] { return absl::DataLossError("it reads no such bytes"); };
  ASSERT_THAT(runs_->Activate("scores", 1), IsOk());
  runs_->RunDue({});
  TakeAsked();
  runs_->RunDue({});
  EXPECT_THAT(TakeAsked(), IsEmpty());
  EXPECT_THAT(State().last_status,
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("reads no such bytes")));
  // What was made before is still there.
  EXPECT_THAT(Table(), ElementsAre(Pair("a", 201), Pair("b", 202)));
}

TEST_F(LearningTest, VersionsOfAnotherModelOfThatNameAreNotItsOwn) {
  Start();
  ASSERT_THAT(Run(), IsOk());
  EXPECT_EQ(artifacts_->List("scores.fake.scores")->all.size(), 1U);
  EXPECT_EQ(artifacts_->List("scores")->all.size(), 0U);
}

TEST_F(LearningTest, OneForACallerAloneKeepsNothing) {
  Start();
  MADAD_ASSERT_OK_AND_ASSIGN(const auto outcome, runs_->RunOnce("fake.scores", "{}", 100, {},
                                                                [](double, std::string_view) {}));
  EXPECT_THAT(TakeAsked(), ElementsAre("train nothing", "apply 100"));
  EXPECT_EQ(outcome.world->snapshot().tables.at("scores").rows, 2);
  EXPECT_TRUE(runs_->Versions("scores")->all.empty());
}

TEST_F(LearningTest, OnlyInstancesThatLearnHaveVersions) {
  Start();
  EXPECT_THAT(runs_->Versions("score"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("did you mean scores")));
  EXPECT_THAT(runs_->Activate("scores", 1),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("nothing was trained yet")));
}

// Columns of rows to score, and their values.
core::ResultColumn Texts(const std::string& name, std::vector<std::string> values) {
  core::ResultColumn column{.name = name, .type = Type::kString};
  column.valid.assign(values.size(), 1);
  column.values = std::move(values);
  return column;
}
core::ResultColumn Numbers(const std::string& name, std::vector<int64_t> values) {
  core::ResultColumn column{.name = name, .type = Type::kInt64};
  column.valid.assign(values.size(), 1);
  column.values = std::move(values);
  return column;
}

TEST_F(LearningTest, ScoresRowsThatAreInNoTable) {
  Start();
  ASSERT_THAT(Run(), IsOk());
  MADAD_ASSERT_OK_AND_ASSIGN(
      const auto scorer,
      runs_->OpenScorer("scores", {{"lead_id", Type::kString}, {"size", Type::kInt64}}, {}));
  ASSERT_NE(scorer->version(), nullptr);
  EXPECT_EQ(scorer->version()->number, 1);
  ASSERT_EQ(scorer->columns().size(), 2U);
  EXPECT_EQ(scorer->columns()[0].type, Type::kString);
  TakeAsked();
  for (const int64_t size : {7, 9}) {
    std::vector<core::ResultColumn> scored;
    ASSERT_THAT(scorer->Score({Texts("lead_id", {"new"}), Numbers("size", {size})}, {},
                              [&](std::vector<core::ResultColumn> chunk) {
                                scored = std::move(chunk);
                                return absl::OkStatus();
                              }),
                IsOk());
    ASSERT_EQ(scored.size(), 2U);
    EXPECT_EQ(std::get<std::string>(scored[0].At(0)), "new");
    EXPECT_EQ(std::get<int64_t>(scored[1].At(0)), 100 + size);
  }
  EXPECT_THAT(TakeAsked(), ElementsAre("apply 100", "apply 100"));
  // Nothing of it is in the instance's table.
  EXPECT_THAT(Table(), ElementsAre(Pair("a", 101), Pair("b", 102)));
}

TEST_F(LearningTest, EverythingThatIsWrongWithTheColumnsIsSaid) {
  Start();
  ASSERT_THAT(Run(), IsOk());
  const auto status = runs_
                          ->OpenScorer("scores",
                                       {{"sise", Type::kInt64},
                                        {"won", Type::kString},
                                        {"won", Type::kBool},
                                        {"campaign", Type::kString}},
                                       {})
                          .status();
  EXPECT_THAT(
      status,
      StatusIs(absl::StatusCode::kInvalidArgument,
               "the rows' columns are not those of the model: 'sise' is not one of its columns; "
               "did you mean size?; 'won' is string, expected bool; 'won' is there twice; "
               "'campaign' is not one of its columns; 'lead_id' (string) is missing; 'size' "
               "(int64) is missing"));
  EXPECT_EQ(core::DetailOf(status).reason, "SCORE_COLUMNS");
}

TEST_F(LearningTest, ScoresNothingBeforeItIsTrained) {
  Start();
  EXPECT_THAT(runs_->OpenScorer("scores", {{"lead_id", Type::kString}, {"size", Type::kInt64}}, {}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("has not been trained")));
}

TEST_F(LearningTest, SaysWhichColumnsRowsHave) {
  Start();
  std::vector<std::string> columns;
  for (const core::RequestColumn& column : State().request_columns) {
    columns.push_back(core::Cat(column.column.name, " ", core::TypeName(column.column.type),
                                column.optional ? " optional" : ""));
  }
  // The catalog has no campaign.
  EXPECT_THAT(columns, ElementsAre("lead_id string", "size int64", "won bool optional"));
}

TEST_F(LearningTest, AScoringEndsWithItsCall) {
  Start();
  ASSERT_THAT(Run(), IsOk());
  MADAD_ASSERT_OK_AND_ASSIGN(
      const auto scorer,
      runs_->OpenScorer("scores", {{"lead_id", Type::kString}, {"size", Type::kInt64}}, {}));
  const core::CallContext late{.deadline = absl::InfinitePast()};
  EXPECT_THAT(scorer->Score({Texts("lead_id", {"new"}), Numbers("size", {1})}, late,
                            [](std::vector<core::ResultColumn>) { return absl::OkStatus(); }),
              StatusIs(absl::StatusCode::kDeadlineExceeded, HasSubstr("")));
}

}  // namespace
}  // namespace madad::adapters::duckdb
