// Models as their authors write and test them.
#include "madad/sdk/model.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "madad/sdk/declaration.h"
#include "madad/sdk/testing/fake_host.h"

namespace madad::sdk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Inputs;
using ::testing::IsEmpty;
using ::testing::Pair;
using testing::RunModel;
using testing::RunOptions;
using testing::RunResult;
using testing::Table;

// Counts the rows of each owner.
class Load {
 public:
  static void Declare(ModelSpec<Load>& m) {
    m.Label("Load").Label("he", "עומס").Description("Rows by owner.");
    m.Param("min_rows", &Load::min_rows_, "Owners with fewer are left out.").Min(1).Max(100);
  }
  void Shape(sdk::Shape& s) const {
    s.Input("leads").Table("leads").Column("owner").OrderBy({"owner"});
    s.Output("load")
        .Entity("owner")
        .Key("owner")
        .Like("owner", "leads.owner")
        .Column("rows", Type::kInt64, "How many.");
  }
  void Compute(const Call& call, Readers& in, Writers& out) {
    Reader& leads = in["leads"];
    while (leads.Next()) {
      call.Check();
      const TextView owner = leads.Text("owner");
      for (size_t i = 0; i < owner.size(); ++i) {
        if (owner.valid(i)) ++rows_[std::string(owner[i])];
      }
    }
    call.Progress(0.5, "counted");
    call.Log("counted");
    for (const auto& [owner, rows] : rows_) {
      if (rows < min_rows_) continue;
      out["load"].Text("owner").Append(owner);
      out["load"].Int64("rows").Append(rows);
      out["load"].EndRow();
    }
  }

 private:
  int64_t min_rows_ = 1;
  std::map<std::string, int64_t> rows_;
};

Inputs Leads() {
  Table leads;
  leads.Text("owner", {"avi", "avi", "dana", std::nullopt});
  return {{"leads", leads}};
}

TEST(ModelTest, ReadsAndMakesRows) {
  const RunResult run = RunModel<Load>("{}", Leads());
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_THAT(run["load"].Text("owner"), ElementsAre("avi", "dana"));
  EXPECT_THAT(run["load"].Int64("rows"), ElementsAre(2, 1));
  EXPECT_THAT(run.progress, ElementsAre(Pair(0.5, "counted")));
  EXPECT_THAT(run.log, ElementsAre(Pair(LogLevel::kInfo, "counted")));
}

TEST(ModelTest, BatchesAndDictionariesMakeNoDifference) {
  for (const size_t batch_rows : {1, 2, 3}) {
    Table leads;
    leads.Dictionary("owner", {"avi", "avi", "dana", std::nullopt});
    RunOptions options;
    options.batch_rows = batch_rows;
    const RunResult run = RunModel<Load>("{}", {{"leads", leads}}, options);
    ASSERT_TRUE(run.ok()) << run.error;
    EXPECT_THAT(run["load"].Int64("rows"), ElementsAre(2, 1));
  }
}

TEST(ModelTest, ParametersReachTheirMembers) {
  const RunResult run = RunModel<Load>(R"({"min_rows": 2})", Leads());
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_THAT(run["load"].Text("owner"), ElementsAre("avi"));
}

TEST(ModelTest, WrongParametersAreNamed) {
  const std::pair<const char*, const char*> wrong[] = {
      {R"({"min_rows": 0})", "parameter 'min_rows' is 0, expected at least 1"},
      {R"({"min_rows": 101})", "parameter 'min_rows' is 101, expected at most 100"},
      {R"({"min_rows": 1.5})", "parameter 'min_rows' is 1.5, expected a whole number"},
      {R"({"min_rows": "1"})", "parameter 'min_rows' is \"1\", expected a whole number"},
      {R"({"min_rows": null})", "parameter 'min_rows' is null, expected a whole number"},
      {R"({"min_row": 1})", "there is no parameter 'min_row'; there are: min_rows"},
      {"[]", "parameters are no JSON object"},
      {"{", "no JSON at byte 1"}};
  for (const auto& [parameters, problem] : wrong) {
    const RunResult run = RunModel<Load>(parameters, Leads());
    EXPECT_EQ(run.code, MADAD_INVALID_ARGUMENT);
    EXPECT_EQ(run.source, MADAD_SOURCE_CONFIG);
    EXPECT_THAT(run.error, HasSubstr(problem));
  }
}

