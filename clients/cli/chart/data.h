// What a chart shows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "madad/v1/metric_service.pb.h"

namespace madad::cli {

// A value of a metric.
struct ChartPoint {
  // Nothing for null, and for what has no place on a scale.
  std::optional<double> value;
  // As a table would show it; `-` for null.
  std::string text = "-";
  // Its change against the compared period, signed; empty without comparison.
  std::string change = {};
};

// The values of a group, one a period; without periods one.
struct ChartSeries {
  // The group's dimensions, safe to print; empty without dimensions.
  std::string label;
  std::vector<ChartPoint> points;
};

// One metric.
struct ChartData {
  std::string title;
  v1::Unit unit = v1::UNIT_UNSPECIFIED;
  // Labels of the time buckets, in order of time; empty without a grain.
  std::vector<std::string> periods;
  std::vector<ChartSeries> series;
  // Over all groups; empty when totals were not asked for.
  std::string total;
};

// Returns the values, those that are known.
std::vector<double> ValuesOf(const ChartData& data);

// Returns a chart a metric whose values are numbers. Groups are in the order of
// the answer's rows; combinations that it does not have are null.
std::vector<ChartData> ChartsOf(const v1::QueryResponse& answer, v1::Grain grain);

}  // namespace madad::cli
