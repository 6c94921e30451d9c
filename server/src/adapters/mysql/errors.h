// What a MySQL or MariaDB server says, as a status.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace madad::adapters::mysql {

// What server or library said with `number`, for the source `source`, with a
// code that tells what to do.
absl::Status ServerError(const std::string& source, unsigned number, std::string_view message);

}  // namespace madad::adapters::mysql
