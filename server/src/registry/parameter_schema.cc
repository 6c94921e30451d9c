#include "registry/parameter_schema.h"

#include <cmath>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "core/suggest.h"
#include "core/utf8.h"
#include "core/value.h"
#include "registry/description_parts.h"
#include "registry/errors.h"
#include "registry/json_fields.h"
#include "registry/read_word.h"

namespace madad::registry {
namespace {

using nlohmann::json;

constexpr size_t kMaxProperties = 100;
constexpr size_t kMaxWords = 1000;
constexpr size_t kMaxParameterBytes = size_t{1} << 20;
constexpr char kDuration[] = "madad.duration";
constexpr const char* kTypes[] = {"boolean", "integer", "number", "string", "array", "object"};

// Writes whole numbers one way: 5.0 is 5.
void Normalise(json& value) {
  if (value.is_structured()) {
    for (json& item : value) Normalise(item);
  }
  if (!value.is_number_float()) return;
  const double number = value.get<double>();
  if (number == std::trunc(number) && std::abs(number) < 9007199254740992.0) {
    value = static_cast<int64_t>(number);
  }
}

// Returns `value` as a message shows it.
std::string Shown(const json& value) { return core::Clip(value.dump(), 80); }

bool IsType(const json& value, std::string_view type) {
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") {
    return value.is_number_integer() &&
           (!value.is_number_unsigned() || value.get<uint64_t>() <= uint64_t{INT64_MAX});
  }
  if (type == "number") return value.is_number();
  if (type == "string") return value.is_string();
  if (type == "array") return value.is_array();
  if (type == "object") return value.is_object();
  return value.is_null();
}

// Returns what is wrong with `value`, which `schema` describes; empty when nothing is.
std::string Problem(const json& value, const json& schema);

std::string TypeProblem(const json& value, const json& type) {
  const json types = type.is_array() ? type : json::array({type});
  std::vector<std::string> names;
  for (const json& one : types) {
    names.push_back(one.get<std::string>());
    if (IsType(value, names.back())) return "";
  }
  return absl::StrCat("is ", Shown(value), ", expected ", absl::StrJoin(names, " or "));
}

std::string RangeProblem(const json& value, const json& schema) {
  if (!value.is_number()) return "";
  if (schema.contains("minimum") && value < schema["minimum"]) {
    return absl::StrCat("is ", Shown(value), ", expected at least ", Shown(schema["minimum"]));
  }
  if (schema.contains("maximum") && value > schema["maximum"]) {
    return absl::StrCat("is ", Shown(value), ", expected at most ", Shown(schema["maximum"]));
  }
  return "";
}

std::string WordProblem(const json& value, const json& schema) {
  if (schema.contains("enum")) {
    std::vector<std::string> words;
    for (const json& word : schema["enum"]) {
      if (word == value) return "";
      words.push_back(word.is_string() ? word.get<std::string>() : Shown(word));
    }
    return absl::StrCat("is ", Shown(value), ", expected one of: ", absl::StrJoin(words, ", "));
  }
  if (!schema.contains("format") || !value.is_string()) return "";
  if (schema["format"] != kDuration || core::ParseDuration(value.get<std::string>()).ok()) {
    return "";
  }
  return absl::StrCat("is ", Shown(value), ", expected a duration such as 30d, 5min or 3mo");
}

std::string ItemsProblem(const json& value, const json& schema) {
  if (!value.is_array() || !schema.contains("items")) return "";
  for (size_t i = 0; i < value.size(); ++i) {
    const std::string problem = Problem(value[i], schema["items"]);
    if (!problem.empty()) return absl::StrCat("has an element ", i + 1, " that ", problem);
  }
  return "";
}

std::string Problem(const json& value, const json& schema) {
  std::string problem = schema.contains("type") ? TypeProblem(value, schema["type"]) : "";
  if (problem.empty()) problem = RangeProblem(value, schema);
  if (problem.empty()) problem = WordProblem(value, schema);
  if (problem.empty()) problem = ItemsProblem(value, schema);
  return problem;
}

bool IsTypeName(const json& type) {
  if (!type.is_string()) return false;
  for (const char* known : kTypes) {
    if (type.get_ref<const std::string&>() == known) return true;
  }
  return false;
}

void CheckType(const json* type, JsonFields& fields) {
  if (type == nullptr || IsTypeName(*type)) return;
  const bool or_null =
      type->is_array() && type->size() == 2 && IsTypeName((*type)[0]) && (*type)[1] == "null";
  if (or_null) return;
  fields.Fail(absl::StrCat("has the type ", Shown(*type), ", expected one of ",
                           absl::StrJoin(kTypes, ", "), ", or [one of them, \"null\"]"));
}

// Errors: INVALID_ARGUMENT when `schema` is not one of a property, or its elements.
absl::Status CheckProperty(const json& schema, const std::string& where, bool is_item) {
  JsonFields fields(schema, where);
  CheckType(fields.Any("type"), fields);
  for (const char* bound : {"minimum", "maximum"}) {
    const json* value = fields.Any(bound);
    if (value != nullptr && !value->is_number()) {
      fields.Fail(absl::StrCat("has a '", bound, "' that is no number"));
    }
  }
  for (const json& word : fields.OptionalArray("enum", kMaxWords)) {
    if (word.is_structured()) fields.Fail("has an 'enum' of more than texts, numbers and nulls");
  }
  fields.OptionalText("format", kMaxWord);
  const json* items = fields.Any("items");
  if (!is_item) {
    fields.OptionalText("description", kMaxText);
    fields.Any("default");
  }
  MADAD_RETURN_IF_ERROR(fields.Finish());
  if (items == nullptr) return absl::OkStatus();
  return CheckProperty(*items, absl::StrCat("the elements of ", where), /*is_item=*/true);
}

// Errors: INVALID_ARGUMENT when the default is missing or not valid.
absl::Status CheckDefault(const json& schema, const std::string& where, bool required) {
  JsonFields fields(schema, where);
  if (!schema.contains("default")) {
    if (!required) fields.Fail("has no 'default' and is not required");
  } else if (required) {
    fields.Fail("has a 'default' and is required");
  } else if (const std::string problem = Problem(schema["default"], schema); !problem.empty()) {
    fields.Fail(absl::StrCat("has a default that ", problem));
  }
  for (const auto& [name, unused] : schema.items()) fields.Any(name.c_str());
  return fields.Finish();
}

absl::StatusOr<std::set<std::string>> ReadRequired(const json& names, const json& properties,
                                                   JsonFields& fields) {
  std::set<std::string> required;
  for (const json& name : names) {
    if (name.is_string() && properties.contains(name.get<std::string>())) {
      required.insert(name.get<std::string>());
    } else {
      fields.Fail(absl::StrCat("require ", Shown(name), ", which is none of them"));
    }
  }
  MADAD_RETURN_IF_ERROR(fields.Finish());
  return required;
}

absl::Status Wrong(const std::string& parameter, std::string_view message) {
  return LoadError(absl::StatusCode::kInvalidArgument, kParameterInvalid, message,
                   {{"parameter", parameter}});
}

}  // namespace

