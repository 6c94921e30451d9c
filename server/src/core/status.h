// Errors of the core: absl::Status with a machine-readable reason.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace madad::core {

// What a program needs to know of an error beside its code and message.
struct ErrorDetail {
  // UPPER_SNAKE_CASE, stable: METRIC_UNKNOWN.
  std::string reason;
  // Every variable of the message.
  std::map<std::string, std::string> metadata;
  // The request's field at fault, empty when there is none.
  std::string field;
};

// Returns a status that carries `detail`; read it back with `DetailOf`.
absl::Status Error(absl::StatusCode code, std::string_view message, const ErrorDetail& detail);

// Returns the detail that `Error` attached; an empty reason when there is none.
ErrorDetail DetailOf(const absl::Status& status);

// Returns `status` with `prefix` before its message and its detail kept.
absl::Status Annotate(const absl::Status& status, std::string_view prefix);

}  // namespace madad::core

#define MADAD_CONCAT_INNER(a, b) a##b
#define MADAD_CONCAT(a, b) MADAD_CONCAT_INNER(a, b)

// Returns from the function when `expression` is not OK.
#define MADAD_RETURN_IF_ERROR(expression)                                                  \
  do {                                                                                     \
    if (absl::Status madad_status = (expression); !madad_status.ok()) return madad_status; \
  } while (false)

// `lhs = *expression`, or returns its status.
#define MADAD_ASSIGN_OR_RETURN(lhs, expression) \
  MADAD_ASSIGN_OR_RETURN_IMPL(MADAD_CONCAT(madad_or_, __LINE__), lhs, expression)
#define MADAD_ASSIGN_OR_RETURN_IMPL(tmp, lhs, expression) \
  auto tmp = (expression);                                \
  if (!tmp.ok()) return tmp.status();                     \
  lhs = std::move(tmp).value()
