// "Did you mean".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace madad::core {

// Returns up to `most` of `candidates` that are near `name` (by edit distance,
// case ignored, or containing it), nearest first, ties in order of the text.
std::vector<std::string> Nearest(std::string_view name, const std::vector<std::string>& candidates,
                                 size_t most = 3);

// Returns "; did you mean a, b or c?" or "" when nothing is near.
std::string DidYouMean(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace madad::core
