// Queries that anybody might ask.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "core/query.h"

namespace madad::engines {

// Returns a query of one to three of `metrics`: any range, grain, zone, start of the week,
// dimensions and filter, with texts that try to be more than text.
core::Query RandomQuery(std::mt19937& random, const std::vector<std::string>& metrics);

// The query, for a message.
std::string Describe(const core::Query& query);

}  // namespace madad::engines
