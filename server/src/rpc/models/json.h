// JSON objects as messages.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/struct.pb.h"

namespace madad::rpc {

// Returns the object that `json` is. Errors: INVALID_ARGUMENT (JSON_INVALID)
// naming `field`.
absl::StatusOr<google::protobuf::Struct> ToStruct(const std::string& json, std::string_view field);

// Returns the object that `json` is, empty when it is none: for JSON that the
// server made itself.
google::protobuf::Struct ToStruct(const std::string& json);

// Returns `object` as JSON. Errors: INVALID_ARGUMENT (JSON_INVALID) for numbers
// that JSON does not have.
absl::StatusOr<std::string> ToJson(const google::protobuf::Struct& object, std::string_view field);

}  // namespace madad::rpc
