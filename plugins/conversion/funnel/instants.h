// Instants as parameters write them.
#pragma once

#include <cstdint>
#include <string_view>

namespace conversion::funnel {

// Returns the microseconds since 1970 UTC of an RFC 3339 instant
// ("2024-01-31T00:00:00+02:00", "2024-01-31T12:00:00.5Z") or of the midnight UTC
// that begins a date ("2024-01-31").
// Errors: std::invalid_argument for any other text.
int64_t ParseInstant(std::string_view text);

}  // namespace conversion::funnel
