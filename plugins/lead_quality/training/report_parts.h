// Parts of a report that are about many leads, and its words.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "features/frame.h"
#include "training/report.h"

namespace lead_quality {

// Returns a row for each value of each of the categories `names`, what is missing being a value;
// names of no category of the frame are passed over.
std::vector<Group> GroupsOf(const Frame& frame, const std::vector<std::string>& names,
                            std::span<const double> probabilities,
                            std::span<const uint8_t> converted);

// Adds what a person should know: leaks, invalid probabilities, drift. `allowed` are the features
// that are used although they are suspect.
void AddNotes(const std::vector<std::string>& allowed, Report& report);

// Returns a number with three digits after the point.
std::string Figure(double value);

}  // namespace lead_quality
