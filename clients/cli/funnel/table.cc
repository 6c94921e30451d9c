#include "cli/render/table.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/answer/coverage.h"
#include "cli/answer/origin.h"
#include "cli/chart/glyphs.h"
#include "cli/funnel/print.h"
#include "cli/render/bidi.h"
#include "cli/render/escape.h"
#include "cli/render/style.h"
#include "cli/render/value.h"

namespace madad::cli {
namespace {

constexpr int kBarCells = 16;

// A column of what is printed: `name` is the table's.
struct Shown {
  std::string name;
  std::string heading;
  Align align = Align::kRight;
};

// The name that stands for the bar, which is no column.
constexpr char kBar[] = "";

std::string WithCurrency(const Rows& rows, const std::string& heading) {
  const int index = rows.Find("value");
  const std::string currency = index < 0 ? "" : rows.columns().Get(index).currency();
  return currency.empty() ? heading : absl::StrCat(heading, " (", currency, ")");
}

// The columns of the steps; those without any value are left out.
std::vector<Shown> StepColumns(const Rows& steps) {
  std::vector<Shown> shown = {{"stage", "stage", Align::kLeft},
                              {"entered", "entered"},
                              {kBar, "", Align::kLeft},
                              {"reached_next", "reached next"},
                              {"step_rate", "step rate"},
                              {"overall_rate", "overall"},
                              {"time_to_next_median", "median to next"},
                              {"time_to_next_p90", "p90 to next"},
                              {"drop_off", "drop-off"}};
  for (const Shown& one :
       {Shown{"mature", "mature"}, Shown{"immature", "immature"},
        Shown{"value", WithCurrency(steps, "value")}, Shown{"value_share", "share of value"}}) {
    if (HasValues(steps, one.name)) shown.push_back(one);
  }
  return shown;
}

double NumberIn(const Rows& rows, std::string_view column, int64_t row) {
  const int index = rows.Find(column);
  if (index < 0) return 0;
  const Rows::Place place = rows.At(row);
  const v1::Column& values = place.columns.Get(index);
  const bool is_number = IsNumber(values.type()) && !IsNull(values, place.row);
  return is_number ? NumberAt(values, place.row) : 0;
}

// A bar as long as the value is of `largest`; what is there is seen.
std::string BarOf(double value, double largest, const Terminal& terminal) {
  if (value <= 0 || largest <= 0) return "";
  const auto eighths = static_cast<int>(std::lround(value / largest * kBarCells * 8));
  return BarToRight(std::clamp(eighths, 1, kBarCells * 8), GlyphsFor(terminal.utf8));
}

// Prints the rows of a group; bars show `measure`, relative to `largest`.
void PrintGroup(const Rows& rows, const FunnelGroup& group, const std::vector<Shown>& shown,
                const std::string& measure, double largest, const Terminal& terminal) {
  Table table;
  for (const Shown& one : shown) table.columns.push_back({one.heading, one.align});
  table.rows = group.end - group.begin;
  table.cell = [&](size_t column, int64_t row) {
    const int64_t at = group.begin + row;
    if (shown[column].name != kBar) return FunnelText(rows, shown[column].name, at);
    return BarOf(NumberIn(rows, measure, at), largest, terminal);
  };
  PrintTable(table, terminal);
}

void PrintHeading(const std::string& text, const Terminal& terminal) {
  if (text.empty()) return;
  terminal.out << Bold(Isolated(EscapeLine(text), terminal), terminal.color) << '\n';
}

void PrintSteps(const Rows& steps, const Terminal& terminal) {
  const std::vector<Shown> shown = StepColumns(steps);
  const std::vector<FunnelGroup> groups = GroupsOf(steps, "step");
  if (groups.empty()) terminal.out << "(no entries)\n";
  for (const FunnelGroup& group : groups) {
    if (group.begin > 0) terminal.out << '\n';
    PrintHeading(group.label, terminal);
    PrintGroup(steps, group, shown, "entered", NumberIn(steps, "entered", group.begin), terminal);
  }
}

double Largest(const Rows& rows, const FunnelGroup& group, std::string_view column) {
  double largest = 0;
  for (int64_t row = group.begin; row < group.end; ++row) {
    largest = std::max(largest, NumberIn(rows, column, row));
  }
  return largest;
}

// Prints a further table under a title, a part a group.
void PrintFurther(const Rows& rows, const std::string& title, std::string_view first,
                  const std::vector<Shown>& shown, const std::string& measure,
                  const Terminal& terminal) {
  for (const FunnelGroup& group : GroupsOf(rows, first)) {
    terminal.out << '\n';
    PrintHeading(group.label.empty() ? title : absl::StrCat(title, ", ", group.label), terminal);
    PrintGroup(rows, group, shown, measure, Largest(rows, group, measure), terminal);
  }
}

// True when the entity `key` entered more than once, so that attempts have names.
bool HasAttempts(const Rows& matches, const std::string& key) {
  for (int64_t row = 0; row < matches.size(); ++row) {
    const std::string attempt = FunnelText(matches, "attempt", row);
    if (attempt != key && attempt != "-") return true;
  }
  return false;
}

std::string FooterText(const FunnelAnswer& answer) {
  const v1::FunnelResponse& response = answer.response;
  std::string footer = CoverageText(response.range());
  const std::string rules = RulesText(response.parameters());
  if (!rules.empty()) absl::StrAppend(&footer, " | ", rules);
  const std::string as_of = AsOfText(response.snapshot());
  if (!as_of.empty()) absl::StrAppend(&footer, " | as of ", as_of);
  if (!response.snapshot().id().empty()) {
    absl::StrAppend(&footer, " | snapshot ", response.snapshot().id());
  }
  return EscapeLine(footer);
}

void PrintFooter(const FunnelAnswer& answer, const Terminal& terminal) {
  terminal.out << '\n' << Dim(FooterText(answer), terminal.color) << '\n';
  PrintWarnings(answer.response.warnings(), terminal.color, terminal.out);
}

}  // namespace

void PrintFunnelTable(const FunnelAnswer& answer, const Terminal& terminal) {
  if (const Rows* steps = answer.Find("steps")) PrintSteps(*steps, terminal);
  if (const Rows* times = answer.Find("times")) {
    PrintFurther(*times, "time to convert", "bucket",
                 {{"at_least", "at least"},
                  {"below", "below"},
                  {"count", "count"},
                  {kBar, "", Align::kLeft}},
                 "count", terminal);
  }
  if (const Rows* curve = answer.Find("curve")) {
    PrintFurther(*curve, "converted by then", "elapsed",
                 {{"elapsed", "after"},
                  {"converted", "converted"},
                  {kBar, "", Align::kLeft},
                  {"converted_low", "low"},
                  {"converted_high", "high"},
                  {"lost", "lost"},
                  {"naive", "naive"},
                  {"at_risk", "at risk"}},
                 "converted", terminal);
  }
  PrintFooter(answer, terminal);
}

void PrintFunnelTrace(const FunnelAnswer& answer, const std::string& key,
                      const Terminal& terminal) {
  const Rows* matches = answer.Find("matches");
  PrintHeading(key, terminal);
  if (matches == nullptr || matches->size() == 0) {
    terminal.out << "(no events: nothing entered a stage under this key)\n";
  } else {
    std::vector<Shown> shown = {{"entered_at", "entered at", Align::kLeft},
                                {"stage", "stage", Align::kLeft},
                                {"step", "step"},
                                {"verdict", "verdict", Align::kLeft}};
    if (HasAttempts(*matches, key)) {
      shown.insert(shown.begin() + 2, {"attempt", "attempt", Align::kLeft});
    }
    PrintGroup(*matches, {"", 0, matches->size()}, shown, "", 0, terminal);
  }
  PrintFooter(answer, terminal);
}

}  // namespace madad::cli
