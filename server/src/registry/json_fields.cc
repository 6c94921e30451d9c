#include "registry/json_fields.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "registry/errors.h"
#include "registry/names.h"

namespace madad::registry {
namespace {

using Json = nlohmann::json;

absl::Status Invalid(std::string_view message) {
  return LoadError(absl::StatusCode::kInvalidArgument, kDescriptionInvalid, message);
}

// Finds members given twice, of which a parser would keep one without a word,
// and nesting so deep that code that walks the value would run out of stack.
class StrictnessCheck {
 public:
  bool operator()(int depth, Json::parse_event_t event, Json& parsed) {
    too_deep = too_deep || depth > kMaxDepth;
    if (too_deep) return false;
    if (event == Json::parse_event_t::object_start) {
      seen_.emplace_back();
    } else if (event == Json::parse_event_t::object_end) {
      seen_.pop_back();
    } else if (event == Json::parse_event_t::key) {
      const std::string& key = parsed.get_ref<const std::string&>();
      if (!seen_.back().insert(key).second && duplicate.empty()) duplicate = key;
    }
    return true;
  }

  std::string duplicate;
  bool too_deep = false;

 private:
  static constexpr int kMaxDepth = 64;

  std::vector<std::set<std::string>> seen_;
};

}  // namespace

absl::StatusOr<Json> ParseStrictJson(std::string_view text) {
  StrictnessCheck check;
  try {
    Json json = Json::parse(text, std::ref(check));
    if (check.too_deep) return Invalid("it is nested more than 64 deep");
    if (check.duplicate.empty()) return json;
    return Invalid(absl::StrCat("the member '", Printable(check.duplicate), "' is given twice"));
  } catch (const Json::exception& e) {
    return Invalid(absl::StrCat("it is not valid JSON: ", Printable(e.what())));
  }
}

JsonFields::JsonFields(const Json& object, std::string where)
    : object_(object), where_(std::move(where)) {
  if (!object_.is_object()) Fail(absl::StrCat("is ", object_.type_name(), ", expected an object"));
}

void JsonFields::Fail(const std::string& problem) {
  if (status_.ok()) status_ = Invalid(absl::StrCat(where_, " ", problem));
}

const Json* JsonFields::Find(const char* name, bool required) {
  if (!status_.ok()) return nullptr;
  read_.insert(name);
  const auto found = object_.find(name);
  if (found != object_.end()) return &*found;
  if (required) Fail(absl::StrCat("has no '", name, "', which is required"));
  return nullptr;
}

std::string JsonFields::Text(const char* name, size_t limit) {
  std::string text = OptionalText(name, limit);
  if (text.empty()) Find(name, /*required=*/true);
  return text;
}

std::string JsonFields::OptionalText(const char* name, size_t limit) {
  const Json* value = Find(name, /*required=*/false);
  if (value == nullptr) return "";
  if (!value->is_string()) {
    Fail(absl::StrCat("has a '", name, "' that is ", value->type_name(), ", expected a string"));
    return "";
  }
  const std::string& text = value->get_ref<const std::string&>();
  if (text.empty()) Fail(absl::StrCat("has an empty '", name, "'; say it or leave it out"));
  if (text.size() > limit) {
    Fail(absl::StrCat("has a '", name, "' of ", text.size(), " bytes, at most ", limit,
                      " are allowed"));
  }
  if (!IsDisplayable(text, /*multiline=*/true)) {
    Fail(absl::StrCat("has a '", name, "' with a control character: '", Printable(text), "'"));
  }
  return status_.ok() ? text : "";
}

int64_t JsonFields::Integer(const char* name) {
  const Json* value = Find(name, /*required=*/true);
  if (value == nullptr) return 0;
  if (!value->is_number_integer()) {
    Fail(absl::StrCat("has a '", name, "' that is not an integer"));
    return 0;
  }
  return value->get<int64_t>();
}

bool JsonFields::OptionalBool(const char* name) {
  const Json* value = Find(name, /*required=*/false);
  if (value == nullptr) return false;
  if (!value->is_boolean()) Fail(absl::StrCat("has a '", name, "' that is not true or false"));
  return status_.ok() && value->get<bool>();
}

const Json& JsonFields::Array(const char* name, size_t limit) {
  return Container(name, limit, Json::value_t::array, /*required=*/true);
}

const Json& JsonFields::OptionalArray(const char* name, size_t limit) {
  return Container(name, limit, Json::value_t::array, /*required=*/false);
}

const Json& JsonFields::Object(const char* name, size_t limit) {
  return Container(name, limit, Json::value_t::object, /*required=*/true);
}

const Json& JsonFields::Container(const char* name, size_t limit, Json::value_t type,
                                  bool required) {
  static const Json* const kNothing = new Json(Json::array());
  const Json* value = Find(name, required);
  if (value == nullptr) return *kNothing;
  if (value->type() != type) {
    Fail(absl::StrCat("has a '", name, "' that is ", value->type_name(), ", expected ",
                      Json(type).type_name()));
  } else if (value->size() > limit) {
    Fail(absl::StrCat("has ", value->size(), " '", name, "', at most ", limit, " are allowed"));
  }
  return status_.ok() ? *value : *kNothing;
}

absl::Status JsonFields::Finish() {
  if (!status_.ok()) return status_;
  for (const auto& [name, value] : object_.items()) {
    if (read_.contains(name)) continue;
    Fail(absl::StrCat("has the field '", Printable(name),
                      "', which this server does not know here; correct the name, or use a newer "
                      "server"));
  }
  return status_;
}

}  // namespace madad::registry
