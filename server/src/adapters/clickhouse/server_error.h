// What a ClickHouse server says when it refuses.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace madad::adapters::clickhouse {

// Returns the answer `text` ("Code: 60, e.displayText() = DB::Exception: ...")
// of `source` as a status that tells what to do. `http_status` is for an answer
// that is none of ClickHouse's.
absl::Status ServerError(const std::string& source, long http_status, std::string_view text);

// The server cannot be reached, or the connection to it broke.
absl::Status Unreachable(const std::string& source, std::string_view why);

}  // namespace madad::adapters::clickhouse
