// Models that begin where their last run ended.
#include <gmock/gmock.h>

#include "core/arrow_reader.h"
#include "core/rows.h"
#include "support/status_matchers.h"
#include "unit/adapters/duckdb/model_fixture.h"
#include "unit/rpc/arrow_rows.h"

namespace madad::adapters::duckdb {
namespace {

using core::ModelFreshness;
using core::Type;
using madad::testing::ArrowColumn;
using madad::testing::IsOk;
using ::testing::ElementsAre;

core::ModelShape RunsShape() {
  core::ModelInput leads{.name = "leads", .table = "leads"};
  leads.columns = {{.name = "id", .value = "lead_id"}};
  core::ModelInput before{.name = "before", .previous = "runs"};
  before.columns = {{.name = "n", .value = "number"}};
  core::ModelOutput main{.name = "main", .columns = {{.name = "x", .type = Type::kInt64}}};
  core::ModelOutput runs{.name = "runs", .columns = {{.name = "number", .type = Type::kInt64}}};
  return {{leads, before}, {main, runs}};
}

// Writes one row a run: its number, from the rows of the run before.
class RunsModel : public core::ModelInstance {
 public:
  const core::ModelShape& shape() const override { return shape_; }
  const std::string& parameters() const override { return parameters_; }
  absl::StatusOr<std::vector<core::ArrowStream>> Compute(std::vector<core::ArrowStream> inputs,
                                                         const core::ModelCall& call) override {
    std::vector<core::ResultColumn> before(1);
    before[0].type = Type::kInt64;
    before[0].values = core::EmptyValues(Type::kInt64);
    MADAD_RETURN_IF_ERROR(core::ReadArrow(std::move(inputs.at(1)), call.context, 1000, before));
    ArrowColumn numbers{.format = "l",
                        .integers = std::get<std::vector<int64_t>>(before[0].values)};
    numbers.integers.push_back(static_cast<int64_t>(numbers.integers.size()) + 1);
    const auto rows = static_cast<int64_t>(numbers.integers.size());
    std::vector<core::ArrowStream> outputs;
    outputs.push_back(madad::testing::ToArrow({{.format = "l", .integers = {rows}}}, 1));
    outputs.push_back(madad::testing::ToArrow({numbers}, rows));
    return outputs;
  }

 private:
  const core::ModelShape shape_ = RunsShape();
  const std::string parameters_ = "{}";
};

class FakeModels : public core::ModelCode {
 public:
  const std::vector<core::ModelDefinition>& models() const override { return models_; }
  absl::StatusOr<std::unique_ptr<core::ModelInstance>> Create(std::string_view,
                                                              std::string_view) override {
    return std::make_unique<RunsModel>();
  }

 private:
  std::vector<core::ModelDefinition> models_ = {{.id = "fake.runs", .plugin = "fake"}};
};

class PreviousTest : public ModelFixture {
 protected:
  void Start() {
    AddTable("leads", "lead_id", "lead_id\na\nb\n", {{.name = "lead_id"}});
    // Of the name that the output has outside of an instance: somebody else's rows.
    AddTable("runs", "", "number\n7\n", {{.name = "number", .type = Type::kInt64}});
    catalog_.models["counter"] = {.name = "counter", .model = "fake.runs"};
    StartModels(code_, RunsShape());
  }

  static std::vector<int64_t> Numbers(const std::string& table, const core::World& world) {
    std::vector<int64_t> numbers;
    const absl::Status status =
        core::ReadRows({.table = table, .columns = {"number"}, .order = {{"number", false}}}, world,
                       {}, [&](const std::vector<core::ResultColumn>& chunk) {
                         for (const int64_t n : std::get<std::vector<int64_t>>(chunk[0].values)) {
                           numbers.push_back(n);
                         }
                         return absl::OkStatus();
                       });
    EXPECT_THAT(status, IsOk());
    return numbers;
  }

  FakeModels code_;
};

TEST_F(PreviousTest, IsNothingAtFirstAndThenWhatTheLastRunMade) {
  Start();
  ASSERT_THAT(RunInstance("counter", /*force=*/true), IsOk());
  EXPECT_THAT(Numbers("counter_runs", *sources_->world()), ElementsAre(1));
  ASSERT_THAT(RunInstance("counter", /*force=*/true), IsOk());
  EXPECT_THAT(Numbers("counter_runs", *sources_->world()), ElementsAre(1, 2));
  // Another name's rows are not those of the instance.
  EXPECT_THAT(Numbers("runs", *sources_->world()), ElementsAre(7));
}

TEST_F(PreviousTest, MakesNothingStale) {
  Start();
  EXPECT_THAT(runs_->RunDue({}), ElementsAre("counter"));
  EXPECT_THAT(runs_->RunDue({}), ElementsAre());
  EXPECT_EQ(State().freshness, ModelFreshness::kFresh);
}

TEST_F(PreviousTest, IsNothingForACallersOwnRun) {
  Start();
  for (int i = 0; i < 2; ++i) {
    const auto outcome =
        runs_->RunOnce("fake.runs", "{}", 100, {}, [](double, std::string_view) {});
    ASSERT_THAT(outcome, IsOk());
    EXPECT_THAT(Numbers("runs", *outcome->world), ElementsAre(1));
  }
}

}  // namespace
}  // namespace madad::adapters::duckdb
