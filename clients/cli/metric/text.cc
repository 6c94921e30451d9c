#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "cli/metric/print.h"
#include "cli/names.h"
#include "cli/render/fields.h"

namespace madad::cli {
namespace {

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

// A line a parameter: `window: string, default 30d. How long an outcome may take.`
std::string Parameters(const v1::Metric& metric) {
  return absl::StrJoin(
      metric.parameters(), "\n", [](std::string* out, const v1::MetricParameter& parameter) {
        const std::string_view type = TypeName(parameter.type());
        absl::StrAppend(out, parameter.name(), ": ", std::string(type.empty() ? "any" : type));
        if (parameter.default_value().empty()) {
          absl::StrAppend(out, ", no default");
        } else {
          absl::StrAppend(out, ", default ", parameter.default_value());
        }
        if (!parameter.description().empty()) absl::StrAppend(out, ". ", parameter.description());
      });
}

std::string DirectionText(const v1::Metric& metric) {
  return absl::StrReplaceAll(std::string(DirectionName(metric.direction())), {{"_", " "}});
}

std::string Labels(const v1::Metric& metric) {
  const std::map<std::string, std::string> sorted(metric.labels().begin(), metric.labels().end());
  return absl::StrJoin(sorted, "\n", absl::PairFormatter(": "));
}

std::string Plugin(const v1::Metric& metric) {
  if (metric.plugin().empty()) return "none; the catalog defines it";
  return absl::StrCat(metric.plugin(), " ", metric.plugin_version());
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
  PrintField("parameters", Parameters(metric), terminal);
  PrintField("needs", absl::StrJoin(metric.needs(), ", "), terminal);
  PrintField("dimensions", absl::StrJoin(metric.dimensions(), ", "), terminal);
  PrintField("available", Availability(metric), terminal);
  PrintField("plugin", Plugin(metric), terminal);
  PrintField("labels", Labels(metric), terminal);
}

}  // namespace madad::cli
