// What a call says when it has no answer.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace madad::client {

// A field of the request that the server objects to.
struct FieldError {
  // Path of the field: `filter`, `order[1].column`.
  std::string field;
  std::string description;
};

// Why a call failed.
struct Error {
  absl::StatusCode code = absl::StatusCode::kUnknown;
  // One or more sentences for a person.
  std::string message;
  // UPPER_SNAKE_CASE and stable; empty when the failure is not the server's word.
  std::string reason;
  // The variables of the message, by name.
  std::map<std::string, std::string> metadata;
  std::vector<FieldError> fields;
  // When the server asks to be tried again.
  std::optional<absl::Duration> retry_after;
  // True when no server answered: nothing was connected, or the connection broke.
  bool unreachable = false;
};

// Either an answer or the reason why there is none.
template <typename T>
class Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT

  bool ok() const { return state_.index() == 0; }

  // Return the answer. Errors: throw std::bad_variant_access unless `ok()`.
  const T& operator*() const& { return std::get<0>(state_); }
  T& operator*() & { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  const T* operator->() const { return &std::get<0>(state_); }
  T* operator->() { return &std::get<0>(state_); }

  // Returns the error. Errors: throws std::bad_variant_access if `ok()`.
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace madad::client
