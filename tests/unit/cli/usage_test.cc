// What madad says of a command line that it does not understand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/environment.h"
#include "cli/suggest.h"

#include "unit/cli/run_support.h"

namespace madad::cli {
namespace {

using madad::testing::Outcome;
using madad::testing::RunWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// Returns the first line of what is said.
std::string Said(const std::vector<std::string>& arguments) {
  const std::string err = RunWith(arguments).err;
  return err.substr(0, err.find('\n'));
}

TEST(UsageTest, SuggestsTheNearestOption) {
  EXPECT_EQ(Said({"query", "x", "--shars"}), "madad: no option `--shars`; did you mean --share?");
  EXPECT_EQ(Said({"query", "x", "--form=2024-01-01"}),
            "madad: no option `--form`; did you mean --from or --format?");
  EXPECT_EQ(Said({"metrics", "--sever", "a"}),
            "madad: no option `--sever`; did you mean --server?");
  EXPECT_EQ(Said({"query", "x", "--zzzzzz"}), "madad: no option `--zzzzzz`");
}

TEST(UsageTest, TellsTheMisspeltOptionBeforeWhatIsMissing) {
  EXPECT_EQ(Said({"query", "--formt"}), "madad: no option `--formt`; did you mean --format?");
}

TEST(UsageTest, SuggestsTheNearestCommand) {
  EXPECT_EQ(Said({"qery", "x"}), "madad: no command `qery`; did you mean query?");
  EXPECT_EQ(Said({"sources", "chek"}), "madad: no command `chek`; did you mean check?");
  EXPECT_EQ(Said({"frobnicate"}),
            "madad: no command `frobnicate`; there are metrics, describe, query, funnel, "
            "models, model, rows, sources, plugins, completion");
  EXPECT_EQ(Said({}),
            "madad: a command is missing; there are metrics, describe, query, funnel, "
            "models, model, rows, sources, plugins, completion");
}

TEST(UsageTest, SuggestsTheNearestValue) {
  EXPECT_EQ(Said({"query", "x", "--grain", "mnth"}),
            "madad: --grain: `mnth` is none of day, week, month, quarter, year; did you mean "
            "month?");
  EXPECT_THAT(Said({"query", "x", "--compare", "prev"}), HasSubstr("did you mean previous?"));
  EXPECT_THAT(Said({"query", "x", "--week-start", "Sunday"}), HasSubstr("did you mean sunday?"));
}

TEST(UsageTest, SaysHowToWriteWhatAShellOrAPersonGetsWrong) {
  EXPECT_THAT(Said({"query", "rate(window=30d"}), HasSubstr("'ID(NAME=VALUE)', in quotes"));
  EXPECT_THAT(Said({"metrics", "--server", "http://localhost:7400/"}),
              HasSubstr("write only host and port, localhost:7400"));
  EXPECT_THAT(Said({"query", "x", "--param", "w=1", "--param", "w=2"}),
              HasSubstr("`w` is given twice"));
  EXPECT_THAT(Said({"query", "x", "--during", "2024", "--to", "2024-01-01"}),
              HasSubstr("--to excludes --during: leave one of them out"));
}

TEST(UsageTest, ChecksTheWordsOfAFunnel) {
  EXPECT_EQ(Said({"funnel", "--order", "orderd"}),
            "madad: --order: `orderd` is none of ordered, unordered, strict; did you mean "
            "ordered?");
  EXPECT_THAT(Said({"funnel", "--entry", "best"}), HasSubstr("did you mean best_entry?"));
  EXPECT_THAT(Said({"funnel", "--policy", "reached"}),
              HasSubstr("did you mean reached_or_beyond?"));
  EXPECT_THAT(Said({"funnel", "--steps", "lead,,won"}), HasSubstr("has an empty name"));
  EXPECT_THAT(Said({"funnel", "--during", "2024", "--from", "2024-01-01"}),
              HasSubstr("leave one of them out"));
  EXPECT_THAT(Said({"funnel", "--trace", "L1", "--curve"}), HasSubstr("leave one of them out"));
  EXPECT_THAT(Said({"funnel", "--format", "csv", "--curve", "--times"}),
              HasSubstr("csv has one table"));
}

TEST(UsageTest, ChecksWhatARunTakes) {
  EXPECT_THAT(Said({"model", "run", "sales", "--param", "window=1d"}),
              HasSubstr("an instance has its parameters in the catalog"));
  EXPECT_THAT(Said({"model", "run", "conversion.funnel", "--force"}), HasSubstr("always runs"));
  EXPECT_THAT(Said({"model", "run", "a.b", "--param", "w=1", "--param", "w=2"}),
              HasSubstr("`w` is given twice"));
  EXPECT_EQ(Said({"model"}), "madad: a command is missing; there are show, run, activate, score");
  EXPECT_EQ(Said({"model", "shw", "x"}), "madad: no command `shw`; did you mean show?");
}

TEST(UsageTest, NamesTheCommandWhoseHelpHelps) {
  EXPECT_THAT(RunWith({"sources", "check", "--fore"}).err,
              HasSubstr("see madad sources check --help"));
}

TEST(UsageTest, EveryCommandHasExamplesInItsHelp) {
  for (const char* command :
       {"sources", "plugins", "completion", "funnel", "models", "model", "rows"}) {
    const Outcome outcome = RunWith({command, "--help"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, HasSubstr("Examples:\n")) << command;
  }
  for (const char* command : {"check", "refresh"}) {
    EXPECT_THAT(RunWith({"sources", command, "--help"}).out,
                HasSubstr(std::string("  madad sources ") + command));
  }
  for (const char* command : {"run", "show"}) {
    EXPECT_THAT(RunWith({"model", command, "--help"}).out,
                HasSubstr(std::string("  madad model ") + command));
  }
  EXPECT_EQ(RunWith({"--help"}).out.find("complete "), std::string::npos);
}

TEST(SuggestTest, LeavesOutWhatIsNoSlip) {
  EXPECT_EQ(DidYouMean("", {"a"}), "");
  EXPECT_EQ(DidYouMean("grain", {"limit", "where"}), "");
  EXPECT_EQ(DidYouMean("tabel", {"table", "csv"}), "; did you mean table?");
  EXPECT_EQ(DidYouMean("TABLE", {"table"}), "; did you mean table?");
  EXPECT_EQ(DidYouMean(std::string(1000, 'x'), {std::string(1000, 'x')}), "");
}

TEST(EnvironmentTest, ReadsLocales) {
  EXPECT_TRUE(IsUtf8Locale("he_IL.UTF-8"));
  EXPECT_TRUE(IsUtf8Locale("C.utf8"));
  EXPECT_TRUE(IsUtf8Locale("de_DE.UTF-8@euro"));
  EXPECT_FALSE(IsUtf8Locale("he_IL.ISO8859-8"));
  EXPECT_FALSE(IsUtf8Locale("C"));
  EXPECT_FALSE(IsUtf8Locale(""));
  EXPECT_EQ(LanguageOfLocale("he_IL.UTF-8"), "he");
  EXPECT_EQ(LanguageOfLocale("en"), "en");
  EXPECT_EQ(LanguageOfLocale("C.UTF-8"), "");
  EXPECT_EQ(LanguageOfLocale("POSIX"), "");
}

TEST(EnvironmentTest, TheFirstVariableThatIsSetCounts) {
  setenv("LC_ALL", "", 1);
  setenv("LC_MESSAGES", "he_IL.UTF-8", 1);
  setenv("LANG", "fr_FR.UTF-8", 1);
  EXPECT_EQ(LocaleOf("LC_MESSAGES"), "he_IL.UTF-8");
  setenv("LC_ALL", "C", 1);
  EXPECT_EQ(LocaleOf("LC_MESSAGES"), "C");
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) unsetenv(name);
  EXPECT_EQ(LocaleOf("LC_MESSAGES"), "");
}

TEST(EnvironmentTest, ColourIsUnwantedWhereTheVariablesSaySo) {
  setenv("TERM", "xterm", 1);
  setenv("NO_COLOR", "", 1);
  EXPECT_TRUE(WantsColor());
  setenv("NO_COLOR", "1", 1);
  EXPECT_FALSE(WantsColor());
  unsetenv("NO_COLOR");
  setenv("TERM", "dumb", 1);
  EXPECT_FALSE(WantsColor());
}

TEST(EnvironmentTest, ColumnsBeatsTheTerminal) {
  setenv("COLUMNS", "72", 1);
  EXPECT_EQ(TerminalWidth(-1), 72);
  setenv("COLUMNS", "wide", 1);
  EXPECT_EQ(TerminalWidth(-1), 0);
  unsetenv("COLUMNS");
}

}  // namespace
}  // namespace madad::cli
