#include "rpc/models/json.h"

#include "google/protobuf/util/json_util.h"

#include "core/status.h"
#include "core/text.h"

namespace madad::rpc {
namespace {

absl::Status Invalid(std::string_view field, std::string_view problem) {
  return core::Error(absl::StatusCode::kInvalidArgument,
                     core::Cat(field, " is no JSON object: ", problem),
                     {"JSON_INVALID", {{"problem", std::string(problem)}}, std::string(field)});
}

}  // namespace

absl::StatusOr<google::protobuf::Struct> ToStruct(const std::string& json, std::string_view field) {
  google::protobuf::Struct object;
  const auto status = google::protobuf::util::JsonStringToMessage(json, &object);
  if (status.ok()) return object;
  return Invalid(field, status.message().as_string());
}

google::protobuf::Struct ToStruct(const std::string& json) {
  return ToStruct(json, "").value_or(google::protobuf::Struct());
}

absl::StatusOr<std::string> ToJson(const google::protobuf::Struct& object, std::string_view field) {
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(object, &json);
  if (status.ok()) return json;
  return Invalid(field, status.message().as_string());
}

}  // namespace madad::rpc
