// Which kind of metric the keys of a MetricSpec make.
#pragma once

#include <optional>
#include <string>

#include "config/problem.h"
#include "core/metric.h"
#include "madad/v1/catalog.pb.h"

namespace madad::config {

// Returns the kind that the written keys of `metric` make; nothing when they
// make none. Keys that contradict each other and keys that are missing are told
// to `log`, each by its name; `path` is the metric's.
std::optional<core::MetricKind> ReadForm(const v1::MetricSpec& metric, const std::string& path,
                                         ProblemLog& log);

}  // namespace madad::config
