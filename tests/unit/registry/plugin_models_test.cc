// Models of plugins that do what they must not, and of one that does not.
#include <memory>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <malloc.h>

#include "absl/time/clock.h"

#include "madad/sdk/reader.h"
#include "madad/sdk/testing/fake_host.h"
#include "registry/errors.h"
#include "registry/registry.h"
#include "support/status_matchers.h"
#include "unit/registry/files.h"

namespace madad::registry {
namespace {

using ::madad::testing::IsOk;
using ::madad::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;
constexpr absl::StatusCode kInternal = absl::StatusCode::kInternal;
constexpr absl::StatusCode kTooLate = absl::StatusCode::kDeadlineExceeded;

core::ArrowStream Rows(int64_t rows) {
  sdk::testing::Values<int64_t> ids;
  for (int64_t i = 0; i < rows; ++i) ids.emplace_back(i);
  sdk::testing::Table table;
  table.Int64("lead_id", ids);
  ArrowArrayStream stream{};
  sdk::testing::detail::TableStream::Export(
      std::make_unique<sdk::testing::detail::TableStream>(table, 10, ""), &stream);
  return core::ArrowStream(&stream);
}

class PluginModelsTest : public ::testing::Test {
 protected:
  PluginModelsTest() {
    Options options;
    options.model_grace = absl::Milliseconds(50);
    options.create_timeout = absl::Milliseconds(50);
    options.model_memory = uint64_t{100} << 20;
    Registry registry(options);
    EXPECT_THAT(registry.LoadFile(FaultyPath("bad_models")), IsOk());
    models_ = registry.MakeModels();
  }

  absl::StatusOr<std::unique_ptr<core::ModelInstance>> Create(
      const std::string& fault, const std::string& parameters = "{}") {
    return models_->Create("bad_models." + fault, parameters);
  }

  // Runs a model and reads all that it made; returns how many rows that is.
  absl::StatusOr<size_t> Run(const std::string& fault, const std::string& parameters = "{}",
                             absl::Duration timeout = absl::Seconds(60)) {
    MADAD_ASSIGN_OR_RETURN(const auto instance, Create(fault, parameters));
    std::vector<core::ArrowStream> inputs;
    inputs.push_back(Rows(25));
    core::ModelCall call;
    call.context.deadline = absl::Now() + timeout;
    call.context.stop = stop_.get_token();
    MADAD_ASSIGN_OR_RETURN(std::vector<core::ArrowStream> made,
                           instance->Compute(std::move(inputs), call));
    EXPECT_EQ(made.size(), 1U);
    sdk::Reader reader("out", made[0].get());
    size_t rows = 0;
    try {
      while (reader.Next()) rows += reader.rows();
    } catch (const sdk::Error& e) {
      return absl::DataLossError(e.what());
    }
    return rows;
  }

  // The code, reason and words of a failure.
  void ExpectFailure(const absl::Status& status, absl::StatusCode code, const char* reason,
                     const char* message) {
    EXPECT_THAT(status, StatusIs(code, HasSubstr(message)));
    EXPECT_EQ(core::DetailOf(status).reason, reason);
    // Whatever it was, other models work.
    EXPECT_EQ(Run("good").value_or(0), 3U);
  }