TEST(ModelTest, ShapeIsWrittenInJson) {
  EXPECT_EQ(testing::ShapeOf<Load>("{}").ToJson(),
            R"j({"inputs":[{"name":"leads","table":"leads","columns":[{"name":"owner",)j"
            R"j("value":"owner"}],"order":["owner"]}],"outputs":[{"name":"load","entity":"owner",)j"
            R"j("key":"owner","columns":[{"name":"owner","like":"leads.owner"},{"name":"rows",)j"
            R"j("type":"int64","description":"How many."}]}]})j");
}

TEST(ModelTest, DeclarationIsWrittenInJson) {
  Plugin plugin("acme", "1");
  plugin.Model<Load>("acme.load");
  EXPECT_THAT(plugin.Describe(),
              HasSubstr(R"j("models":[{"id":"acme.load","description":"Rows by owner.",)j"
                        R"j("labels":{"en":"Load","he":"עומס"},"parameters":{"type":"object",)j"
                        R"j("properties":{"min_rows":{"type":"integer","minimum":1,"maximum":100,)j"
                        R"j("default":1,"description":"Owners with fewer are left out."}},)j"
                        R"j("additionalProperties":false}}])j"));
  EXPECT_THROW(plugin.Model<Load>("acme.load"), Error);
}

TEST(ModelTest, EndsWhenItIsCancelled) {
  RunOptions options;
  options.batch_rows = 1;
  options.cancel_after = 2;
  const RunResult run = RunModel<Load>("{}", Leads(), options);
  EXPECT_EQ(run.code, MADAD_CANCELLED);
  EXPECT_TRUE(run.outputs.empty());
}

TEST(ModelTest, EndsAtItsDeadline) {
  RunOptions options;
  options.timeout = std::chrono::nanoseconds(-1);
  EXPECT_EQ(RunModel<Load>("{}", Leads(), options).code, MADAD_DEADLINE_EXCEEDED);
  options.timeout = std::chrono::hours(1);
  EXPECT_TRUE(RunModel<Load>("{}", Leads(), options).ok());
}

TEST(ModelTest, InputThatFailsEndsTheRun) {
  RunOptions options;
  options.failures["leads"] = "the disk is gone";
  const RunResult run = RunModel<Load>("{}", Leads(), options);
  EXPECT_EQ(run.code, MADAD_UNAVAILABLE);
  EXPECT_EQ(run.source, MADAD_SOURCE_DOWNSTREAM);
  EXPECT_EQ(run.error, "reading input 'leads' failed: the disk is gone");
}

TEST(ModelTest, InputThatFailsBecauseTheCallIsOverIsNoErrorOfItsOwn) {
  RunOptions options;
  options.failures["leads"] = "interrupted";
  options.cancel_after = 1;  // after the only batch
  EXPECT_EQ(RunModel<Load>("{}", Leads(), options).code, MADAD_CANCELLED);
}

TEST(ModelTest, TestsWithInputsOfAnotherShapeAreRefused) {
  Table other;
  other.Text("name", {"x"});
  Table wide;
  wide.Text("owner", {"x"}).Text("name", {"x"});
  Table unsorted;
  unsorted.Text("owner", {"dana", "avi"});
  EXPECT_THROW(RunModel<Load>("{}", {}), std::invalid_argument);
  for (const Table& table : {other, wide, unsorted}) {
    EXPECT_THROW(RunModel<Load>("{}", {{"leads", table}}), std::invalid_argument);
  }
}

TEST(ModelTest, RunsOfOneInstanceDoNotSeeEachOther) {
  const detail::TypedModel<Load> model("load");
  const auto instance = model.Create(nullptr, Json::Parse("{}"));
  for (int run = 0; run < 2; ++run) {
    detail::Streams in(1);
    testing::detail::TableStream::Export(
        std::make_unique<testing::detail::TableStream>(Leads().at("leads"), 10, ""), in[0].get());
    ArrowArrayStream out{};
    instance->Run(nullptr, nullptr, std::move(in), &out, 1);
    EXPECT_THAT(testing::detail::ReadTable("load", &out).Int64("rows"), ElementsAre(2, 1));
  }
}

