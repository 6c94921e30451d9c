#include "cli/model/state.h"

#include <cmath>

#include <google/protobuf/util/json_util.h>

#include "absl/strings/str_cat.h"

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

std::string JsonText(const google::protobuf::Struct& object) {
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(object, &json);
  return status.ok() ? json : "null";
}

}  // namespace madad::cli
