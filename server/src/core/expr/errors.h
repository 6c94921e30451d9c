// Errors that point into an expression.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace madad::core {

// Returns INVALID_ARGUMENT, reason EXPRESSION_INVALID, whose message shows
// `text` with a caret under the character at byte `at`. Metadata: `position`
// (1-based, in characters), `expression` (its beginning when it is long) and
// `problem`.
absl::Status ExpressionInvalid(std::string_view text, size_t at, const std::string& problem);

// Returns the same for an expression beyond a limit: EXPRESSION_TOO_COMPLEX.
absl::Status ExpressionTooComplex(std::string_view text, size_t at, const std::string& problem);

// Returns `cause` with the position added to its message and metadata; its code
// and reason are kept.
absl::Status ExpressionErrorAt(const absl::Status& cause, std::string_view text, size_t at);

}  // namespace madad::core
