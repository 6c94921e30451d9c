// The index of an instance's versions as a file's text.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

#include "artifacts/index.h"

namespace madad::artifacts {

// Returns `index`, of the versions of `key`, as JSON.
std::string ToJson(std::string_view key, const ArtifactIndex& index);

// Returns the index that `ToJson` wrote.
// Errors: INVALID_ARGUMENT, saying what is wrong with the text; also when it is
// the index of another key.
absl::StatusOr<ArtifactIndex> IndexOf(std::string_view key, std::string_view json);

}  // namespace madad::artifacts