using Body = std::function<void(const Call&, Readers&, Writers&)>;

// What Does does, set by each test.
Body g_body;

class Does {
 public:
  static void Declare(ModelSpec<Does>& m) { m.Label("Does"); }
  void Shape(sdk::Shape& s) const {
    s.Input("in").Table("t").Column("n").Column("maybe").Optional();
    s.Output("out").Column("a", Type::kInt64).Column("b", Type::kInt64);
  }
  void Compute(const Call& call, Readers& in, Writers& out) const { g_body(call, in, out); }
};

// Runs a model that does what `body` says, over one input of one row.
RunResult Do(Body body, const RunOptions& options = {}) {
  g_body = std::move(body);
  Table in;
  in.Int64("n", {7});
  return RunModel<Does>("{}", {{"in", in}}, options);
}

TEST(ModelTest, RowsThatAreNotWholeAreRefused) {
  RunResult run = Do([](const Call&, Readers&, Writers& out) {
    out["out"].Int64("a").Append(1);
    out["out"].EndRow();
  });
  EXPECT_EQ(run.code, MADAD_FAILED_PRECONDITION);
  EXPECT_THAT(run.error, HasSubstr("column 'b' has 0 rows where 1 are expected"));
  run = Do([](const Call&, Readers&, Writers& out) {
    const std::vector<int64_t> values = {1, 2, 3};
    out["out"].Int64("a").AppendAll(values);
    out["out"].Int64("b").Append(1);
  });
  EXPECT_THAT(run.error, HasSubstr("column 'b' has 1 rows where 3 are expected"));
}

TEST(ModelTest, ColumnsOfOtherNamesAndTypesAreRefused) {
  EXPECT_THAT((Do([](const Call&, Readers&, Writers& out) { out["x"]; }).error),
              HasSubstr("the model's shape has no output 'x'"));
  EXPECT_THAT((Do([](const Call&, Readers&, Writers& out) { out["out"].Int64("x"); }).error),
              HasSubstr("output 'out' has no column 'x' in the shape"));
  EXPECT_THAT((Do([](const Call&, Readers&, Writers& out) { out["out"].Text("a"); }).error),
              HasSubstr("column 'a' is int64, and the model writes it as string"));
  EXPECT_THAT((Do([](const Call&, Readers& in, Writers&) { in["x"]; }).error),
              HasSubstr("the model's shape has no input 'x'"));
  EXPECT_THAT((Do([](const Call&, Readers& in, Writers&) {
                 in["in"].Next();
                 in["in"].Text("n");
               }).error),
              HasSubstr("column 'n' is int64 (Arrow 'l'), and the model reads it as string"));
  EXPECT_THAT((Do([](const Call&, Readers& in, Writers&) {
                 in["in"].Next();
                 in["in"].Text("x");
               }).error),
              HasSubstr("input 'in' has no column 'x'; it has: n"));
  EXPECT_THAT((Do([](const Call&, Readers& in, Writers&) { in["in"].Int64("n"); }).error),
              HasSubstr("call Next() first"));
}

TEST(ModelTest, OptionalColumnsMayBeMissing) {
  const RunResult run = Do([](const Call&, Readers& in, Writers& out) {
    out["out"].Int64("a").Append(in["in"].Has("n") ? 1 : 0);
    out["out"].Int64("b").Append(in["in"].Has("maybe") ? 1 : 0);
  });
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_THAT(run["out"].Int64("a"), ElementsAre(1));
  EXPECT_THAT(run["out"].Int64("b"), ElementsAre(0));
}

TEST(ModelTest, WhatItThrowsIsTheResult) {
  EXPECT_EQ((Do([](const Call&, Readers&, Writers&) { throw std::runtime_error("no"); }).code),
            MADAD_INTERNAL);
  EXPECT_EQ((Do([](const Call&, Readers&, Writers&) { throw 7; }).code), MADAD_UNKNOWN);
  // An error that calls itself none.
  EXPECT_EQ((Do([](const Call&, Readers&, Writers&) { throw Error(MADAD_OK, "no"); }).code),
            MADAD_UNKNOWN);
}