  std::stop_source stop_;
  std::unique_ptr<core::ModelCode> models_;
};

TEST_F(PluginModelsTest, GoodModelRuns) {
  MADAD_ASSERT_OK_AND_ASSIGN(const size_t rows, Run("good"));
  EXPECT_EQ(rows, 3U);
  MADAD_ASSERT_OK_AND_ASSIGN(const auto instance, Create("good"));
  EXPECT_EQ(instance->parameters(), R"({"seconds":1000000000})");
  EXPECT_EQ(instance->shape().inputs.at(0).table, "leads");
  EXPECT_EQ(instance->shape().outputs.at(0).key, "n");
  EXPECT_EQ(models_->models().at(0).id, "bad_models.good");
  EXPECT_EQ(models_->models().at(0).plugin_version, "1.0.0");
}

TEST_F(PluginModelsTest, UnknownModelsAndParametersNameTheNearest) {
  ExpectFailure(Create("god").status(), absl::StatusCode::kNotFound, kModelUnknown,
                "no plugin has the model 'bad_models.god'; did you mean bad_models.good");
  ExpectFailure(Create("good", R"({"second": 1})").status(), kInvalid, kParameterInvalid,
                "there is no parameter 'second'; did you mean seconds");
  ExpectFailure(Create("good", R"({"seconds": -1})").status(), kInvalid, kParameterInvalid,
                "parameter 'seconds' is -1, expected at least 0");
}

TEST_F(PluginModelsTest, FaultsInMakingAnInstance) {
  ExpectFailure(Create("create_throws").status(), kInternal, kModelThrew,
                "create() threw an exception across the ABI: nobody caught this");
  ExpectFailure(Create("create_fails").status(), kInvalid, kParameterInvalid,
                "create() failed: seconds do not suit it");
  ExpectFailure(Create("no_instance").status(), kInternal, kModelFailed, "gave no instance");
  ExpectFailure(Create("shape_no_json").status(), kInvalid, kModelShapeInvalid,
                "its shape: it is not valid JSON");
  ExpectFailure(Create("shape_fails").status(), kInternal, kModelShapeInvalid,
                "of() failed: no shape today");
}

TEST_F(PluginModelsTest, FaultsInComputing) {
  ExpectFailure(Run("throws").status(), kInternal, kModelThrew,
                "compute() threw an exception across the ABI: nobody caught this");
  ExpectFailure(Run("wrong_columns").status(), kInternal, kModelOutputInvalid,
                "its output 'out' has the columns n, score, name; its shape says n, score, word");
  ExpectFailure(Run("wrong_types").status(), kInternal, kModelOutputInvalid,
                "column 'score' of the Arrow type 'u'; its shape says double");
  ExpectFailure(Run("no_stream").status(), kInternal, kModelOutputInvalid,
                "it gave no stream for its output 'out'");
  ExpectFailure(Run("odd_code").status(), absl::StatusCode::kUnknown, kModelFailed,
                "compute() failed without saying why");
  ExpectFailure(Run("says_cancelled").status(), kInternal, kModelFailed, "had enough");
}

TEST_F(PluginModelsTest, MessageThatDoesNotEndIsCut) {
  const absl::Status status = Run("endless_message").status();
  ExpectFailure(status, absl::StatusCode::kOutOfRange, kModelFailed, "compute() failed: xxx");
  EXPECT_LT(status.message().size(), 520U);
}

TEST_F(PluginModelsTest, StreamsThatFailMidway) {
  for (const auto& [fault, message] : std::vector<std::pair<std::string, std::string>>{
           {"stream_fails", "its output 'out' failed while it was read: the pipe broke"},
           {"stream_throws", "get_next() threw an exception across the ABI: thrown in a stream"},
           {"not_finite", "column 'score' with a number that is not finite"},
           {"not_utf8", "column 'word' with a text that is not UTF-8: 'a\\xff'"}}) {
    EXPECT_THAT(Run(fault), StatusIs(absl::StatusCode::kDataLoss, HasSubstr(message)));
  }
}

TEST_F(PluginModelsTest, InputThatItDoesNotReleaseIsReleasedForIt) {
  EXPECT_THAT(Run("keeps_input"), IsOk());  // the sanitizers see the rest
}

TEST_F(PluginModelsTest, ModelThatNeverReturnsIsRefusedUntilItDoes) {
  MADAD_ASSERT_OK_AND_ASSIGN(const auto earlier, Create("never_returns"));
  const absl::Time start = absl::Now();
  const absl::Status status =
      Run("never_returns", R"({"seconds": 1.5})", absl::Milliseconds(50)).status();
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(1400));
  ExpectFailure(status, kTooLate, kModelStuck, "did not return within 50ms of its end");
  ExpectFailure(Create("never_returns").status(), absl::StatusCode::kUnavailable, kModelStuck,
                "is still in a call that ended long ago");
  EXPECT_THAT(earlier->Compute({}, {}),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("is still in a call")));
  while (absl::Now() < start + absl::Seconds(60) && !Create("never_returns").ok()) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_THAT(Create("never_returns"), IsOk());
  EXPECT_GT(absl::Now() - start, absl::Milliseconds(1400));
}