absl::StatusOr<ParameterSchema> ParameterSchema::Read(const json& schema,
                                                      const std::string& where) {
  JsonFields fields(schema, absl::StrCat("the parameters of ", where));
  if (fields.Text("type", kMaxWord) != "object") fields.Fail("are of a type other than object");
  const json& properties = fields.Object("properties", kMaxProperties);
  const json* additional = fields.Any("additionalProperties");
  if (additional == nullptr || *additional != false) {
    fields.Fail("need 'additionalProperties': false");
  }
  const json& names = fields.OptionalArray("required", kMaxProperties);
  MADAD_RETURN_IF_ERROR(fields.Finish());
  MADAD_ASSIGN_OR_RETURN(const std::set<std::string> required,
                         ReadRequired(names, properties, fields));
  ParameterSchema read;
  read.properties_ = json::object();
  for (const auto& [name, property] : properties.items()) {
    if (!IsPluginId(name)) {
      fields.Fail(absl::StrCat("have the name '", Printable(name), "', expected ", kPluginIdForm));
      return fields.Finish();
    }
    const std::string what = absl::StrCat("parameter '", name, "' of ", where);
    MADAD_RETURN_IF_ERROR(CheckProperty(property, what, /*is_item=*/false));
    json normal = property;
    Normalise(normal);
    MADAD_RETURN_IF_ERROR(CheckDefault(normal, what, required.contains(name)));
    read.properties_[name] = std::move(normal);
  }
  return read;
}

absl::Status ParameterSchema::CheckKnown(const json& given) const {
  std::vector<std::string> names;
  for (const auto& [name, property] : properties_.items()) names.push_back(name);
  for (const auto& [name, value] : given.items()) {
    if (properties_.contains(name)) continue;
    return Wrong(
        Printable(name),
        absl::StrCat("there is no parameter '", Printable(name), "'", core::DidYouMean(name, names),
                     "; there are: ", names.empty() ? "none" : absl::StrJoin(names, ", ")));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ParameterSchema::FillIn(std::string_view parameters) const {
  if (parameters.size() > kMaxParameterBytes) {
    return Wrong("", absl::StrCat("the parameters have ", parameters.size(), " bytes, at most ",
                                  kMaxParameterBytes, " are read"));
  }
  absl::StatusOr<json> parsed = ParseStrictJson(parameters.empty() ? "{}" : parameters);
  if (!parsed.ok()) {
    return Wrong("", absl::StrCat("the parameters: ", parsed.status().message()));
  }
  json given = *std::move(parsed);
  if (!given.is_object()) return Wrong("", "the parameters are no JSON object");
  MADAD_RETURN_IF_ERROR(CheckKnown(given));
  Normalise(given);
  for (const auto& [name, property] : properties_.items()) {
    if (!given.contains(name)) {
      if (!property.contains("default")) {
        return Wrong(name, absl::StrCat("parameter '", name, "' is required"));
      }
      given[name] = property["default"];
    }
    const std::string problem = Problem(given[name], property);
    if (!problem.empty()) return Wrong(name, absl::StrCat("parameter '", name, "' ", problem));
  }
  return given.dump();
}

}  // namespace madad::registry
