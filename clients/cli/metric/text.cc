#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "cli/metric/print.h"
#include "cli/names.h"
#include "cli/render/escape.h"
#include "cli/render/table.h"

namespace madad::cli {
namespace {

constexpr size_t kNameWidth = 13;

// Prints `name  text`; nothing when there is no text.
void PrintField(std::string_view name, const std::string& text, const Terminal& terminal) {
  if (text.empty()) return;
  std::string padded(name);
  padded.resize(kNameWidth, ' ');
  // Further lines of the text stand below the first.
  const std::string indented = absl::StrReplaceAll(
      EscapeLines(text), {{"\n", absl::StrCat("\n", std::string(kNameWidth, ' '))}});
  terminal.out << Bold(padded, terminal.color) << indented << '\n';
}

std::string Availability(const v1::Metric& metric) {
  if (!metric.has_unavailable()) return "yes";
  const v1::Unavailability& why = metric.unavailable();
  std::string text = absl::StrCat("no: ", why.message());
  if (!why.reason().empty()) absl::StrAppend(&text, " (", why.reason(), ")");
  if (!why.missing_columns().empty()) {
    absl::StrAppend(&text, "\nmissing: ", absl::StrJoin(why.missing_columns(), ", "));
  }
  return text;
}

std::string DirectionText(const v1::Metric& metric) {
  return absl::StrReplaceAll(std::string(DirectionName(metric.direction())), {{"_", " "}});
}

std::string Labels(const v1::Metric& metric) {
  const std::map<std::string, std::string> sorted(metric.labels().begin(), metric.labels().end());
  return absl::StrJoin(sorted, "\n", absl::PairFormatter(": "));
}

}  // namespace

void PrintMetricText(const v1::Metric& metric, const Terminal& terminal) {
  PrintField("metric", metric.id(), terminal);
  PrintField("label", metric.label(), terminal);
  PrintField("meaning", metric.description(), terminal);
  PrintField("formula", metric.formula(), terminal);
  PrintField("unit", std::string(UnitName(metric.unit())), terminal);
  PrintField("direction", DirectionText(metric), terminal);
  PrintField("table", metric.table(), terminal);
  PrintField("time column", metric.time_column(), terminal);
  PrintField("needs", absl::StrJoin(metric.needs(), ", "), terminal);
  PrintField("dimensions", absl::StrJoin(metric.dimensions(), ", "), terminal);
  PrintField("available", Availability(metric), terminal);
  PrintField("plugin", absl::StrCat(metric.plugin(), " ", metric.plugin_version()), terminal);
  PrintField("labels", Labels(metric), terminal);
}

}  // namespace madad::cli