TEST(ModelTest, NoRowsAreATableToo) {
  const RunResult run = Do([](const Call&, Readers&, Writers&) {});
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_THAT(run["out"].Int64("a"), IsEmpty());
}

TEST(ModelTest, TasksRunEachOnceOnAnyNumberOfThreads) {
  for (const size_t threads : {0, 1, 2, 4}) {
    RunOptions options;
    options.threads = threads;
    const RunResult run = Do(
        [](const Call& call, Readers&, Writers& out) {
          std::vector<std::atomic<int>> times(1000);
          call.tasks().Run(times.size(), [&](size_t i) { ++times[i]; });
          call.tasks().Run(0, [&](size_t) { throw std::logic_error("there is none"); });
          int64_t once = 0;
          for (const auto& time : times) once += time == 1 ? 1 : 0;
          out["out"].Int64("a").Append(once);
          out["out"].Int64("b").Append(static_cast<int64_t>(call.tasks().threads()));
        },
        options);
    ASSERT_TRUE(run.ok()) << run.error;
    EXPECT_THAT(run["out"].Int64("a"), ElementsAre(1000));
    EXPECT_THAT(run["out"].Int64("b"), ElementsAre(threads == 0 ? 1 : threads));
  }
}

TEST(ModelTest, WhatATaskThrowsComesOut) {
  for (const size_t threads : {0, 2}) {
    RunOptions options;
    options.threads = threads;
    const RunResult run = Do(
        [](const Call& call, Readers&, Writers&) {
          call.tasks().Run(100, [&](size_t i) {
            if (i == 5) throw Error(MADAD_OUT_OF_RANGE, "task 5");
          });
        },
        options);
    EXPECT_EQ(run.code, MADAD_OUT_OF_RANGE);
    EXPECT_EQ(run.error, "task 5");
  }
}

TEST(ModelTest, DaysAreThoseOfTheCalendar) {
  constexpr auto kBody = [](const Call& call, Readers&, Writers& out) {
    for (const int32_t day : call.LocalDays({-1, 0, 79'199'999'999, 79'200'000'000})) {
      out["out"].Int64("a").Append(day);
      out["out"].Int64("b").Append(call.timezone() == "Test/Zone");
    }
  };
  EXPECT_THAT(Do(kBody)["out"].Int64("a"), ElementsAre(-1, 0, 0, 0));
  RunOptions options;
  options.utc_offset = std::chrono::hours(2);
  const RunResult run = Do(kBody, options);
  EXPECT_THAT(run["out"].Int64("a"), ElementsAre(0, 0, 0, 1));
  EXPECT_THAT(run["out"].Int64("b"), ElementsAre(1, 1, 1, 1));
  // A host of an older minor says nothing of zones.
  EXPECT_THAT(Call(nullptr, nullptr).LocalDays({-1}), ElementsAre(-1));
}

TEST(ModelTest, AsOfIsKnownOrNot) {
  constexpr auto kBody = [](const Call& call, Readers&, Writers& out) {
    out["out"].Int64("a").Append(call.as_of());
    out["out"].Int64("b").Append(1);
  };
  EXPECT_THAT(Do(kBody)["out"].Int64("a"), ElementsAre(std::nullopt));
  RunOptions options;
  options.as_of = 5;
  EXPECT_THAT(Do(kBody, options)["out"].Int64("a"), ElementsAre(5));
}

// All kinds of parameters.
struct Everything {
  bool flag = true;
  int64_t whole = 3;
  double number = 0.5;
  std::string word = "a";
  Duration window = Duration::Days(30);
  std::vector<double> levels = {0.1, 0.9};
  std::optional<int64_t> limit;
  std::optional<Duration> gap;
  Json steps = Json(Json::Array{});
  std::string needed;

