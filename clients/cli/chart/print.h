// Printing an answer as charts of characters.
#pragma once

#include <optional>

#include "cli/terminal.h"

#include "madad/client/error.h"
#include "madad/v1/metric_service.pb.h"

namespace madad::cli {

// Prints a chart a metric, then the footer: bars a group; with a grain columns
// over time, or for several groups a line of small columns each, all of one
// scale. Nulls are marked, not drawn as 0. `grain` is the one asked for.
// Errors: what is wrong when no metric is a number. Requires an answer in which
// FindFault finds nothing.
std::optional<client::Error> PrintAnswerChart(const v1::QueryResponse& answer, v1::Grain grain,
                                              const Terminal& terminal);

}  // namespace madad::cli
