// Scoring the rows of a file.
#pragma once

#include <istream>
#include <optional>
#include <string>

#include "cli/terminal.h"

#include "madad/client/client.h"

namespace madad::cli {

// Scores the rows of `in`, a CSV that errors call `name`, by `instance` and prints
// them in `format` (`table`, `csv`, `json`): as they come but for a table.
// Returns what kept it from doing so.
std::optional<client::Error> ScoreFile(const v1::ModelInstance& instance, std::istream& in,
                                       const std::string& name, const std::string& format,
                                       const client::Client& client, const Terminal& terminal);

}  // namespace madad::cli