  static void Declare(ModelSpec<Everything>& m) {
    m.Label("Everything");
    m.Param("flag", &Everything::flag, "");
    m.Param("whole", &Everything::whole, "");
    m.Param("number", &Everything::number, "").Min(0).Max(1);
    m.Param("word", &Everything::word, "").OneOf({"a", "b"});
    m.Param("window", &Everything::window, "How long.");
    m.Param("levels", &Everything::levels, "").Min(0);
    m.Param("limit", &Everything::limit, "").Min(1);
    m.Param("gap", &Everything::gap, "");
    m.Param("steps", &Everything::steps, "");
    m.Param("needed", &Everything::needed, "").Required();
  }
  void Shape(sdk::Shape& s) const { s.Output(needed).Column("n", Type::kInt64); }
  void Compute(const Call&, Readers&, Writers&) const {}
};

Everything Bound(const std::string& parameters) {
  ModelSpec<Everything> spec("everything");
  Everything::Declare(spec);
  Everything model;
  spec.Bind(Json::Parse(parameters), model);
  return model;
}

TEST(ParamsTest, SchemaHasTypesLimitsAndDefaults) {
  Plugin plugin("acme", "1");
  plugin.Model<Everything>("acme.everything");
  EXPECT_THAT(
      plugin.Describe(),
      HasSubstr(R"j("properties":{"flag":{"type":"boolean","default":true},)j"
                R"j("whole":{"type":"integer","default":3},)j"
                R"j("number":{"type":"number","minimum":0,"maximum":1,"default":0.5},)j"
                R"j("word":{"type":"string","enum":["a","b"],"default":"a"},)j"
                R"j("window":{"type":"string","format":"madad.duration","default":"30d",)j"
                R"j("description":"How long."},)j"
                R"j("levels":{"type":"array","items":{"type":"number","minimum":0},)j"
                R"j("default":[0.1,0.9]},)j"
                R"j("limit":{"type":["integer","null"],"minimum":1,"default":null},)j"
                R"j("gap":{"type":["string","null"],"format":"madad.duration","default":null},)j"
                R"j("steps":{"default":[]},"needed":{"type":"string"}},)j"
                R"j("required":["needed"],"additionalProperties":false})j"));
}

TEST(ParamsTest, ValuesReachTheirMembers) {
  const Everything model = Bound(
      R"({"flag": false, "whole": -1, "number": 1, "word": "b", "window": "3mo", "levels": [],
          "limit": 5, "gap": "1h", "steps": [{"stage": "won"}], "needed": "x"})");
  EXPECT_FALSE(model.flag);
  EXPECT_EQ(model.whole, -1);
  EXPECT_EQ(model.number, 1.0);
  EXPECT_EQ(model.word, "b");
  EXPECT_EQ(model.window, Duration::Months(3));
  EXPECT_THAT(model.levels, IsEmpty());
  EXPECT_EQ(model.limit, 5);
  EXPECT_EQ(model.gap, Duration("1h"));
  EXPECT_EQ(model.steps.items().at(0).At("stage").Text(), "won");
  const Everything plain = Bound(R"({"needed": "x", "limit": null})");
  EXPECT_EQ(plain.limit, std::nullopt);
  EXPECT_EQ(plain.window, Duration("30d"));
}

TEST(ParamsTest, WrongValuesAreNamed) {
  const std::pair<const char*, const char*> wrong[] = {
      {R"({"needed": "x", "flag": 1})", "parameter 'flag' is 1, expected true or false"},
      {R"({"needed": "x", "number": 1.5})", "parameter 'number' is 1.5, expected at most 1"},
      {R"({"needed": "x", "word": "c"})", "parameter 'word' is \"c\", expected one of: a, b"},
      {R"({"needed": "x", "window": "soon"})", "parameter 'window' 'soon' is no duration"},
      {R"({"needed": "x", "levels": 1})", "parameter 'levels' is 1, expected a list"},
      {R"({"needed": "x", "levels": [1, -1]})", "parameter 'levels' is -1, expected at least 0"},
      {R"({"needed": "x", "limit": 0})", "parameter 'limit' is 0, expected at least 1"},
      {"{}", "parameter 'needed' is required"}};
  for (const auto& [parameters, problem] : wrong) {
    try {
      Bound(parameters);
      ADD_FAILURE() << parameters << " was accepted";
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), MADAD_INVALID_ARGUMENT);
      EXPECT_THAT(e.what(), HasSubstr(problem));
    }
  }
}

}  // namespace
}  // namespace madad::sdk
