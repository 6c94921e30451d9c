// Charts, as they are printed.
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/chart/glyphs.h"
#include "cli/chart/print.h"
#include "cli/chart/ruler.h"
#include "cli/chart/scale.h"

#include "unit/cli/columns.h"
#include "unit/cli/fake_server.h"
#include "unit/cli/run_support.h"

namespace madad::cli {
namespace {

using madad::testing::AnswerOf;
using madad::testing::CompanionColumn;
using madad::testing::DoubleColumn;
using madad::testing::FakeServer;
using madad::testing::IntColumn;
using madad::testing::Outcome;
using madad::testing::PeriodColumn;
using madad::testing::RunAgainst;
using madad::testing::Screen;
using madad::testing::TextColumn;
using madad::testing::WithValidity;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// Returns the chart of `answer`, without the footer.
std::string ChartOf(const v1::QueryResponse& answer, v1::Grain grain = v1::GRAIN_UNSPECIFIED,
                    const Screen& screen = {.width = 60}) {
  std::ostringstream out;
  const Terminal terminal = {out, out, screen.color, screen.interactive, screen.width, screen.utf8};
  EXPECT_FALSE(PrintAnswerChart(answer, grain, terminal));
  const std::string text = out.str();
  return text.substr(0, text.rfind("\n\n") + 1);
}

v1::QueryResponse Leads() {
  const v1::Column leads =
      IntColumn("conversion.lead_count", v1::TYPE_INT64, v1::UNIT_COUNT, {8000, 2050, 3, 0, 0});
  return AnswerOf(
      {WithValidity(TextColumn("source", {"Google", "אתר החברה", "שִׂיחָה", "中文", ""}), 0b01111),
       WithValidity(leads, 0b01111),
       WithValidity(CompanionColumn(leads, "change_ratio", {0.1, -0.25, 0, 0, 0}), 0b00011)},
      5);
}

TEST(ChartTest, DrawsABarAGroupOnOneScale) {
  EXPECT_EQ(ChartOf(Leads()),
            "lead_count\n"
            "Google     ████████████████████████████████  8,000  +10.00 %\n"
            "אתר החברה  ████████▎                         2,050  -25.00 %\n"
            "שִׂיחָה       ▏                                     3         -\n"
            "中文                                             0         -\n"
            "(none)     ·                                     -         -\n"
            "           0             4,000        8,000\n"
            "· no value\n");
}

TEST(ChartTest, HasAsciiForOtherLocales) {
  EXPECT_EQ(ChartOf(Leads(), v1::GRAIN_UNSPECIFIED, {.width = 60, .utf8 = false}),
            "lead_count\n"
            "Google     ################################  8,000  +10.00 %\n"
            "אתר החברה  ########|                         2,050  -25.00 %\n"
            "שִׂיחָה       |                                     3         -\n"
            "中文                                             0         -\n"
            "(none)     ?                                     -         -\n"
            "           0             4,000        8,000\n"
            "? no value\n");
}

TEST(ChartTest, NegativeBarsGoTheOtherWay) {
  EXPECT_EQ(ChartOf(AnswerOf({TextColumn("source", {"a", "b", "c"}),
                              DoubleColumn("net", v1::UNIT_MONEY, {-150, 350, 0})},
                             3),
                    v1::GRAIN_UNSPECIFIED, {.width = 40}),
            "net\n"
            "a    ███████│                    -150.00\n"
            "b           │███████████████▊     350.00\n"
            "c           │                       0.00\n"
            "   -200     0               400\n");
}

TEST(ChartTest, LongLabelsAreCutAndIsolatedOnATerminal) {
  const auto answer = AnswerOf({TextColumn("source", {"קמפיין אביב ארוך מאוד מאוד", "a"}),
                                IntColumn("n", v1::TYPE_INT64, v1::UNIT_COUNT, {4, 2})},
                               2);
  EXPECT_EQ(ChartOf(answer, v1::GRAIN_UNSPECIFIED, {.interactive = true, .width = 40}),
            "n\n"
            "\u2068קמפיין אביב ארו…\u2069  ███████████████████  4\n"
            "a                 █████████▌           2\n"
            "                  0        2        4\n");
}

TEST(ChartTest, DrawsColumnsOverTime) {
  const auto answer = AnswerOf(
      {PeriodColumn({19723, 19754, 19783, 19814}),
       WithValidity(IntColumn("n", v1::TYPE_INT64, v1::UNIT_COUNT, {40, 0, 0, 15}), 0b1011)},
      4);
  EXPECT_EQ(ChartOf(answer, v1::GRAIN_MONTH),
            "n\n"
            "40 │███████\n"
            "   │███████\n"
            "   │███████\n"
            "   │███████\n"
            "20 │███████\n"
            "   │███████                 ███████\n"
            "   │███████                 ███████\n"
            "   │███████                 ███████\n"
            " 0 ┼────────────────·───────────────\n"
            "    2024-01 2024-02 2024-03 2024-04\n"
            "low 0 (2024-02) | high 40 (2024-01) | last 15 (2024-04)\n"
            "· no value\n");
}

TEST(ChartTest, NegativeColumnsHangBelowTheAxis) {
  const auto answer = AnswerOf(
      {PeriodColumn({0, 1, 2, 3}), DoubleColumn("net", v1::UNIT_PERCENT, {0.6, -0.15, 0, -0.2})},
      4);
  EXPECT_EQ(ChartOf(answer, v1::GRAIN_DAY, {.width = 40, .utf8 = false}),
            "net\n"
            " 60 % |#######\n"
            "      |#######\n"
            "      |#######\n"
            " 30 % |#######\n"
            "      |#######\n"
            "      |#######\n"
            "  0 % +--------------------------------\n"
            "      |        #######         #######\n"
            "-20 % |        '''''''         #######\n"
            "       1970-01-01      1970-01-03\n"
            "low -20.00 % (1970-01-04) | high 60.00 % (1970-01-01) | last -20.00 % (1970-01-04)\n");
}

TEST(ChartTest, DrawsALineAGroupOnOneScale) {
  v1::QueryResponse answer =
      AnswerOf({TextColumn("source", {"b", "b", "b", "פייסבוק", "פייסבוק"}),
                PeriodColumn({18262, 18628, 18993, 18262, 18993}),
                DoubleColumn("win_rate", v1::UNIT_PERCENT, {0, 0.07, 0.02, 0.035, 0.07})},
               5);
  for (const v1::Column& column : {TextColumn("source", {""}), PeriodColumn({0}),
                                   DoubleColumn("win_rate", v1::UNIT_PERCENT, {0.05})}) {
    *answer.add_totals() = column;
  }
  EXPECT_EQ(ChartOf(answer, v1::GRAIN_YEAR),
            "win_rate\n"
            "                       low    high    last\n"
            "b        ▁▁▁▇▇▇▃▃▃  0.00 %  7.00 %  2.00 %\n"
            "פייסבוק  ▄▄▄···▇▇▇  3.50 %  7.00 %  7.00 %\n"
            "2020 to 2022, every line from 0 % ▁ to 8 % █\n"
            "· no value\n"
            "total 5.00 %\n");
}

TEST(ChartTest, MorePeriodsThanTheWidthGoOnInTheNextLine) {
  v1::Column period = PeriodColumn({});
  v1::Column value = IntColumn("n", v1::TYPE_INT64, v1::UNIT_COUNT, {});
  for (int day = 0; day < 60; ++day) {
    period.add_int64_values(day);
    value.add_int64_values(day % 8);
  }
  EXPECT_EQ(ChartOf(AnswerOf({period, value}, 60), v1::GRAIN_DAY, {.width = 40, .utf8 = false}),
            "n\n"
            "                         low  high  last\n"
            "  _.:-==+*_.:-==+*_.:-=\n"
            "  =+*_.:-==+*_.:-==+*_.\n"
            "  :-==+*_.:-==+*_.:-       0     7     3\n"
            "1970-01-01 to 1970-03-01, every line from 0 _ to 8 #\n");
}

TEST(ChartTest, DrawsAChartAMetricAndColoursOnlyWhenTold) {
  const auto answer =
      AnswerOf({TextColumn("source", {"a"}), IntColumn("n", v1::TYPE_INT64, v1::UNIT_COUNT, {1}),
                DoubleColumn("m", v1::UNIT_RATIO, {-1})},
               1);
  const std::string plain = ChartOf(answer);
  EXPECT_THAT(plain, StartsWith("n\na  █"));
  EXPECT_THAT(plain, HasSubstr("\n\nm\na  █"));
  EXPECT_EQ(plain.find('\x1b'), std::string::npos);
  const std::string coloured = ChartOf(answer, v1::GRAIN_UNSPECIFIED, {.color = true, .width = 60});
  EXPECT_THAT(coloured, HasSubstr("\x1b[36m█"));
  EXPECT_THAT(coloured, HasSubstr("\x1b[31m█"));
}

TEST(ChartTest, SaysWhenThereIsNothingToDraw) {
  EXPECT_EQ(ChartOf(AnswerOf({IntColumn("n", v1::TYPE_INT64, v1::UNIT_COUNT, {})}, 0)),
            "n\n(no rows)\n");
  FakeServer server;
  server.query = [](const v1::QueryRequest&, v1::QueryResponse* response) {
    *response = AnswerOf({TextColumn("source", {"a"})}, 1);
    return grpc::Status::OK;
  };
  const Outcome outcome = RunAgainst(server, {"query", "x", "--format", "chart"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("no metric of the answer is a number"));
}

TEST(ChartTest, EveryValueUnknownIsNoZero) {
  const auto answer = AnswerOf(
      {TextColumn("s", {"a"}), WithValidity(DoubleColumn("r", v1::UNIT_RATIO, {0}), 0)}, 1);
  EXPECT_THAT(ChartOf(answer), StartsWith("r\na  ·"));
}

TEST(ScaleTest, HasRoundEndsAndZero) {
  const auto ends = [](const std::vector<double>& values, v1::Unit unit = v1::UNIT_COUNT) {
    const Scale scale = RoundScale(values, unit);
    return ScaleText(scale.low, unit) + " to " + ScaleText(scale.high, unit);
  };
  EXPECT_EQ(ends({16474}), "0 to 20,000");
  EXPECT_EQ(ends({8000, 10}), "0 to 8,000");
  EXPECT_EQ(ends({-3, 7}), "-5 to 10");
  EXPECT_EQ(ends({-3}), "-3 to 0");
  EXPECT_EQ(ends({}), "0 to 1");
  EXPECT_EQ(ends({0}), "0 to 1");
  EXPECT_EQ(ends({5e-324}), "0 to 1");
  EXPECT_EQ(ends({-1e308, 0.5, 1e308}).substr(0, 5), "0 to ");
  EXPECT_EQ(ends({2.3e6}), "0 to 3M");
  EXPECT_EQ(ends({4.1e9}), "0 to 6B");
  EXPECT_EQ(ends({0.0207}, v1::UNIT_PERCENT), "0 % to 3 %");
  EXPECT_EQ(ends({0.3}, v1::UNIT_RATIO), "0 to 0.3");
  EXPECT_EQ(ends({9 * 86400e6}, v1::UNIT_DURATION), "0 to 10d");
  EXPECT_EQ(ends({7 * 3600e6}, v1::UNIT_DURATION), "0 to 8h");
}

TEST(RulerTest, LeavesOutMarksThatWouldTouch) {
  EXPECT_EQ(Ruler({{0, "0"}, {20, "100"}, {10, "50"}}, 20), "0        50      100");
  EXPECT_EQ(Ruler({{0, "0"}, {6, "100"}, {3, "50"}}, 6), "0  100");
  EXPECT_EQ(StartRuler({{0, "2024"}, {4, "2025"}, {8, "2026"}}, 12), "2024    2026");
  EXPECT_EQ(StartRuler({{0, "2024"}, {8, "2026"}}, 10), "2024");
}

}  // namespace
}  // namespace madad::cli
