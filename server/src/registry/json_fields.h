// Reads JSON objects strictly: every member must be asked for, and have the right type.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

namespace madad::registry {

// Returns the parsed text.
// Errors: INVALID_ARGUMENT when it is not JSON, is not UTF-8, has an object with a member twice or
// is nested more than 64 deep.
absl::StatusOr<nlohmann::json> ParseStrictJson(std::string_view text);

// The members of one object. The first thing that is wrong is kept and given by Finish(), so that
// a caller reads all members in a row and asks once. After an error the readers return empty
// values.
class JsonFields {
 public:
  // `where` names the object in messages. Lifetime: `object` must outlive this.
  JsonFields(const nlohmann::json& object, std::string where);

  // Returns a non-empty text of at most `limit` bytes that a person can be shown.
  std::string Text(const char* name, size_t limit);
  // The same, empty when there is no such member.
  std::string OptionalText(const char* name, size_t limit);
  int64_t Integer(const char* name);
  // False when there is no such member.
  bool OptionalBool(const char* name);
  // Returns the member, an array or object of at most `limit` elements.
  const nlohmann::json& Array(const char* name, size_t limit);
  const nlohmann::json& Object(const char* name, size_t limit);
  // The same, an empty array when there is no such member.
  const nlohmann::json& OptionalArray(const char* name, size_t limit);
  // Returns the member, of whatever type; null when it is missing.
  const nlohmann::json* Any(const char* name) { return Find(name, /*required=*/false); }

  // Records an error of the caller's own unless there is one already.
  void Fail(const std::string& problem);

  // Returns the first error; also one when the object has members that nobody asked for.
  absl::Status Finish();

 private:
  // Returns the member and marks it as read; null when it is missing.
  const nlohmann::json* Find(const char* name, bool required);
  const nlohmann::json& Container(const char* name, size_t limit, nlohmann::json::value_t type,
                                  bool required);

  const nlohmann::json& object_;
  std::string where_;
  std::set<std::string, std::less<>> read_;
  absl::Status status_;
};

}  // namespace madad::registry
