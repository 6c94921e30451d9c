#include <array>
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/metric/print.h"
#include "cli/names.h"
#include "cli/render/csv.h"
#include "cli/render/table.h"

namespace madad::cli {
namespace {

std::string Availability(const v1::Metric& metric) {
  if (!metric.has_unavailable()) return "yes";
  return absl::StrCat("no: ", metric.unavailable().message());
}

}  // namespace

void PrintMetricsTable(const std::vector<v1::Metric>& metrics, const Terminal& terminal) {
  const std::vector<TableColumn> columns = {{"metric"}, {"unit"}, {"label"}, {"available"}};
  const auto cell = [&metrics](size_t column, int64_t row) -> std::string {
    const v1::Metric& metric = metrics[static_cast<size_t>(row)];
    switch (column) {
      case 0:
        return metric.id();
      case 1:
        return std::string(UnitName(metric.unit()));
      case 2:
        return metric.label();
      default:
        return Availability(metric);
    }
  };
  PrintTable({columns, static_cast<int64_t>(metrics.size()), cell}, terminal);
}

void PrintMetricsCsv(const std::vector<v1::Metric>& metrics, const Terminal& terminal) {
  constexpr std::array<const char*, 6> kHeader = {"metric",    "unit",   "label",
                                                  "available", "reason", "message"};
  CsvWriter csv(terminal.out, kHeader.size());
  for (const char* name : kHeader) csv.Field(name);
  for (const v1::Metric& metric : metrics) {
    csv.Field(metric.id());
    csv.Field(UnitName(metric.unit()));
    csv.Field(metric.label());
    csv.Field(metric.has_unavailable() ? "false" : "true");
    const bool tells_why = metric.has_unavailable();
    csv.Field(tells_why ? std::optional(metric.unavailable().reason()) : std::nullopt);
    csv.Field(tells_why ? std::optional(metric.unavailable().message()) : std::nullopt);
  }
}

}  // namespace madad::cli
