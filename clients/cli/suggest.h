// "Did you mean", for what was typed wrong on the command line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace madad::cli {

// Returns "; did you mean a or b?" of the up to two `candidates` nearest to
// `word` (ASCII case ignored); "" when none is near enough to be a slip.
std::string DidYouMean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace madad::cli
