// Models that learn, as their authors write and test them.
#include <cstdint>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "madad/abi/ext/artifact.h"
#include "madad/sdk/declaration.h"
#include "madad/sdk/model.h"
#include "madad/sdk/testing/fake_host.h"

namespace madad::sdk {
namespace {

using testing::ApplyModel;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using testing::RunModel;
using testing::RunOptions;
using testing::Table;
using testing::TrainModel;

// Learns the mean of a column, and makes each row's distance from it.
class Distance {
 public:
  static void Declare(ModelSpec<Distance>& m) {
    m.Label("Distance");
    m.Param("empty", &Distance::empty_, "Learns nothing.");
  }
  void Shape(sdk::Shape& s) const {
    s.Input("rows").Table("rows").Column("x").Type(Type::kDouble).FromRequest();
    s.Output("distances").Column("x", Type::kDouble);
  }
  Trained Train(const Call& call, Readers& in, std::string_view previous) {
    while (in["rows"].Next()) {
      call.Check();
      for (const double x : in["rows"].Double("x").values()) {
        ++count_;
        sum_ += x;
      }
    }
    call.Progress(1, "learned");
    if (empty_) return {};
    Trained trained{.bytes = std::to_string(sum_ / static_cast<double>(count_))};
    trained.Report({{"rows", Json(count_)}, {"quality", Json(0.5)}});
    if (!previous.empty()) trained.Keep("the one before is " + std::string(previous));
    return trained;
  }
  void Apply(const Call& call, std::string_view artifact, Readers& in, Writers& out) {
    const double mean = std::stod(std::string(artifact));
    while (in["rows"].Next()) {
      call.Check();
      for (const double x : in["rows"].Double("x").values()) {
        out["distances"].Double("x").Append(x - mean);
        out["distances"].EndRow();
      }
    }
  }

 private:
  bool empty_ = false;
  int64_t count_ = 0;
  double sum_ = 0;
};

// Learns nothing.
class Copy {
 public:
  static void Declare(ModelSpec<Copy>& m) { m.Label("Copy"); }
  void Shape(sdk::Shape& s) const { s.Output("out").Column("n", Type::kInt64); }
  void Compute(const Call&, Readers&, Writers&) {}
};

testing::Inputs Rows() {
  Table rows;
  rows.Double("x", {1.0, 2.0, 6.0});
  return {{"rows", rows}};
}

TEST(TrainedModelTest, LearnsAndIsApplied) {
  const auto trained = TrainModel<Distance>("{}", Rows());
  ASSERT_TRUE(trained.ok()) << trained.error;
  EXPECT_EQ(trained.bytes, "3.000000");
  EXPECT_EQ(trained.report.ToText(), R"({"rows":3,"quality":0.5})");
  EXPECT_TRUE(trained.replaces);
  EXPECT_EQ(trained.reason, "");
  EXPECT_THAT(trained.progress, ElementsAre(Pair(1, "learned")));
  const auto applied = ApplyModel<Distance>("{}", trained.bytes, Rows());
  ASSERT_TRUE(applied.ok()) << applied.error;
  EXPECT_THAT(applied["distances"].Double("x"), ElementsAre(-2.0, -1.0, 3.0));
}

TEST(TrainedModelTest, IsToldWhatServes) {
  const auto trained = TrainModel<Distance>("{}", Rows(), "4");
  ASSERT_TRUE(trained.ok()) << trained.error;
  EXPECT_FALSE(trained.replaces);
  EXPECT_EQ(trained.reason, "the one before is 4");
}

TEST(TrainedModelTest, ItsErrorsArriveAsAnyModels) {
  EXPECT_THAT(ApplyModel<Distance>("{}", "no number", Rows()).error, HasSubstr("stod"));
  RunOptions late;
  late.cancel_after = 0;
  EXPECT_EQ(TrainModel<Distance>("{}", Rows(), "", late).code, MADAD_CANCELLED);
  RunOptions broken;
  broken.failures["rows"] = "the engine is gone";
  EXPECT_THAT(TrainModel<Distance>("{}", Rows(), "", broken).error,
              HasSubstr("the engine is gone"));
  EXPECT_EQ(TrainModel<Distance>(R"({"emty": true})", Rows()).code, MADAD_INVALID_ARGUMENT);
}

TEST(TrainedModelTest, AnArtifactWithoutBytesIsRefused) {
  const auto trained = TrainModel<Distance>(R"({"empty": true})", Rows());
  EXPECT_EQ(trained.code, MADAD_INTERNAL);
  EXPECT_THAT(trained.error, HasSubstr("empty artifact"));
}

TEST(TrainedModelTest, TheTwoKindsOfModelsDoNotPassForEachOther) {
  EXPECT_EQ(RunModel<Distance>("{}", Rows()).code, MADAD_UNIMPLEMENTED);
  EXPECT_EQ(TrainModel<Copy>("{}", {}).code, MADAD_UNIMPLEMENTED);
  EXPECT_EQ(ApplyModel<Copy>("{}", "x", {}).code, MADAD_UNIMPLEMENTED);
  static_assert(TrainedModel<Distance> && !ComputedModel<Distance>);
  static_assert(ComputedModel<Copy> && !TrainedModel<Copy>);
}

TEST(TrainedModelTest, ItsShapeSaysThatItLearns) {
  const std::string json = testing::ShapeOf<Distance>("{}").ToJson();
  EXPECT_THAT(json, HasSubstr(R"("from_request":true)"));
  EXPECT_THAT(json, HasSubstr(R"("trained":true)"));
  EXPECT_THAT(testing::ShapeOf<Copy>("{}").ToJson(), ::testing::Not(HasSubstr("trained")));
}

}  // namespace
}  // namespace madad::sdk
