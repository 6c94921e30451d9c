// Bounds on everything whose size a client chooses.
#pragma once

#include <string_view>

#include "absl/status/status.h"

#include "madad/v1/metric_service.pb.h"

namespace madad::rpc {

inline constexpr int kMaxMetrics = 50;
inline constexpr int kMaxDimensions = 8;
inline constexpr int kMaxOrder = 16;
inline constexpr int kMaxParameters = 32;
inline constexpr int kMaxQueries = 64;
// Bytes of a name, an id with its parameters, a parameter's value, a token, a
// filter.
inline constexpr size_t kMaxName = 256;
inline constexpr size_t kMaxMetricId = 1024;
inline constexpr size_t kMaxParameterValue = 1024;
inline constexpr size_t kMaxPageToken = 1024;
inline constexpr size_t kMaxFilter = size_t{16} * 1024;
// Bytes of a message, either way. What a client's library takes by default.
inline constexpr size_t kMaxMessage = size_t{4} * 1024 * 1024;

// Errors: INVALID_ARGUMENT (TEXT_TOO_LONG) naming the field, its size and the
// limit.
absl::Status CheckText(std::string_view text, std::string_view field, size_t limit = kMaxName);

// Errors: INVALID_ARGUMENT (`reason`) when `field`, a list, has more than `limit`
// entries.
absl::Status CheckSize(int size, int limit, std::string_view reason, std::string_view field);

// Errors: INVALID_ARGUMENT (TOO_MANY_METRICS, TOO_MANY_DIMENSIONS,
// TOO_MANY_ORDERS, TOO_MANY_PARAMETERS, TEXT_TOO_LONG) naming the field.
absl::Status CheckLimits(const v1::QueryRequest& request);

// Only how many queries there are.
// Errors: INVALID_ARGUMENT (QUERIES_MISSING, TOO_MANY_QUERIES).
absl::Status CheckCount(const v1::StreamQueriesRequest& request);

}  // namespace madad::rpc
