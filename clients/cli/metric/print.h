// Printing what metrics mean, in each of the formats.
#pragma once

#include <vector>

#include "cli/terminal.h"

#include "madad/v1/metric_service.pb.h"

namespace madad::cli {

// Print a list: id, unit, label, and whether it can be computed or why not.
void PrintMetricsTable(const std::vector<v1::Metric>& metrics, const Terminal& terminal);
void PrintMetricsCsv(const std::vector<v1::Metric>& metrics, const Terminal& terminal);
// One object, `{"metrics": [...]}`, with every field of a metric.
void PrintMetricsJson(const std::vector<v1::Metric>& metrics, const Terminal& terminal);

// Prints all there is to know about one metric.
void PrintMetricText(const v1::Metric& metric, const Terminal& terminal);
// The object that PrintMetricsJson has in its list.
void PrintMetricJson(const v1::Metric& metric, const Terminal& terminal);

}  // namespace madad::cli
