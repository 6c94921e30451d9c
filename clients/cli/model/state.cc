#include "cli/model/state.h"

#include <cmath>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/render/json.h"
#include "cli/render/number.h"
#include <google/protobuf/struct.pb.h>

namespace madad::cli {

std::string_view StateWord(const v1::ModelInstance& instance) {
  if (instance.has_progress()) return "running";
  if (instance.has_unavailable()) return "unavailable";
  if (instance.has_last_error()) return "failed";
  if (instance.freshness() == v1::MODEL_FRESHNESS_FRESH) return "fresh";
  return instance.freshness() == v1::MODEL_FRESHNESS_STALE ? "stale" : "never_run";
}

std::string StateText(const v1::ModelInstance& instance) {
  if (instance.has_progress()) {
    return absl::StrCat("running ", std::floor(instance.progress().fraction() * 100), " %");
  }
  const std::string_view word = StateWord(instance);
  return word == "never_run" ? "never run" : std::string(word);
}

std::string WhyNot(const v1::ModelInstance& instance) {
  if (instance.has_unavailable()) return instance.unavailable().message();
  return instance.last_error().message();
}

std::string JsonText(const google::protobuf::Value& value) {
  switch (value.kind_case()) {
    case google::protobuf::Value::kNumberValue:
      return std::isfinite(value.number_value()) ? ShortestDouble(value.number_value()) : "null";
    case google::protobuf::Value::kStringValue:
      return JsonString(value.string_value());
    case google::protobuf::Value::kBoolValue:
      return value.bool_value() ? "true" : "false";
    case google::protobuf::Value::kStructValue:
      return JsonText(value.struct_value());
    case google::protobuf::Value::kListValue: {
      const auto& values = value.list_value().values();
      return absl::StrCat("[",
                          absl::StrJoin(values, ",",
                                        [](std::string* out, const auto& one) {
                                          absl::StrAppend(out, JsonText(one));
                                        }),
                          "]");
    }
    default:
      return "null";
  }
}

std::string JsonText(const google::protobuf::Struct& object) {
  std::map<std::string, std::string> members;
  for (const auto& [name, value] : object.fields()) members[name] = JsonText(value);
  return absl::StrCat("{",
                      absl::StrJoin(members, ",",
                                    [](std::string* out, const auto& member) {
                                      absl::StrAppend(out, JsonString(member.first), ":",
                                                      member.second);
                                    }),
                      "}");
}

}  // namespace madad::cli
