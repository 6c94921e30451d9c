// Conditions that an index can serve.
#pragma once

#include "core/scan.h"

namespace madad::adapters::mysql {

// The type of a column that is printed as it is in the server.
inline constexpr char kBare[] = "bare";

// Returns `scan` with further filters that follow from its own and compare columns
// as the server has them: what makes a column mean what it should (zero dates,
// zones, collations) keeps the server from using an index.
core::Scan WithHints(const core::Scan& scan);

}  // namespace madad::adapters::mysql