TEST_F(PluginModelsTest, CreateThatNeverReturnsIsGivenUpToo) {
  ExpectFailure(Create("create_never_returns", R"({"seconds": 0.5})").status(), kTooLate,
                kModelStuck, "create() of the model 'bad_models.create_never_returns'");
  EXPECT_THAT(Create("create_never_returns"),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("")));
  absl::SleepFor(absl::Milliseconds(600));
}

TEST_F(PluginModelsTest, StreamsThatHangAreGivenUpToo) {
  const std::string parameters = R"({"seconds": 0.5})";
  EXPECT_THAT(Run("stream_hangs", parameters, absl::Milliseconds(50)),
              StatusIs(absl::StatusCode::kDataLoss,
                       HasSubstr("a stream's get_next() of the model 'bad_models.stream_hangs' did "
                                 "not return within 50ms")));
  ExpectFailure(Create("stream_hangs").status(), absl::StatusCode::kUnavailable, kModelStuck,
                "is still in a call");
  ExpectFailure(Run("schema_hangs", parameters, absl::Milliseconds(50)).status(), kTooLate,
                kModelStuck, "a stream's get_schema() of the model");
  const absl::Time start = absl::Now();
  while (absl::Now() < start + absl::Seconds(60) &&
         !(Create("schema_hangs").ok() && Create("stream_hangs").ok())) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_THAT(Create("schema_hangs"), IsOk());
  EXPECT_THAT(Create("stream_hangs"), IsOk());
}

TEST_F(PluginModelsTest, ModelThatHoardsMemoryIsStopped) {
  if (mallinfo2().uordblks == 0) GTEST_SKIP() << "the sanitizer's allocator does not tell";
  ExpectFailure(Run("hoards").status(), absl::StatusCode::kResourceExhausted, kModelMemory,
                "100 MB is allowed");
}

TEST_F(PluginModelsTest, DaysAreThoseOfTheCallsZone) {
  MADAD_ASSERT_OK_AND_ASSIGN(const auto instance, Create("days"));
  core::ModelCall call;
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Jerusalem", &call.zone));
  std::vector<core::ArrowStream> inputs;
  inputs.push_back(Rows(1));
  MADAD_ASSERT_OK_AND_ASSIGN(auto made, instance->Compute(std::move(inputs), call));
  sdk::Reader reader("out", made[0].get());
  ASSERT_TRUE(reader.Next());
  ASSERT_EQ(reader.rows(), 3U);
  // 2024-03-28 23:59:59, 2024-03-29 00:00 (UTC+2) and 2024-07-02 00:00 (UTC+3).
  const auto days = reader.Int64("n");
  EXPECT_EQ(days[0], 19'810);
  EXPECT_EQ(days[1], 19'811);
  EXPECT_EQ(days[2], 19'906);
  EXPECT_EQ(reader.Text("word")[0], "Asia/Jerusalem");
}

TEST_F(PluginModelsTest, ResultThatComesTooLateIsNotUsed) {
  ExpectFailure(Run("returns_late", R"({"seconds": 0.01})", absl::Milliseconds(30)).status(),
                kTooLate, "QUERY_DEADLINE_EXCEEDED", "the deadline passed");
  EXPECT_THAT(Create("returns_late"), IsOk());
}

TEST_F(PluginModelsTest, CancellingReachesTheModel) {
  std::jthread later([this] {
    absl::SleepFor(absl::Milliseconds(30));
    stop_.request_stop();
  });
  EXPECT_THAT(Run("returns_late", R"({"seconds": 0})"),
              StatusIs(absl::StatusCode::kCancelled, HasSubstr("cancelled")));
}

}  // namespace
}  // namespace madad::registry
